"""What is nobody's business: names, addresses, dates of birth and ways to reach somebody are taken out of a CV."""

from __future__ import annotations

import re
from collections.abc import Iterable

_MONTHS = (
    r"jan\w*|feb\w*|fév\w*|märz|maart|mäerz|mars|march|mar|apr\w*|avr\w*|mai|may|mei|mee|juni?|juin|june|juli?|juill?\w*"
    r"|july|aug\w*|août|aout|sept?\w*|okt\w*|oct\w*|nov\w*|dez\w*|déc\w*|dec\w*"
)
_YEAR = r"(?:19|20)\d\d"
_DATE = (
    rf"(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:{_YEAR}|\d\d)\b|{_YEAR}-\d\d(?:-\d\d)?\b|(?:0?[1-9]|1[0-2])[./-]{_YEAR}\b"
    rf"|(?:\d{{1,2}}\.?\s)?\b(?:{_MONTHS})\.?\s+{_YEAR}\b|\b{_YEAR}\b)"
)
_OPEN = r"heute|jetzt|dato|aujourd['’]hui|ce jour|présent|actuellement|actuel|present|today|now|current|heden|nu|haut"
_LEAD = r"(?:seit|von|ab|bis|depuis|de|du|dès|since|from|until|sinds|van|vanaf|tot|zanter|vun)\s+"
_BETWEEN = r"\s*(?:[-–—/]|\b(?:bis zu|bis|to|à|au|tot|until|t/m)\b)\s*"
DATES = re.compile(
    rf"\(?(?:\b{_LEAD})?{_DATE}(?:{_BETWEEN}(?:{_DATE}|(?:{_OPEN})\b|\d\d\b(?!\d)))?(?:{_BETWEEN})?\)?", re.IGNORECASE
)

EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
LINK = re.compile(r"(?:https?://|www\.)\S+|\b(?:linkedin|xing|github|facebook|instagram)\.com\S*", re.IGNORECASE)
# At least eight digits in small groups after + or 0; years are taken out before.
PHONE = re.compile(r"(?<![\w.,])(?:\+|00|\(?0)(?:[\s()/.-]{0,3}\d){7,15}(?!\w)")
_STREET_WORD = (
    r"(?:\w+(?:stra(?:ß|ss)e|str\.|weg|allee|gasse|platz|ring|ufer|straat|laan|plein|strooss)"
    r"|(?:am|an der|auf der|zum|im)\s\w+)"
)
ADDRESS = re.compile(
    rf"\b{_STREET_WORD}\s*\d{{1,4}}\s?[a-z]?\b"
    r"|\b\d{1,4}\s?(?:bis|ter|[a-z])?\s*,?\s*(?:rue|avenue|av\.|boulevard|bd|place|chemin|route|rte|allée|impasse|quai"
    r"|cité|montée)\s[\w'’ .-]{2,40}"
    r"|\b(?:[A-Z]{1,2}[- ])\d{4,5}\s+[A-ZÄÖÜÉÈ][\w'’-]+(?:[ -][A-ZÄÖÜÉÈ][\w'’-]+)*"
    r"|\b\d{5}\s+[A-ZÄÖÜÉÈ][\w'’-]+(?:[ -][A-ZÄÖÜÉÈ][\w'’-]+)*"
    r"|\b\d{4}\s?[A-Z]{2}\s+[A-Z][\w-]+",
)
_PRIVATE_LABEL = re.compile(
    r"^\W*(?:vor-? ?und nachname|vorname|nachname|familienname|name|geburts\w+|geb\.|geboren\w*|alter|familienstand|"
    r"staatsangehörigkeit|nationalität|anschrift|adresse|wohnort|wohnhaft|telefon\w*|tel\b|tél\b|mobil\w*|handy|e-?mail|"
    r"mail|fax|internet|website|webseite|homepage|geschlecht|konfession|kinder|ort, datum|unterschrift|"
    r"nom|prénom|nom et prénom|né|née|date de naissance|lieu de naissance|naissance|âge|situation familiale|"
    r"adresse|domicile|téléphone|portable|courriel|sexe|état civil|marié|mariée|célibataire|enfants|"
    r"first name|last name|surname|full name|born|date of birth|place of birth|birth\w*|age|marital status|"
    r"nationality|nationalité|"
    r"address|phone|mobile|telephone|gender|sex|"
    r"virnumm|familljennumm|numm|gebuer\w*|nationalitéit|zivilstand|"
    r"voornaam|achternaam|naam|geboortedatum|geboorteplaats|geboren|leeftijd|burgerlijke staat|nationaliteit|adres|"
    r"woonplaats|telefoon\w*|gsm|geslacht)\.?\s*(?:[:：]|\(e\)|\ble\b|\bam\b|\bon\b|\bop\b|\bin\b|\bà\b|\bden\b|\.\s|\t|$)",
    re.IGNORECASE,
)
# Said anywhere in a short line, they make it one about the person: "Sex Female | Date of birth …".
_PRIVATE_WORDS = re.compile(
    r"\b(?:geburtsdatum|geboren am|staatsangehörigkeit|familienstand|date de naissance|née? le|situation familiale|"
    r"nationalité|date of birth|born on|nationality|marital status|geboortedatum|nationaliteit|burgerlijke staat|"
    r"gebuer den|nationalitéit)\b",
    re.IGNORECASE,
)
SHORT_LINE_WORDS = 15
AGE = re.compile(
    r"\b(?:bin|sinn|am|ben)\s\d\d\b(?:\s(?:jahre alt|years old|jaar|joer al))?|\bj['’]ai\s\d\d\sans\b(?!\sd)",
    re.IGNORECASE,
)
# Somebody else who is named with a title: a teacher, a superior, a referee.
OTHERS = re.compile(
    r"\b(?:Prof(?:essor(?:in)?)?|Dr|Mag|Mrs?|Ms|Herrn?|Frau|Mme|Madame|Monsieur|M\.|Ing|Dhr|Mevr|Här|Madamm)\b\.?\s+"
    r"(?:(?:Prof|Dr|Ing|PhD|rer|nat|med|phil)\b\.?\s+)*[A-ZÀ-ÖØ-ÞŠŽČĆŁŞİ][\w'’.-]*(?:\s[A-ZÀ-ÖØ-ÞŠŽČĆŁŞİ][\w'’-]+)?"
)
# Words that stand between the names of a person: Anna van der Berg, João dos Santos.
_PARTICLES = frozenset({
    "de", "du", "des", "d", "la", "le", "van", "von", "der", "den", "dem", "zu", "zur", "dos", "da", "das", "do", "e",
    "y", "el", "al", "ten", "ter",
})  # fmt: skip
_NAME_WORD = re.compile(r"[A-ZÀ-ÖØ-ÞŠŽČĆŁŞİ][\w'’.-]*")
LONGEST_NAME, SHORTEST_NAME = 5, 2
# What goes is marked, so that a quotation stays honest.
GAP = "…"
_GAPS = re.compile(rf"\s*(?:{GAP}[\s,;|/·•()-]*)+")


