"""A shortlist as a file: CSV for a spreadsheet, JSON for another program."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext

from data.store.accounts_records import Shortlist
from engine.domain import Place, Profile, Verdict
from service import messages
from service.answers import api_answer, place_json
from service.contracts import Product
from service.desk_cards import chosen_items
from service.desk_search import Search, only
from service.desk_shortlists import Kept

__all__ = ["shortlist_csv", "shortlist_json"]

# What a spreadsheet would take for a formula (OWASP: CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# What spreadsheets of the four countries expect between fields.
SEPARATOR = ";"


def shortlist_csv(kept: Shortlist, courses: Sequence[Kept], asked: Search, product: Product, language: str) -> str:
    """One line an offer, under a line of headings in ``language``."""
    findings = {item.course.id: item.findings for item in asked.found.items}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=SEPARATOR)
    writer.writerow(
        [
            gettext("Pseudonym"),
            gettext("Offer"),
            gettext("Kind"),
            gettext("Provider"),
            gettext("Place"),
            gettext("Taught in"),
            gettext("Price"),
            gettext("Why it fits"),
            gettext("To ask"),
            gettext("Note"),
            gettext("Web page"),
            gettext("Number of the offer"),
        ]
    )
    for one in courses:
        found = findings.get(one.id, ())
        said = {
            verdict: " ".join(
                messages.finding_text(finding, language, product.concept_name)
                for finding in found
                if finding.verdict is verdict
            )
            for verdict in Verdict
        }
        course = one.course
        cells: list[str] = [
            kept.pseudonym,
            course.title if course else "",
            messages.kind_name(course.kind, language) if course else "",
            course.provider.name if course and course.provider else "",
            course.place.name if course and course.place else "",
            ", ".join(messages.language_name(tag, language) for tag in course.taught_in) if course else "",
            messages.money_text(course.price_eur, language) if course and course.price_eur is not None else "",
            said[Verdict.MET],
            said[Verdict.UNKNOWN],
            one.note,
            one.link.url if one.link else "",
            one.id,
        ]
        writer.writerow(map(_plain, cells))
    return out.getvalue()


def shortlist_json(kept: Shortlist, asked: Search, product: Product, language: str) -> str:
    """The shortlist with its profile and its offers as the API tells them; one that the answer lacks has only an id."""
    ids = [entry.course_id for entry in kept.entries]
    chosen = only(asked.found, chosen_items(asked, ids))
    answer = api_answer(chosen, language, product.knowledge, product.concept_name)
    told: dict[str, Any] = {item["course"]["id"]: item for item in answer["items"]}
    document = {
        "pseudonym": kept.pseudonym,
        "created": kept.created.isoformat(),
        "expires_on": kept.expires_on.isoformat(),
        "profile": profile_json(asked.profile),
        "items": [
            {"note": entry.note, **told.get(entry.course_id, {"course": {"id": entry.course_id}})}
            for entry in kept.entries
        ],
        "index_version": asked.found.index_version,
        "weights_version": asked.found.weights_version,
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def profile_json(profile: Profile) -> dict[str, Any]:
    """A profile as ``POST /api/v1/recommendations`` takes it; what was not said is left out."""
    told: dict[str, Any] = {
        "goal": profile.goal,
        "target_occupation": profile.target_occupation,
        "competences": list(profile.competences),
        "eqf_level": profile.eqf_level,
        "speaks": {tag: level.name for tag, level in profile.speaks.items()},
        "home": _place(profile.home),
        "works_at": _place(profile.works_at),
        "status": profile.status.value if profile.status else None,
        "registered_with": list(profile.registered_with),
        "age": profile.age,
        "groups": [group.value for group in profile.groups],
        "max_travel_minutes": profile.max_travel_minutes,
        "modes": [mode.value for mode in profile.modes],
        "available_from": profile.available_from.isoformat() if profile.available_from else None,
        "max_price_eur": profile.max_price_eur,
        "answers": dict(profile.answers),
    }
    return {name: value for name, value in told.items() if value not in (None, "", [], {})}


def _place(place: Place | None) -> dict[str, str] | None:
    """A place by what finds it again."""
    if place is None:
        return None
    found = place_json(place)
    return {key: found[key] for key in ("country", "postal_code", "name") if found[key]}


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text
