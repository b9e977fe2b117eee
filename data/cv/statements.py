"""Text → the pieces that may each name a competence or an occupation; what is denied or only wished for is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_PIECE = 300
FEWEST_LETTERS = 2
# A line is a list of terms where its pieces are this short (words).
TERM_WORDS = 6

BULLET = re.compile(r"^\s*(?:[-–—•●○◦▪▫■□·*»›>✓✔➢➤→]+|o(?=\s{2,})|\(?\d{1,2}[.)])\s+")
# A sentence ends after two letters at least ("z. B." does not), before a capital letter or a digit.
_SENTENCE_END = re.compile(r"(?<=[\w)\]»”]{2}[.!?;])\s+(?=[«„“\"(]?[A-ZÀ-ÖØ-Þ])|;\s+|\t+")
# They end in a point, but no sentence does.
ABBREVIATIONS = frozenset({
    "prof", "dr", "ing", "bzw", "ca", "inkl", "incl", "nr", "no", "evtl", "ggf", "usw", "etc", "vgl", "div", "st", "mr",
    "mrs", "ms", "mme", "jan", "feb", "apr", "jun", "jul", "aug", "sept", "sep", "oct", "okt", "nov", "dec", "dez",
})  # fmt: skip
_SEPARATORS = ",;|/•·▪●"

# Denied: "kein Führerschein", "pas de permis", "no driving licence", "geen rijbewijs", "keng Beruffserfarung".
_DENIED = re.compile(
    r"\b(?:kein(?:e[nmrs]?)?|nicht|noch nie|ohne (?:führerschein|abschluss|ausbildung|erfahrung|diplom)|"
    r"pas (?:de|d['’]|encore|du tout)|n['’e]\s?\w+ pas|aucune?|jamais|sans (?:permis|diplôme|expérience|formation)|"
    r"not|no(?![-.])|never|cannot|don['’]t|doesn['’]t|"
    r"without (?:a |any )?(?:licen[cs]e|diploma|degree|experience|driving)|"
    r"geen|niet|nooit|zonder (?:rijbewijs|diploma|ervaring)|"
    r"kee|keng|keen|keent|(?:kann|hunn|sinn) (?:\w+ )?net|nach ni|ouni (?:führerschäin|diplom|erfarung|ofschloss))\b",
    re.IGNORECASE,
)
_NOT_ONLY = re.compile(
    r"\b(?:nicht (?:nur|zuletzt)|non seulement|pas seulement|not only|no matter|niet alleen|net nëmmen)\b",
    re.IGNORECASE,
)
# Wished for: said about the time to come, so nothing that somebody can do already.
_WISHED = re.compile(
    r"\b(?:möchte|würde gerne?|will (?:gern|lernen|werden)|suche|"
    r"je (?:voudrais|souhaite|cherche|veux|recherche)|j['’]aimerais|à la recherche|souhaite|désireu(?:x|se)|"
    r"i (?:would like|want|wish|hope)|i['’]d like|looking for|seeking|"
    r"ik (?:wil|zou)|(?:wil|zou) graag|op zoek|ech (?:wëll|géif|sichen)|géif gär)\b",
    re.IGNORECASE,
)


def is_denied(text: str) -> bool:
    """Whether a text says that somebody does not have or cannot do something."""
    return bool(_DENIED.search(_NOT_ONLY.sub(" ", text)))


def is_wished(text: str) -> bool:
    """Whether a text says what somebody would like, and not what she can do."""
    return bool(_WISHED.search(text))


def sentences(text: str) -> Iterator[str]:
    """The lines of ``text`` without bullets, each cut into sentences; longer ones than `LONGEST_PIECE` are cut."""
    for line in text.splitlines():
        for sentence in _cut(BULLET.sub("", line)):
            yield from _short(sentence.strip())


def terms(line: str) -> list[str]:
    """The terms that a line lists (``Word, Excel | SAP``), or the line itself where it is no list."""
    pieces = [piece.strip(" .:-–") for piece in _outside_brackets(line)]
    pieces = [piece for piece in pieces if has_letters(piece)]
    return pieces if all(len(piece.split()) <= TERM_WORDS for piece in pieces) else [line]


def has_letters(text: str) -> bool:
    """Whether a text has enough letters to mean something."""
    return sum(map(str.isalpha, text)) >= FEWEST_LETTERS


def _outside_brackets(line: str) -> list[str]:
    """``line`` cut at its separators, but not inside brackets."""
    pieces, depth = [""], 0
    for position, char in enumerate(line):
        depth = max(0, depth + (char in "([") - (char in ")]"))
        # A slash joins words ("Bäcker/in", "CI/CD"), unless it stands free.
        joins = char == "/" and line[position + 1 : position + 2] != " "
        if char in _SEPARATORS and not depth and not joins:
            pieces.append("")
        else:
            pieces[-1] += char
    return pieces


def _cut(line: str) -> Iterator[str]:
    """``line`` cut at the ends of sentences, but neither after an abbreviation nor inside brackets."""
    start = 0
    for end in _SENTENCE_END.finditer(line):
        before = line[start : end.start()]
        last = before.rstrip(".!?;").split()[-1:] or [""]
        if last[0].casefold().lstrip("(") in ABBREVIATIONS or before.count("(") > before.count(")"):
            continue
        yield before
        start = end.end()
    yield line[start:]


def _short(text: str) -> Iterator[str]:
    """``text`` in pieces of at most `LONGEST_PIECE` characters, cut between words where there are any."""
    while len(text) > LONGEST_PIECE:
        cut = text.rfind(" ", 1, LONGEST_PIECE)
        cut = cut if cut > 0 else LONGEST_PIECE
        yield text[:cut].rstrip()
        text = text[cut:].lstrip()
    if text:
        yield text