def without_dates(text: str) -> str:
    """``text`` without dates and periods (``03/2015 – heute``)."""
    return DATES.sub(" ", text)


def without_private(text: str, names: Iterable[str] = ()) -> str:
    """``text`` with every e-mail, link, phone number, address and each of ``names`` replaced by an ellipsis."""
    for pattern in (EMAIL, LINK):
        text = pattern.sub(GAP, text)
    text = _outside_dates(text, PHONE)
    for pattern in (ADDRESS, AGE, OTHERS):
        text = pattern.sub(GAP, text)
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?:['’]?s)?(?!\w)", GAP, text, flags=re.IGNORECASE)
    return _GAPS.sub(f" {GAP} ", text).strip()


def is_private(line: str) -> bool:
    """Whether a whole line is about who somebody is or how to reach her."""
    if _PRIVATE_LABEL.match(line) or (len(line.split()) <= SHORT_LINE_WORDS and _PRIVATE_WORDS.search(line)):
        return True
    rest = without_private(without_dates(line)).replace(GAP, " ")
    touched = rest.strip() != without_dates(line).strip()
    return touched and sum(map(str.isalpha, rest)) <= len(line) // 3


def looks_like_a_name(line: str) -> bool:
    """Whether a line may be a person's name: two to five capitalised words and nothing else."""
    words = line.replace(",", " ").split()
    if not SHORTEST_NAME <= len(words) <= LONGEST_NAME or any(map(str.isdigit, line)):
        return False
    named = [word for word in words if word.casefold() not in _PARTICLES]
    return len(named) >= SHORTEST_NAME and all(_NAME_WORD.fullmatch(word) for word in named)


def name_parts(name: str) -> tuple[str, ...]:
    """The words of a name that would give it away, the longest first."""
    words = {word.strip(".,") for word in name.split()}
    return tuple(sorted((word for word in words if len(word) > 1 and word.casefold() not in _PARTICLES), key=len)[::-1])


def _outside_dates(text: str, pattern: re.Pattern[str]) -> str:
    """``text`` with the matches of ``pattern`` that are no part of a date replaced."""
    dates = [match.span() for match in DATES.finditer(text)]

    def gap(match: re.Match[str]) -> str:
        inside = any(start < match.end() and match.start() < end for start, end in dates)
        return match[0] if inside else GAP

    return pattern.sub(gap, text)
