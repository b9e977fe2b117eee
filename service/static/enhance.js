// Comfort only: every page works the same without this file.
"use strict";

// An example beside the wish becomes a button that writes it into the field.
const goal = document.getElementById("goal");
for (const example of goal ? document.querySelectorAll("[data-example]") : []) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "example";
  button.textContent = example.textContent.trim();
  button.addEventListener("click", () => {
    goal.value = button.textContent;
    goal.focus();
  });
  example.replaceChildren(button);
}

// A button that opens the browser's print dialogue, which every browser has in its menu, too.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
