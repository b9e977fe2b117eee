"""The advisor's form: a whole profile, filters over the answer, and all of it as plain fields that can be kept."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Field, HiddenField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs of WTForms
from wtforms.validators import ValidationError

from engine.domain import Cefr, CourseKind, Group, Mode, Place, Profile, Region
from service.asked import answers_from, filled_in
from service.cleaning import clean_text
from service.contracts import LANGUAGES, Product
from service.forms import (
    EQF_LEVELS,
    MOST_ABILITIES,
    SERVICES,
    PlainDateField,
    WishForm,
    profile_from,
)
from service.homes import find_home
from service.messages import cefr_plain, eqf_name, group_name, kind_name, language_name, mode_name, region_name

__all__ = ["SORTS", "DeskForm", "desk_profile", "form_of", "kept_fields", "looks_personal", "place_meant"]

LONGEST_CODE = 300
LARGEST_PRICE = 1_000_000
PAGE = 10
MINUTES = (15, 30, 45, 60, 90, 120, 180)
SORTS: Mapping[str, Any] = {
    "fit": _("Fit"),
    "distance": _("Way there"),
    "price": _("Price"),
    "start": _("Start"),
}
STATUSES: Mapping[str, Any] = {
    "": "–",
    "pupil": _("At school"),
    "apprentice": _("In an apprenticeship"),
    "student": _("At university"),
    "employed": _("Has a job"),
    "short-time": _("Has a job with fewer hours right now"),
    "unemployed": _("Looking for work"),
    "neet": _("Not at work, not at school, not in training"),
}
# What is written for one click only, or stands in another field by now.
NOT_KEPT = frozenset(
    {"home_choice", "home_asked", "works_at_choice", "works_at_asked", "choose_target", "show", "view", "free_only"}
)
# What gives somebody away: an e-mail address; a date or a year of birth; a number to call or of an insurance.
PERSONAL = (
    re.compile(r"\S@\S"),
    re.compile(r"\b\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*(\d{4}|\d{2})\b"),
    re.compile(r"\b(19|20)\d{2}([./-]\d{1,2}[./-]\d{1,2})?\b"),
    re.compile(r"(\d[\s./()-]*){8,}"),
)


def looks_personal(text: str) -> bool:
    """Whether a text holds an e-mail address, a date or year of birth, or a long number.

    >>> [looks_personal(text) for text in ("Anna 3.4.2007", "a@b.lu", "0175 1234567", "Blue heron", "K-7Q3F")]
    [True, True, True, False, False]
    """
    return any(pattern.search(text) for pattern in PERSONAL)


def _options(words: Mapping[str, Any]) -> list[Any]:
    return [SelectChoice(value, label) for value, label in words.items()]


def _any_or(words: Mapping[str, Any]) -> list[Any]:
    """A filter: everything, or one of these."""
    return _options({"": _("all"), **words})


def _levels() -> list[Any]:
    return _options({"": "–", **{level.name: cefr_plain(level) for level in Cefr}})


def _certificates() -> list[Any]:
    return _options({"": "–", **{str(level): f"{level} – {eqf_name(level)}" for level in EQF_LEVELS}})


def _certificates_wanted() -> list[Any]:
    return _any_or({str(level): f"{level} – {eqf_name(level)}" for level in EQF_LEVELS})


def _languages() -> list[Any]:
    return _any_or({tag: language_name(tag) for tag in LANGUAGES})


def _cleaned(value: str | None) -> str:
    return clean_text(value or "")


def _check_price(_form: DeskForm, field: StringField) -> None:
    """A price is a number of euros, with a point or a comma."""
    if field.data and price_of(field.data) is None:
        raise ValidationError(_("Give a number of euros, for example 300."))


def price_of(text: str) -> float | None:
    """A number of euros; None where it is none, or no sensible one."""
    try:
        number = float(text.replace(",", ".").replace("€", "").strip())
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 <= number <= LARGEST_PRICE else None


class DeskForm(WishForm):
    """What an advisor may say of a client, what to show of the answer, and which shortlist is open."""

    goal = TextAreaField(_("Wish, in any words and any language"), filters=[_cleaned])
    target = StringField(_("Target job"), filters=[_cleaned])
    abilities = StringField(_("Further skills"), filters=[_cleaned])
    # Competences that were confirmed, as URIs; those of a CV are proposed here.
    competence = SelectMultipleField(_("Confirmed skills"), choices=[], validate_choice=False)
    home = StringField(_("Home"), filters=[_cleaned])
    works_at = StringField(_("Place of work"), filters=[_cleaned])
    age = StringField(_("Age"), filters=[_cleaned])
    situation = SelectField(_("Situation"), choices=_options(STATUSES), default="")
    certificate = SelectField(_("Highest certificate (EQF)"), choices=_certificates, default="")
    groups = SelectMultipleField(
        _("Groups"), choices=lambda: _options({group.value: group_name(group) for group in Group})
    )
    registered = SelectMultipleField(_("Registered with"), choices=_options(SERVICES))
    journey = RadioField(
        _("Longest way there, in minutes"),
        choices=_options({"": _("no limit"), **{str(m): str(m) for m in MINUTES}}),
        default="",
    )
    modes = SelectMultipleField(_("Ways of learning"), choices=lambda: _options({m.value: mode_name(m) for m in Mode}))
    start = PlainDateField(_("Available from"))
    max_price = StringField(_("Price limit in euros"), filters=[_cleaned], validators=[_check_price])
    other_level = SelectField(_("How well?"), choices=_levels, default="")
    # Over the answer; what is not known of an offer never hides it.
    f_region = SelectField(
        _("Region"), choices=lambda: _any_or({region.value: region_name(region) for region in Region}), default=""
    )
    f_language = SelectField(_("Taught in"), choices=_languages, default="")
    f_mode = SelectField(
        _("Way of learning"), choices=lambda: _any_or({m.value: mode_name(m) for m in Mode}), default=""
    )
    f_kind = SelectField(
        _("Kind"), choices=lambda: _any_or({kind.value: kind_name(kind) for kind in CourseKind}), default=""
    )
    f_level = SelectField(_("Leads at least to (EQF)"), choices=_certificates_wanted, default="")
    f_price = StringField(_("Costs at most"), filters=[_cleaned], validators=[_check_price])
    f_start = PlainDateField(_("Starts on or after"))
    f_provider = StringField(_("Provider"), filters=[_cleaned])
    sort = SelectField(_("Sort by"), choices=_options(SORTS), default="fit")
    upto = SelectField(choices=_options({str(n): str(n) for n in range(PAGE, 6 * PAGE, PAGE)}), default=str(PAGE))
    client = SelectField(_("Language of the client"), choices=_options(LANGUAGES), default="de")
    # The shortlist that is being worked on, by its random number.
    shortlist = HiddenField()

    def validate_goal(self, field: TextAreaField) -> None:
        """Something says what to look for; the rest is checked as for everybody."""
        if not self.competence.data:
            super().validate_goal(field)

    def validate_competence(self, field: SelectMultipleField) -> None:
        """As many as are read, none longer than a URI."""
        field.data = [uri for uri in field.data or () if len(uri) <= LONGEST_CODE][:MOST_ABILITIES]

    @property
    def limit(self) -> int:
        """How many offers are shown at once."""
        return int(self.upto.data or PAGE)


# How well the client speaks each of the five languages, by the levels of the CEFR.
for tag, own_name in LANGUAGES.items():
    setattr(DeskForm, f"speaks_{tag}", SelectField(own_name, choices=_levels, default=""))


def form_of(sent: MultiDict[str, str], product: Product) -> DeskForm:
    """The form as it was sent or kept, with the answers to single questions."""
    return DeskForm(filled_in(sent), answers=answers_from(sent, product.knowledge.facts))


def place_meant(product: Product, form: DeskForm, name: str) -> Place | None:
    """The place that is meant in a field; says so beside the field when it is not clear."""
    text = form.place_text(name)
    if not text or form[name].errors:
        return None
    answer = find_home(product.places, text)
    form.show_place(name, answer)
    return answer.place


def desk_profile(form: DeskForm, home: Place | None, works_at: Place | None) -> Profile:
    """The profile that a valid ``form`` describes."""
    profile = profile_from(form, home, works_at)
    return replace(
        profile,
        competences=tuple(dict.fromkeys((*(form.competence.data or ()), *profile.competences))),
        max_price_eur=price_of(form.max_price.data or ""),
    )


def kept_fields(form: DeskForm) -> dict[str, list[str]]:
    """Everything that was said, by field: what a shortlist keeps, and what goes along from page to page."""
    kept = {field.name: values for field in form if field.name not in NOT_KEPT and (values := list(_values(field)))}
    return {**kept, **{f"answer-{fact}": [text] for fact, text in form.written_answers}}


def _values(field: Field) -> Iterator[str]:
    """What a field says, as a browser sends it."""
    data = field.data
    if isinstance(data, date):
        yield data.isoformat()
    elif isinstance(data, list | tuple):
        yield from map(str, data)
    elif data not in (None, "", False):
        yield str(data)
