"""CVs as plain text: pasted out of a document, or typed; with headings in five languages, or without any."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.cv import private, statements
from data.cv.certificates import is_certificate, is_completed
from data.cv.collect import EITHER, OCCUPATION, SKILL, Collector
from data.cv.spoken import CEFR, level_of, spoken_in
from data.cv.tables import headings
from engine.cv import Cv, CvSection

FORMAT = "text"
# A name stands at the top: among this many first lines that say anything.
NAME_LINES = 5
# Below "personal data" only what is clearly a sentence is read.
SENTENCE_WORDS = 6
MOST_SEGMENTS = 2
# A line of so few words below "work" is a job, not a sentence.
JOB_WORDS = 8
_TITLES = frozenset({
    "lebenslauf", "tabellarischer lebenslauf", "curriculum vitae", "cv", "résumé / cv", "liewenslaf", "europass",
    "europass curriculum vitae", "europass-lebenslauf",
})  # fmt: skip
# "Führerschein: B" looks like a heading, but its own words tell what B is.
_LICENCES = ("führerschein", "permis", "driving", "rijbewijs", "führerschäin")
_HEADING = re.compile(r"^[\W\d_]*(?P<heading>[^:：\n]{2,45}?)\s*(?:[:：]\s*(?P<rest>.*)|[\W_]*)$")
_NAME_LABEL = re.compile(
    r"^\W*(?:vor-? ?und nachname|vorname|nachname|name|nom et prénom|nom|prénom|full name|first name|last name|surname|"
    r"virnumm|numm|voornaam|achternaam|naam)\s*[:：]\s*(?P<name>.{2,60})$",
    re.IGNORECASE,
)
_NAME_SAID = re.compile(
    r"\b(?i:ich heiße|ich heisse|mein name ist|je m['’]appelle|mon nom est|my name is|ik heet|mijn naam is|"
    r"ech heeschen|mäin numm ass)\s+(?P<name>[A-ZÀ-ÖØ-Þ][\w'’-]+"
    r"(?:\s(?:v[ao]n|de|da|dos|der|[A-ZÀ-ÖØ-Þ][\w'’-]+)){0,3})"
)
_EMPLOYER = re.compile(r"\s(?:bei|beim|chez|at|bij|@|für die firma|op der|bei der)\s.*", re.IGNORECASE | re.DOTALL)
_COMPANY = re.compile(
    r"\b(?:gmbh|ag|kg|ohg|ug|e\. ?v|mbh|s\.? ?a\.?(?: ?r\.? ?l\.?)?|sàrl|sarl|sas|sprl|srl|asbl|b\.?v|n\.?v|ltd|llc|"
    r"inc|plc|a\.?s\.?b\.?l)\b\.?",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]*\)")
_SEGMENT = re.compile(r"\s*[,;|•·\t]\s*|\s+[-–—]\s+|\s*[–—]\s*")
_SPEAKS = re.compile(
    r"\b(?:spreche|sprechen|beherrsche|parle|maîtrise|speak|spreek|schwätzen|schwätze|muttersprache|langue maternelle|"
    r"mother tongue|native|moedertaal|mammesprooch)\b",
    re.IGNORECASE,
)
# General schools teach no competence of a trade; their certificates are not looked up as one.
_SCHOOL = re.compile(
    r"\b(?:gymnasium|grundschule|realschul\w*|hauptschul\w*|gesamtschule|gemeinschaftsschule|abitur|mittlere reife|"
    r"lycée|collège|baccalauréat général|brevet|école primaire|athénée|secondary school|high school|primary school|"
    r"lycée classique|basisschool|middelbare school|cess)\b",
    re.IGNORECASE,
)
SECTIONS = {
    "work": CvSection.WORK,
    "education": CvSection.EDUCATION,
    "skills": CvSection.SKILLS,
    "languages": CvSection.LANGUAGES,
    "summary": CvSection.SUMMARY,
}


@dataclass(slots=True)
class _Place:
    """Where the reader stands: the section, what its heading says about languages, a period on a line of its own."""

    section: CvSection | None = None
    skipped: bool = False
    private: bool = False
    heading: str = ""
    period: str = ""


def read_text(text: str) -> Cv:
    """The CV of a plain text."""
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    name, name_line = _name(lines)
    collector = Collector(name)
    place = _Place()
    for number, line in lines:
        if number == name_line:
            continue
        rest = _enter(line, place)
        if rest and not place.skipped and not private.is_private(rest):
            _read(rest, f"line {number}", place, collector)
    return collector.cv(FORMAT)


def _name(lines: list[tuple[int, str]]) -> tuple[tuple[str, ...], int | None]:
    """The name's words and its line: said by a label anywhere, or alone on one of the first lines."""
    for number, line in lines:
        if labelled := _NAME_LABEL.match(line):
            return private.name_parts(labelled["name"]), number
        if said := _NAME_SAID.search(line):
            return private.name_parts(said["name"]), None
    for number, line in lines[:NAME_LINES]:
        found = _HEADING.match(line)
        if found and found["heading"].casefold() in headings():
            if found["heading"].casefold() not in _TITLES and headings()[found["heading"].casefold()] != "private":
                break
        elif private.looks_like_a_name(line):
            # It is a guess: its single words may be quite ordinary ones.
            return (line,), number
    return (), None


