"""The ways to read what somebody wrote: as it stands, abbreviations in full, its parts, in German, compounds apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from engine.domain import ConceptKind
from models.abbreviations import without_qualifications, written_out
from models.forms import forms_of
from models.languages import primary_tag
from models.luxembourgish import to_german
from models.names import SHORTEST_PART
from models.wording import fold_letters

# More of a text is not read: nobody names a competence in more, and time must not grow with what is pasted.
LONGEST_TEXT = 1_000
MOST_PARTS, SHORTEST_READING = 12, 2
# Probability from which a text is also read as Luxembourgish, as the search for courses does.
MAYBE_LUXEMBOURGISH = 0.15
# The fewest letters of a word that is tried as a compound, the most parts it may have, what may join them.
SHORTEST_COMPOUND, MOST_COMPOUND_PARTS, JOINTS = 9, 3, ("", "s", "n", "en", "es")
# What is said around the thing itself: that one wants to become or learn it, can do it, a course in it.
_FRAMES = tuple(
    re.compile(frame, re.IGNORECASE)
    for frame in (
        r"^(?:ich )?(?:will|möchte|würde)(?: gerne?)? (?:als )?(?P<core>.+?) (?:werden|lernen|arbeiten)$",
        r"^je (?:veux|voudrais|souhaite) (?:être|devenir|apprendre(?: à| la| le)?|travailler comme) (?P<core>.+)$",
        r"^i(?:'d| would)? (?:want|like) to (?:be|become|learn|work as)(?: an?)? (?P<core>.+)$",
        r"^(?:ech )?(?:wëll|wéilt|wéilt gär|géif gär|géing gär) (?:als )?(?P<core>.+?) (?:ginn|léieren|schaffen)$",
        r"^ik (?:wil|zou)(?: graag)? (?:als )?(?P<core>.+?) (?:worden|leren|werken)$",
        r"^(?:ich )?(?:kann(?: gut| sehr gut)?|habe erfahrung (?:in|im|mit)) (?P<core>.+)$",
        r"^(?:je (?:sais|peux|connais|maîtrise)|j'ai de l'expérience (?:en|dans|avec)) (?P<core>.+)$",
        r"^(?:i )?(?:can|know how to|am good at|have (?:some )?experience (?:in|with|of)) (?P<core>.+)$",
        r"^(?:ech )?(?:kann(?: gutt)?|hunn erfahrung (?:an|am|mat)) (?P<core>.+)$",
        r"^(?:ik )?(?:kan(?: goed)?|heb ervaring (?:in|met)) (?P<core>.+)$",
        r"^(?:ausbildung|weiterbildung|umschulung|lehre|kurs)(?: als| zum| zur| in| im|:)+ (?P<core>.+)$",
        r"^(?:formation|cours|apprentissage)(?: de| d'| en| à la| au|:)* ?(?<=[ '])(?P<core>.+)$",
        r"^(?:training|course|apprenticeship|apprentice)(?: in| as an?| as|:)* (?P<core>.+)$",
        r"^(?:ausbildung|formatioun|cours|léier)(?: als| fir| an|:)+ (?P<core>.+)$",
        r"^(?:opleiding|cursus)(?: tot| voor| in|:)* (?P<core>.+)$",
    )
)
# Between parts of a list: signs, and the words for "and" that mean nothing else in any of the five languages.
_SIGNS = re.compile(r"\s*(?:[;\n•|·]|,(?!\d)|(?<!\w)/|/(?!\w)|\s[-–]\s)\s*")
_AND = r"und|oder|et|ou|and|or|of"
_ALSO_AND = {"nl": "en", "lb": "an|oder"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """``language`` where it is known; a ``part`` is one entry of a list."""

    text: str
    language: str | None = None
    part: bool = False


def readings_of(
    text: str, kind: ConceptKind, language: str | None, luxembourgish: Callable[[str], float]
) -> list[Reading]:
    """The distinct readings of a text for concepts of this kind, as it stands first; none for one that says nothing.

    ``luxembourgish`` tells how likely a text is Luxembourgish (0 to 1).
    """
    whole = without_qualifications(" ".join(text[:LONGEST_TEXT].split()))
    found: dict[str, Reading] = {}
    parts = _parts(whole, language)
    for part in (whole, *(parts if len(parts) > 1 else ())):
        if not any(letter.isalpha() for letter in part) or len(part) < SHORTEST_READING:
            continue
        is_part = part != whole
        core = _core(part)
        if core is not None:
            found.setdefault(core, Reading(text=core, part=is_part))
        found.setdefault(part, Reading(text=part, part=is_part))
        for full, spoken in written_out(part, kind):
            found.setdefault(full, Reading(text=full, language=spoken, part=is_part))
        if luxembourgish(part) >= MAYBE_LUXEMBOURGISH:
            german = to_german(part)
            found.setdefault(german, Reading(text=german, language="de", part=is_part))
    return list(found.values())


def _core(text: str) -> str | None:
    """What somebody wants to become or to learn, without the words around it; None where there are none."""
    matches = (frame.match(text.rstrip(" .!?")) for frame in _FRAMES)
    return next((match["core"] for match in matches if match), None)


def _parts(text: str, language: str | None) -> list[str]:
    words = "|".join(filter(None, (_AND, _ALSO_AND.get(primary_tag(language)))))
    # "Garten- und Landschaftsbau" is one thing: a word cut short is no part of a list.
    joined = re.compile(rf"(?<![-\s])\s+(?:{words}|&|\+)\s+", re.IGNORECASE)
    parts = (part.strip(" .-–") for piece in _SIGNS.split(text) for part in joined.split(piece))
    # "Bäcker/Metzger" are two, "Bäcker/Bäckerin" is one.
    single = (
        one for part in parts for one in (part.split("/") if "/" in part and len(forms_of(part)) == 1 else (part,))
    )
    return [part for part in single if part.strip()][:MOST_PARTS]


def taken_apart(text: str, is_part: Callable[[str], bool]) -> str | None:
    """The text with its German compounds in parts that are words (``is_part``, folded); None where none can be.

    ``Altenpflegehelferin`` becomes ``Alten Pflege Helferin``.
    """
    apart = _WORD.sub(lambda word: " ".join(_split(word.group(), is_part) or [word.group()]), text)
    return apart if apart != text else None


def _split(word: str, is_part: Callable[[str], bool]) -> list[str] | None:
    if len(word) < SHORTEST_COMPOUND or not word.isalpha():
        return None
    return next(
        (
            [part.capitalize() for part in parts]
            for count in range(2, MOST_COMPOUND_PARTS + 1)
            for parts in _splits(word, count, is_part)
        ),
        None,
    )


def _splits(word: str, count: int, is_part: Callable[[str], bool]) -> Iterator[list[str]]:
    """Every way to cut a word into so many parts, the longest first part first."""
    if count == 1:
        if len(word) >= SHORTEST_PART and is_part(fold_letters(word)):
            yield [word]
        return
    for cut in range(len(word) - SHORTEST_PART, SHORTEST_PART - 1, -1):
        for joint in JOINTS:
            head = word[:cut].removesuffix(joint) if joint else word[:cut]
            if (head != word[:cut] or not joint) and len(head) >= SHORTEST_PART and is_part(fold_letters(head)):
                yield from ([head, *rest] for rest in _splits(word[cut:], count - 1, is_part))
                break
