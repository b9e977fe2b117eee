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

// Places, jobs and skills completed as one types (WAI-ARIA Authoring Practices 1.2, editable combobox with a list).
const PAUSE = 180, SHORTEST = 2, SHOWN = 7;
const SOURCES = {
  places: (text) => `/api/v1/places?${new URLSearchParams({ q: text, limit: SHOWN })}`,
  occupations: (text) => competences(text, "occupations"),
  skills: (text) => competences(text, "skills"),
};

function competences(text, to) {
  const language = document.documentElement.lang;
  return `/api/v1/competences?${new URLSearchParams({ q: text, to, k: SHOWN, complete: true, language })}`;
}

class Completion {
  // `several`: the field holds a list with commas, of which the last part is completed.
  constructor(input) {
    this.input = input;
    this.source = SOURCES[input.dataset.complete];
    this.several = input.hasAttribute("data-several");
    this.at = -1;
    this.asked = 0;
    this.list = document.createElement("ul");
    this.list.id = `${input.id}-list`;
    this.list.className = "completions";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
    this.list.hidden = true;
    const box = document.createElement("div");
    box.className = "completed";
    input.replaceWith(box);
    box.append(input, this.list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
      ["aria-controls", this.list.id]]) input.setAttribute(name, value);
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // Not "click": the field must not lose the focus before the choice is made.
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  get text() {
    return (this.several ? this.input.value.split(/[,;]/).at(-1) : this.input.value).trim();
  }

  later() {
    clearTimeout(this.timer);
    this.asked += 1;
    if (this.text.length < SHORTEST) this.close();
    else this.timer = setTimeout(() => this.ask(this.asked), PAUSE);
  }

  async ask(number) {
    try {
      const answer = await fetch(this.source(this.text), { credentials: "omit" });
      const items = answer.ok ? (await answer.json()).items : [];
      if (number === this.asked && document.activeElement === this.input) this.show(items);
    } catch {
      // Without an answer the field is what it is without this file.
      this.close();
    }
  }

  show(items) {
    const texts = [...new Set(items.map((item) => item.label ?? item.name))];
    this.at = -1;
    this.input.removeAttribute("aria-activedescendant");
    this.list.replaceChildren(...texts.map((text, index) => {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dir = "auto";
      option.textContent = text;
      return option;
    }));
    this.list.hidden = texts.length === 0;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
  }

  key(event) {
    if (event.key === "Escape" && !this.list.hidden) {
      this.close();
      event.preventDefault();
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !this.list.hidden) {
      const many = this.list.children.length, step = event.key === "ArrowDown" ? 1 : -1;
      this.mark(this.at < 0 && step < 0 ? many - 1 : (this.at + step + many) % many);
      event.preventDefault();
    } else if (event.key === "Enter" && this.at >= 0) {
      this.choose(this.list.children[this.at]);
      event.preventDefault();
    }
  }

  mark(index) {
    this.at = index;
    [...this.list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    this.list.children[index].scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", this.list.children[index].id);
  }

  choose(option) {
    const before = this.several ? this.input.value.replace(/[^,;]*$/, "").trimEnd() : "";
    this.input.value = `${before}${before ? " " : ""}${option.textContent}${this.several ? ", " : ""}`;
    this.close();
    this.input.focus();
  }

  close() {
    clearTimeout(this.timer);
    this.asked += 1;
    this.at = -1;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

for (const input of document.querySelectorAll("[data-complete]")) new Completion(input);
