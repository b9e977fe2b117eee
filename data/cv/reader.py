"""One entry for every format: what a CV is, is read from its content; its name only serves to say where a fault is."""

from __future__ import annotations

from data.cv.branches import read_json, read_xml
from data.cv.candidate import read_candidate
from data.cv.europass import read_learner_info
from data.cv.free_text import read_text
from data.cv.json_resume import read_json_resume
from engine.cv import Cv
from engine.errors import InputError

# A CV with a photo in it; what is only text is a hundredth of that.
MAX_BYTES = 4 * 1024 * 1024
# Twenty pages; a longer text is something else.
MOST_CHARACTERS = 60_000
PASTED = "the text"
PDF, ZIP = b"%PDF-", b"PK\x03\x04"
LEARNER_INFO_ROOTS = frozenset({"SkillsPassport", "Europass"})
JSON_RESUME_KEYS = frozenset({"basics", "work", "education", "skills", "languages", "projects", "volunteer"})
EUROPASS_XML, EUROPASS_JSON, JSON_RESUME = "europass-xml", "europass-json", "json-resume"
_REMEDY = "send Europass (XML or JSON) or JSON Resume, or paste the CV as text"
# UTF-16 as some programs save text; everything else is UTF-8.
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def read_cv(content: bytes | str, name: str | None = None) -> Cv:
    """What a CV says: Europass XML (``SkillsPassport`` or ``Candidate``) or JSON, JSON Resume, or plain text.

    Nothing is written anywhere. ``name`` (a file's name) is used in errors only.

    Raises:
        InputError: larger than `MAX_BYTES`, not text, broken (with line and remedy), or of no known kind.
    """
    place = name or PASTED
    data = content if isinstance(content, bytes) else content.encode("utf-8", errors="ignore")
    if len(data) > MAX_BYTES:
        raise InputError(
            f"the CV holds more than {MAX_BYTES // 1024} KiB",
            place=place,
            value=len(data),
            remedy="export it without photo and attachments, or paste it as text",
            code="too-large",
        )
    if data.startswith((PDF, ZIP)):
        raise InputError("this kind of document cannot be read", place=place, remedy=_REMEDY, code="unknown-cv-format")
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"<" or (data.startswith(_UTF_16) and b"<" in data[:8]):
        return _xml(data, place)
    text = _decoded(data, place)
    if start == b"{":
        return _json(text, place)
    if not any(map(str.isalpha, text)):
        raise InputError("the CV says nothing", place=place, remedy=_REMEDY, code="empty-cv")
    if len(text) > MOST_CHARACTERS:
        raise InputError(
            f"the text holds more than {MOST_CHARACTERS} characters",
            place=place,
            value=len(text),
            remedy="keep the part about school, work, skills and languages",
            code="too-large",
        )
    return read_text(text)


def _xml(data: bytes, place: str) -> Cv:
    root, branch = read_xml(data.removeprefix(b"\xef\xbb\xbf").lstrip(), place)
    if root in LEARNER_INFO_ROOTS:
        return read_learner_info(branch, EUROPASS_XML)
    if root == "Candidate":
        return read_candidate(branch, EUROPASS_XML)
    raise _unknown(place)


def _json(text: str, place: str) -> Cv:
    root = read_json(text, place)
    if passport := root.child("SkillsPassport"):
        return read_learner_info(passport, EUROPASS_JSON)
    if root.child("LearnerInfo"):
        return read_learner_info(root, EUROPASS_JSON)
    if isinstance(root.value, dict) and JSON_RESUME_KEYS & set(root.value):
        return read_json_resume(root, JSON_RESUME)
    raise _unknown(place)


def _unknown(place: str) -> InputError:
    return InputError("this is no CV of a known kind", place=place, remedy=_REMEDY, code="unknown-cv-format")


def _decoded(data: bytes, place: str) -> str:
    encoding = "utf-16" if data.startswith(_UTF_16) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            "the text is not UTF-8",
            place=f"{place}, line {line}",
            remedy="save it as UTF-8, or paste it as text",
            code="wrong-encoding",
        ) from None
    if "\x00" in text:
        raise InputError("this is no text", place=place, remedy=_REMEDY, code="unknown-cv-format")
    return text
