"""A course as stored text and back, and the hash that tells whether its content changed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Any

import msgspec

from engine.domain import Course
from engine.errors import InputError, StateError

__all__ = ["HASH_BYTES", "Excerpt", "decode", "document_of", "excerpt", "fold", "hash_of", "tidy"]

HASH_BYTES = 16

_encoder = msgspec.json.Encoder(order="deterministic")
_courses = msgspec.json.Decoder(Course)


@dataclass(frozen=True, slots=True)
class _Asked:
    note: str = ""
    languages: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What an index reads of a stored course besides its title."""

    kind: str
    summary: str = ""
    competences: tuple[str, ...] = ()
    requirements: _Asked = field(default_factory=_Asked)


_excerpts = msgspec.json.Decoder(Excerpt)

# Control characters (C0, DEL, C1) as they look in JSON text; a literal backslash before b, f, r or u only costs a look.
_SUSPECT = re.compile(rb"\\[bfru]|\x7f|\xc2[\x80-\x9f]")
_CONTROLS = {code: " " for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"}
_HALVES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_READABLE = _CONTROLS | _HALVES


def tidy(course: Course) -> Course:
    """The course as it will be read back: no control characters, no NaN, whole numbers as floats where floats belong.

    PostgreSQL stores neither NUL nor half a surrogate pair; both come out of real files. Control characters become
    spaces (words stay apart), line ends ``\\n``, half pairs U+FFFD.

    Raises:
        InputError: a field holds what its type forbids, so that it could not be read back.
    """
    try:
        try:
            raw = _encoder.encode(course)
        except UnicodeEncodeError:
            raw = _encoder.encode(_readable(msgspec.to_builtins(course)))
        if _SUSPECT.search(raw):
            raw = _encoder.encode(_readable(msgspec.json.decode(raw)))
        return _courses.decode(raw)
    except (msgspec.MsgspecError, OverflowError, TypeError) as error:
        raise InputError(
            f"course does not fit its type: {error}",
            place=course.id,
            value=course.id,
            remedy="correct the portal's reader",
        ) from error


def document_of(course: Course) -> str:
    """The course as one line of JSON; the same course gives the same text, whatever the order of its mappings."""
    return _encoder.encode(course).decode()


def hash_of(course: Course) -> str:
    """The content's BLAKE2b digest in hexadecimal; the day a source was read is not content."""
    timeless = replace(course, sources=tuple(replace(source, retrieved_on=None) for source in course.sources))
    return blake2b(_encoder.encode(timeless), digest_size=HASH_BYTES).hexdigest()


def decode(document: str) -> Course:
    """The stored course.

    Raises:
        StateError: the text was written by another version and does not fit ``Course`` any more.
    """
    try:
        return _courses.decode(document)
    except msgspec.MsgspecError as error:
        raise StateError(
            f"a stored course cannot be read: {error}",
            place="courses.document",
            value=document[:80],
            remedy="import it again",
        ) from error


def excerpt(document: str) -> Excerpt:
    """A part of a stored course: reading every text of a catalogue need not build every course."""
    return _excerpts.decode(document)


def fold(text: str) -> str:
    """Text for look-up: no case, no accents (``Métier`` and ``METIER`` are one word)."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).casefold()


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n").translate(_READABLE)
    if isinstance(value, dict):
        return {_readable(key): _readable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_readable(item) for item in value]
    return value
