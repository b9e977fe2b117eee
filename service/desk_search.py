"""One search of an advisor: the answer to a profile, narrowed, put into order, and how to come back to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict

from data.store.codec import fold
from engine.answer import Recommendation, RecommendationList
from engine.checks import places_of
from engine.domain import Course, Profile
from engine.errors import InputError
from service.contracts import Product
from service.desk_forms import DeskForm, desk_profile, form_of, kept_fields, place_meant, price_of
from service.messages import error_text

__all__ = ["Search", "narrowed", "next_start", "only", "ordered", "search"]

# How many offers are looked through; a page shows a part of them.
MOST = 50
FAR = float("inf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What was asked and answered; ``shown`` are the offers that the filters let through, in the wanted order."""

    form: DeskForm
    profile: Profile
    found: RecommendationList
    shown: tuple[Recommendation, ...]

    @property
    def rank(self) -> Mapping[str, int]:
        """The place of each offer in the whole answer, from 1, by its id."""
        return {item.course.id: place for place, item in enumerate(self.found.items, 1)}

    @property
    def fields(self) -> dict[str, list[str]]:
        """The search as plain fields."""
        return kept_fields(self.form)


def search(
    product: Product, sent: MultiDict[str, str], *, language: str, today: date
) -> tuple[DeskForm, Search | None]:
    """Answer what was sent or kept; without a search the form says what is wrong with it."""
    form = form_of(sent, product)
    usable = form.validate()
    home, works_at = place_meant(product, form, "home"), place_meant(product, form, "works_at")
    if not usable or form.home.errors or form.works_at.errors:
        return form, None
    profile = desk_profile(form, home, works_at)
    try:
        found = product.recommend(profile, k=MOST, language=language)
    except InputError as error:
        form.goal.errors = [error_text(error)]
        return form, None
    if found.gap and found.gap.occupation == profile.target_occupation:
        form.show_target(found.gap.occupation, product.concept_name(found.gap.occupation, language))
    shown = ordered(narrowed(found.items, form), form.sort.data, today)
    return form, Search(form=form, profile=profile, found=found, shown=tuple(shown))


def only(found: RecommendationList, items: Sequence[Recommendation]) -> RecommendationList:
    """The answer, of its offers these alone."""
    return replace(found, items=tuple(items))


def narrowed(items: Sequence[Recommendation], form: DeskForm) -> list[Recommendation]:
    """The offers that the filters let through; what is not known of an offer never hides it."""
    return [item for item in items if _passes(item.course, form)]


def ordered(items: Sequence[Recommendation], by: str, today: date) -> list[Recommendation]:
    """The offers by fit (as they come), way, price or start; those of which it is not known at the end."""
    keys: Mapping[str, Any] = {
        "distance": lambda item: _or_far(_minutes(item)),
        "price": lambda item: _or_far(item.course.price_eur),
        "start": lambda item: next_start(item.course, today) or date.max,
    }
    return sorted(items, key=keys[by]) if by in keys else list(items)


def next_start(course: Course, today: date) -> date | None:
    """The next day on which it begins."""
    return min((one.starts_on for one in course.sessions if one.starts_on and one.starts_on >= today), default=None)


def _passes(course: Course, form: DeskForm) -> bool:
    regions = {place.region.value for place in places_of(course) if place.region}
    starts = [one.starts_on for one in course.sessions if one.starts_on]
    most, wanted = price_of(form.f_price.data or ""), form.f_start.data
    provider = course.provider.name if course.provider else ""
    return all(
        (
            _among(form.f_region.data, regions),
            _among(form.f_language.data, course.taught_in),
            _among(form.f_mode.data, [course.mode.value] if course.mode else []),
            _among(form.f_kind.data, [course.kind.value]),
            not form.f_level.data or course.eqf_level is None or course.eqf_level >= int(form.f_level.data),
            most is None or course.price_eur is None or course.price_eur <= most,
            wanted is None or not starts or max(starts) >= wanted,
            not form.f_provider.data or not provider or fold(form.f_provider.data) in fold(provider),
        )
    )


def _among(wanted: str, known: Sequence[str] | set[str]) -> bool:
    return not wanted or not known or wanted in known


def _minutes(item: Recommendation) -> float | None:
    """The estimated journey."""
    minutes = next((one.params.get("minutes") for one in item.findings if one.code == "commute"), None)
    return minutes if isinstance(minutes, int) else None


def _or_far(number: float | None) -> float:
    return FAR if number is None else number
