"""National levels of qualification → EQF levels 1 to 8."""

from __future__ import annotations

import re

LOWEST, HIGHEST = 1, 8

# LHÉO's table ``dict-niveaux``. Codes 1 to 8 are the French nomenclature of 1969 (I highest, VI lowest), in use until
# the decree 2019-14 put the EQF numbering in its place (V → 3, IV → 4, III → 5, II → 6, I → 7 and 8); LHÉO 2.3 adds
# 11 to 18 for that. 1 "no particular level", 2 (VI) and 3 (V bis, pre-qualification) name no certificate; 8 (I) is
# the master's degree and above: the lower of its two levels is certain.
LHEO = {"4": 3, "5": 4, "6": 5, "7": 6, "8": 7} | {str(10 + level): level for level in range(LOWEST, HIGHEST + 1)}

_FRENCH = re.compile(r"\bniveau\s*:?\s*([1-8])\b", re.IGNORECASE)

# German awards whose level in the Deutscher Qualifikationsrahmen (which counts like the EQF) is fixed by name. "Master"
# and "Techniker" alone are no awards (Scrum Master), hence the narrow patterns.
GERMAN = tuple(
    (re.compile(pattern, re.IGNORECASE), level)
    for pattern, level in (
        (r"\bgesellen(brief|prüfung)\b", 4),
        (r"\bfachhochschulreife\b|\ballgemeine hochschulreife\b|\babitur\b", 4),
        (r"\b(industrie|handwerks|küchen)meister(in|/-?in|/ -in)?\b|\bmeister(brief|prüfung)\b", 6),
        (r"\bgeprüfte[rn]?(/-?r)? (\w+-?)?fachwirt", 6),
        (r"\bstaatlich geprüfte[rn]?(/-?r)? (\w+-?)?techniker", 6),
        (r"\bbachelor (of|professional)\b", 6),
        (r"\bmaster of (arts|science|engineering|laws|business|education)\b|\bmaster professional\b", 7),
    )
)


def eqf(text: str) -> int | None:
    """A number that is itself an EQF level."""
    word = text.strip()
    return int(word) if word.isdecimal() and LOWEST <= int(word) <= HIGHEST else None


def french(text: str) -> int | None:
    """The level in the wording of the RNCP since 2019: ``niveau 5 (bac + 2)``."""
    match = _FRENCH.search(text)
    return int(match[1]) if match else None


def lheo(code: str) -> int | None:
    """The level of a code of LHÉO's ``dict-niveaux``, see `LHEO`."""
    return LHEO.get(code.strip())


def german(award: str) -> int | None:
    """The level of a German award, where its name fixes exactly one."""
    found = {level for pattern, level in GERMAN if pattern.search(award)}
    return found.pop() if len(found) == 1 else None
