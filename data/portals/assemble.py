"""Raw course → course, or the reason why not."""

from __future__ import annotations

from datetime import date

from data.normalise import text, values
from data.normalise.languages import language, languages
from data.portals.base import Fact, Facts, PlaceFinder, Portal, RawCourse, Record, Refusal, Vocabulary
from engine.domain import Cefr, Course, Place, Provider, Requirements, Session, Source

ID_LIMIT = 200
NAME_LIMIT = 200
AGES = range(10, 100)


def to_course(raw: RawCourse, portal: Portal, *, places: PlaceFinder, retrieved_on: date | None) -> Record:
    """The course that ``raw`` describes; a `Refusal` where it has no id or no title. Unknown stays ``None``."""
    words = portal.vocabulary
    native_id = "".join(raw.first(Fact.NATIVE_ID).split())[:ID_LIMIT]
    title = text.shorten(text.line(raw.first(Fact.TITLE)), text.TITLE_LIMIT)
    if not native_id:
        return Refusal(
            where=raw.where, code="missing-id", value=title, remedy="give the record its number at the portal"
        )
    if not title:
        return Refusal(where=raw.where, code="missing-title", value=native_id, remedy="give the record a title")
    place = _place(raw.facts, words, places)
    url = _first_url(raw.all(Fact.URL))
    return Course(
        id=f"{portal.name}:{native_id}",
        kind=words.kind(raw.first(Fact.KIND)),
        title=title,
        summary=text.shorten(_joined(raw.all(Fact.TEXT), "\n"), text.SUMMARY_LIMIT),
        text_language=language(raw.first(Fact.TEXT_LANGUAGE)) or words.text_language,
        taught_in=_taught_in(raw, words),
        provider=_provider(raw),
        place=place,
        mode=words.mode(raw.first(Fact.MODE)),
        sessions=tuple(kept for told in raw.sessions if (kept := _session(told, place, words, places))),
        hours=next((hours for told in raw.all(Fact.HOURS) if (hours := values.hours(told))), None),
        price_eur=_price(raw, words),
        eqf_level=_level(raw, words),
        requirements=_requirements(raw, words),
        target_groups=words.groups(raw.all(Fact.PUBLIC)),
        certificate=text.shorten(text.line(raw.first(Fact.CERTIFICATE)), NAME_LIMIT) or None,
        url=url,
        sources=(
            Source(portal=portal.name, native_id=native_id, retrieved_on=retrieved_on, licence=portal.licence, url=url),
        ),
    )


def _taught_in(raw: RawCourse, words: Vocabulary) -> tuple[str, ...]:
    # A language that is named but not known here is not the portal's usual one either.
    told = raw.all(Fact.TAUGHT_IN)
    return languages(told) if told else words.taught_in


def _joined(parts: tuple[str, ...], mark: str) -> str:
    # One and the same text in two fields (aims and content) is common: once is enough.
    return mark.join(dict.fromkeys(kept for part in parts if (kept := text.plain(part))))


def _first_url(texts: tuple[str, ...]) -> str | None:
    return next((url for candidate in texts if (url := values.url(candidate))), None)


def _provider(raw: RawCourse) -> Provider | None:
    name = text.shorten(text.line(raw.first(Fact.PROVIDER)), NAME_LIMIT)
    return Provider(name=name, homepage=_first_url(raw.all(Fact.HOMEPAGE))) if name else None


def _price(raw: RawCourse, words: Vocabulary) -> float | None:
    currency = raw.first(Fact.CURRENCY).upper()
    amount = values.price(text.line(raw.first(Fact.PRICE))) if currency in {"", "EUR", "€"} else None
    declared_free = any(values.free(text.line(note)) for note in raw.all(Fact.PRICE_NOTE))
    if amount:
        return amount
    return 0.0 if declared_free or (amount == 0.0 and words.zero_is_free) else None


def _level(raw: RawCourse, words: Vocabulary) -> int | None:
    return next((level for told in raw.all(Fact.LEVEL) if (level := words.level(text.line(told)))), None)


def _requirements(raw: RawCourse, words: Vocabulary) -> Requirements:
    pairs = (told.partition("=") for told in raw.all(Fact.ENTRY_LANGUAGE))
    return Requirements(
        min_age=_age(raw.first(Fact.MIN_AGE)),
        max_age=_age(raw.first(Fact.MAX_AGE)),
        eqf_level=words.entry_level(raw.first(Fact.ENTRY_LEVEL)),
        languages={
            tag: Cefr[level] for name, _, level in pairs if (tag := language(name)) and level in Cefr.__members__
        },
        note=text.shorten(_joined(raw.all(Fact.ENTRY_NOTE), "\n"), text.NOTE_LIMIT),
    )


def _age(told: str) -> int | None:
    return int(told) if told.isdecimal() and int(told) in AGES else None


def _session(told: Facts, home: Place | None, words: Vocabulary, places: PlaceFinder) -> Session | None:
    def first(fact: Fact) -> str:
        return next(iter(told.get(fact, ())), "")

    place = _place(told, words, places)
    # A month without a day is no date, but it is what there is to tell.
    months = " – ".join(dict.fromkeys(m for fact in (Fact.STARTS, Fact.ENDS) if (m := values.month(first(fact)))))
    note = _joined((months, *told.get(Fact.NOTE, ())), "\n")
    session = Session(
        starts_on=values.day(first(Fact.STARTS)),
        ends_on=values.day(first(Fact.ENDS)),
        apply_by=values.day(first(Fact.APPLY_BY)),
        place=place if place != home else None,
        note=text.shorten(note, text.NOTE_LIMIT),
    )
    return session if session != Session() else None


def _place(told: Facts, words: Vocabulary, places: PlaceFinder) -> Place | None:
    def first(fact: Fact) -> str:
        return text.line(next(iter(told.get(fact, ())), ""))

    name, code = first(Fact.TOWN), first(Fact.POSTAL_CODE)
    degrees = values.coordinates(first(Fact.LATITUDE), first(Fact.LONGITUDE))
    if not (name or code or degrees):
        return None
    country = _country(first(Fact.COUNTRY), words)
    latitude, longitude = degrees or (None, None)
    known = places.locate(
        country=country, postal_code=code or None, name=name or None, latitude=latitude, longitude=longitude
    )
    if known or not (name or code) or country is None:
        return known
    # Not in the gazetteer (it ends around the region): what the portal says still tells people where it is.
    return Place(name=name or code, country=country, postal_code=code or None, latitude=latitude, longitude=longitude)


def _country(told: str, words: Vocabulary) -> str | None:
    if not told:
        return words.country
    code = words.countries.get(told.upper(), told.upper())
    return code if len(code) == 2 and code.isalpha() else None