def _enter(line: str, place: _Place) -> str:
    """Enter the section whose heading ``line`` is; what is left to read of the line."""
    found = _HEADING.match(line)
    heading = found["heading"].strip().casefold() if found else ""
    section = headings().get(heading)
    if not found or section is None:
        return line
    place.section, place.period = SECTIONS.get(section), ""
    place.skipped, place.private = section == "left-out", section == "private" and heading not in _TITLES
    said = level_of(heading)
    place.heading = heading if said and said.level else ""
    rest = found["rest"] or ""
    return line if rest and heading.startswith(_LICENCES) else rest


def _read(line: str, where: str, place: _Place, collector: Collector) -> None:
    """One line, in the way of its section."""
    if not statements.has_letters(private.without_dates(line)):
        place.period = line
        return
    if place.private and len(line.split()) < SENTENCE_WORDS:
        return
    if place.section is CvSection.LANGUAGES:
        for sentence in statements.sentences(line):
            if any(spoken_in(sentence)):
                _languages(sentence, where, place.heading, collector)
            elif len(sentence.split()) >= SENTENCE_WORDS:
                _prose(sentence, where, CvSection.OTHER, collector)
    elif place.section is CvSection.EDUCATION:
        _education(line, where, place.period, collector)
    elif place.section is CvSection.WORK:
        _work(line, where, place.period, collector)
    else:
        _prose(line, where, place.section or CvSection.OTHER, collector)
    place.period = ""


def _languages(line: str, where: str, heading: str, collector: Collector) -> None:
    passage = collector.passage(line, CvSection.LANGUAGES, where)
    given = level_of(heading) if heading else None
    for spoken in spoken_in(line):
        level = spoken.level if spoken.certain or given is None else given.level
        collector.language(spoken.tag, level, passage, spoken.lowest_skill)


def _education(line: str, where: str, period: str, collector: Collector) -> None:
    text = statements.BULLET.sub("", line)
    for title in _certificates(text):
        collector.education(title, where, quote=f"{period} {title}".strip())
    if not _SCHOOL.search(text) and is_completed(f"{period} {text}".strip()):
        collector.text(text, CvSection.EDUCATION, where, SKILL)


def _certificates(text: str) -> list[str]:
    """The certificates of a line: one, unless only a part of what it lists is still going on."""
    pieces = statements.terms(text)
    going_on = [
        piece for piece in pieces if not is_completed(piece) and statements.has_letters(private.without_dates(piece))
    ]
    if going_on and any(is_certificate(piece) for piece in pieces if piece not in going_on):
        return [piece for piece in pieces if is_certificate(piece)]
    return [text] if is_certificate(text) else []


def _work(line: str, where: str, period: str, collector: Collector) -> None:
    """A dated line names the job; the others tell what was done in it."""
    if _tells_languages(line):
        _languages(line, where, "", collector)
    bulleted = statements.BULLET.match(line)
    dated = bool(private.DATES.search(line) or (period and not bulleted))
    line = line[bulleted.end() :] if bulleted else line
    told_at_length = len(private.without_dates(line).partition(":")[0].split()) > JOB_WORDS or line.endswith(".")
    if not dated and (bulleted or told_at_length):
        collector.text(line, CvSection.WORK, where, SKILL if bulleted else EITHER)
        return
    kinds = OCCUPATION if dated else EITHER
    job, _, duties = (
        private.without_dates(line).partition(":") if ":" in line else (private.without_dates(line), "", "")
    )
    if not statements.has_letters(job):
        job, duties = duties, ""
    named = _BRACKETS.sub(" ", _EMPLOYER.sub("", f" {job} ")).strip(" :,–—-")
    segments = [part for part in _SEGMENT.split(named) if part]
    for segment in [part for part in segments if not _COMPANY.search(part)][:MOST_SEGMENTS]:
        collector.statement(segment, CvSection.WORK, where, kinds, quote=f"{period} {line}".strip())
    collector.text(duties, CvSection.WORK, where, SKILL)


def _prose(line: str, where: str, section: CvSection, collector: Collector) -> None:
    """Sentences and lists outside the clear sections."""
    kinds = SKILL if section is CvSection.SKILLS else EITHER
    for sentence in statements.sentences(line):
        if statements.is_wished(sentence):
            continue
        telling = section is CvSection.SKILLS or _tells_languages(sentence)
        spoken = list(spoken_in(sentence)) if telling else []
        passage = collector.passage(sentence, section, where)
        for found in spoken:
            collector.language(found.tag, found.level, passage, found.lowest_skill)
        for term in statements.terms(sentence):
            if section is not CvSection.SKILLS and is_certificate(term):
                collector.education(term, where, quote=sentence)
            if not private.is_private(term) and not (_is_short(term) and any(spoken_in(term))):
                collector.statement(term, section, where, kinds, quote=sentence)


def _is_short(term: str) -> bool:
    return len(term.split()) <= statements.TERM_WORDS


def _tells_languages(text: str) -> bool:
    """Whether a text outside the section of languages says clearly how well one is spoken."""
    return bool(_SPEAKS.search(text) or CEFR.search(text))
