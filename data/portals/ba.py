"""Bundesagentur für Arbeit, Weiterbildungssuche: answers of the REST interface v2 (JSON), which cover Germany.

An answer lists ``termine``; several of them may be dates of one ``angebot``, which is the course.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import partial

from data.normalise import levels, offers
from data.portals.base import Document, Fact, Facts, Fields, RawCourse, Refusal, Vocabulary
from data.portals.folding import dotted, fold, pick
from engine.errors import InputError

# Paths from a termin. Facts of the angebot are the same in all its termine.
COURSE_FIELDS: Fields = {
    Fact.NATIVE_ID: ("angebot.id",),
    Fact.TITLE: ("angebot.titel",),
    Fact.TEXT: ("angebot.inhalt", "angebot.zielgruppe"),
    Fact.KIND: ("angebot.bildungsart.bezeichnung",),
    Fact.PROVIDER: ("angebot.bildungsanbieter.name",),
    Fact.HOMEPAGE: ("angebot.bildungsanbieter.homepage",),
    Fact.URL: ("angebot.link",),
    Fact.LEVEL: ("angebot.abschlussbezeichnung", "angebot.abschlussart"),
    Fact.CERTIFICATE: ("angebot.abschlussbezeichnung", "angebot.abschlussart"),
    Fact.PUBLIC: ("angebot.behinderungen.id",),
    Fact.ENTRY_NOTE: ("angebot.zugang",),
}
RUN_FIELDS: Fields = {
    Fact.MODE: ("unterrichtsform.id",),
    Fact.TAUGHT_IN: ("sprache", "sprache.bezeichnung", "angebot.sprache", "angebot.sprache.bezeichnung"),
    Fact.PRICE: ("kostenWert",),
    Fact.PRICE_NOTE: ("kostenBemerkung",),
    Fact.CURRENCY: ("kostenWaehrung",),
    Fact.COUNTRY: ("adresse.ortStrasse.land.laenderCode",),
    Fact.POSTAL_CODE: ("adresse.ortStrasse.plz",),
    Fact.TOWN: ("adresse.ortStrasse.name",),
    Fact.LATITUDE: ("adresse.koordinaten.lat",),
    Fact.LONGITUDE: ("adresse.koordinaten.lon",),
}
SESSION_FIELDS: Fields = {
    Fact.STARTS: ("beginn",),
    Fact.ENDS: ("ende",),
    Fact.APPLY_BY: ("anmeldeschluss",),
    Fact.NOTE: ("unterrichtszeiten", "bemerkungZeit"),
}
TERMINE = "_embedded.termine"
SIGNATURE = re.compile(rb'"_embedded"\s*:\s*\{\s*"termine"\s*:\s*\[')

# ``laenderCode`` is the sign on cars.
COUNTRIES = {"D": "DE", "F": "FR", "L": "LU", "B": "BE", "A": "AT", "E": "ES", "I": "IT", "P": "PT", "S": "SE"}


class Weiterbildungssuche:
    """The portal ``ba``."""

    name = "ba"
    label = "Bundesagentur für Arbeit – Weiterbildungssuche"
    licence = "Bundesagentur für Arbeit; no open licence stated"
    vocabulary = Vocabulary(
        text_language="de",
        taught_in=("de",),
        country="DE",
        kind=offers.ba_kind,
        mode=offers.ba_mode,
        level=levels.german,
        entry_level=levels.eqf,
        groups=offers.disability_groups,
        countries=COUNTRIES,
        # Providers leave 0.0 where the price depends on who pays (a full-time course of three months is no gift).
        zero_is_free=False,
    )

    def identify(self, document: Document) -> bool:
        """Told from the list of ``termine`` at the beginning of an answer."""
        return bool(SIGNATURE.search(document.head))

    def read(self, document: Document) -> Iterator[RawCourse | Refusal]:
        """One record for each ``angebot``, in the order of first appearance."""
        courses: dict[str, list[tuple[str, object]]] = {}
        for number, termin in enumerate(_termine(document)):
            where = f"{document.name}: {TERMINE}[{number}]"
            if not isinstance(termin, dict):
                yield Refusal(
                    where=where,
                    code="no-record",
                    value=str(termin)[:80],
                    remedy="remove the entry or fetch the page again",
                )
                continue
            # A termin without an angebot.id belongs to no other.
            key = next(iter(dotted(termin, "angebot.id")), where)
            courses.setdefault(key, []).append((where, termin))
        for termine in courses.values():
            where, first = termine[0]
            yield fold(where, pick(COURSE_FIELDS, partial(dotted, first)), [_run(termin) for _, termin in termine])


def _run(termin: object) -> tuple[Facts, list[Facts]]:
    return pick(RUN_FIELDS, partial(dotted, termin)), [pick(SESSION_FIELDS, partial(dotted, termin))]


def _termine(document: Document) -> list[object]:
    try:
        content = json.loads(document.read_text())
    except json.JSONDecodeError as error:
        raise InputError(
            f"the document is not JSON: {error.msg}",
            place=f"{document.name}:{error.lineno}:{error.colno}",
            remedy="fetch the document again",
            code="broken-document",
        ) from None
    except (RecursionError, ValueError):
        raise InputError(
            "the document is nested too deeply or holds endless numbers",
            place=document.name,
            remedy="fetch it again",
            code="broken-document",
        ) from None
    embedded = content.get("_embedded") if isinstance(content, dict) else None
    termine = embedded.get("termine") if isinstance(embedded, dict) else None
    if not isinstance(termine, list):
        raise InputError(
            f"the document has no list {TERMINE}",
            place=document.name,
            remedy="hand in an answer of the Weiterbildungssuche v2",
            code="broken-document",
        )
    return termine
