"""Text as people type and paste it, made fit for matching; what it says is never changed."""

from __future__ import annotations

import unicodedata

# The longest wish that is read; a few sentences say more than a page.
GOAL_CHARACTERS = 2000
# The longest text that a directory is searched for.
QUERY_CHARACTERS = 200
# Cc: control characters such as NUL; Cs: halves of characters. Both appear only in broken or hostile input.
UNWANTED_CATEGORIES = frozenset({"Cc", "Cs"})
KEPT_CONTROLS = frozenset("\n\t")


def clean_text(text: str) -> str:
    """``text`` in composed form (NFC), without control characters, lines ended by ``\\n``, outer blanks removed."""
    unified = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        char for char in unified if char in KEPT_CONTROLS or unicodedata.category(char) not in UNWANTED_CATEGORIES
    ).strip()
