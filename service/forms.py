"""The young person's form: what is asked, what is accepted, and the profile that comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DateField,
    Field,
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs of WTForms
from wtforms.validators import ValidationError

from engine.domain import Cefr, Group, Mode, Place, Profile, Status
from service.asked import Answer, written
from service.cleaning import GOAL_CHARACTERS, clean_text
from service.contracts import LANGUAGES
from service.homes import HomeAnswer, place_label, whereabouts
from service.messages import eqf_name, language_name

PLACE_CHARACTERS = 100
ENTRY_CHARACTERS = 300
MOST_ABILITIES = 50
YOUNGEST, OLDEST = 10, 99
# The view of the results with everything that was checked.
ADVISER = "adviser"

# A plain word for how well one speaks a language → its CEFR level.
SPOKEN_LEVELS: Mapping[str, Any] = {
    "": "–",
    Cefr.A1.name: _("A few words"),
    Cefr.A2.name: _("Simple sentences"),
    Cefr.B1.name: _("I get by"),
    Cefr.B2.name: _("Well"),
    Cefr.C2.name: _("Very well"),
}
# Other languages often spoken at home in the Greater Region; their names come from the CLDR by way of Babel.
OTHER_LANGUAGES = ("ar", "es", "fa", "hr", "it", "ku", "pl", "ps", "pt", "ro", "ru", "sq", "sr", "ti", "tr", "uk")
JOURNEYS: Mapping[str, Any] = {
    "30": _("30 minutes"),
    "60": _("60 minutes"),
    "90": _("90 minutes"),
    "": _("I do not know, or it does not matter"),
}
SITUATIONS: Mapping[str, Any] = {
    "": _("I would rather not say"),
    Status.PUPIL.value: _("I go to school"),
    Status.APPRENTICE.value: _("I am an apprentice"),
    Status.STUDENT.value: _("I study"),
    Status.EMPLOYED.value: _("I have a job"),
    Status.SHORT_TIME.value: _("I have a job, but work fewer hours right now"),
    Status.UNEMPLOYED.value: _("I am looking for work"),
    Status.NEET.value: _("None of these right now"),
}
# Groups that measures are made for, in the words of somebody who belongs to one; none is ever guessed.
GROUPS: Mapping[str, Any] = {
    Group.NO_DIPLOMA.value: _("I left school without a certificate"),
    Group.SINGLE_PARENT.value: _("I bring up a child alone"),
    Group.REFUGEE.value: _("I had to flee from my country"),
    Group.MIGRANT.value: _("I came here from another country"),
    Group.DISABLED.value: _("I live with a disability or a long illness"),
    Group.CARER.value: _("I look after somebody in my family"),
    Group.RETURNER.value: _("I want to work again after a long break"),
    Group.LONG_TERM_UNEMPLOYED.value: _("I have been looking for work for more than a year"),
    Group.BASIC_INCOME.value: _("I get basic income (Bürgergeld, RSA, REVIS, revenu d’intégration)"),
    Group.SELF_EMPLOYED.value: _("I work for myself"),
    Group.HOMELESS.value: _("I have no home of my own"),
}
# Services where people register, by the names that are used in the knowledge base (``registered.<service>``).
SERVICES: Mapping[str, Any] = {
    "agentur": "Agentur für Arbeit (DE)",
    "jobcenter": "Jobcenter (DE)",
    "adem": "ADEM (LU)",
    "france-travail": "France Travail (FR)",
    "mission-locale": "Mission locale (FR)",
    "forem": "Forem (BE)",
    "adg": "Arbeitsamt – ADG (BE)",
}
EQF_LEVELS = range(1, 9)
# An answer, too; to the engine it is the same as none.
NOT_KNOWN = "not-known"
MODES: Mapping[str, Any] = {
    Mode.ONSITE.value: _("On site, together with others"),
    Mode.BLENDED.value: _("Partly on site, partly online"),
    Mode.ONLINE.value: _("Only online"),
}


def _options(words: Mapping[str, Any]) -> list[Any]:
    return [SelectChoice(value, label) for value, label in words.items()]


def _certificates() -> list[Any]:
    """Certificates that people know, by the EQF level that the countries have referenced them to."""
    levels = {str(level): eqf_name(level) for level in EQF_LEVELS}
    return _options({"": _("I would rather not say"), NOT_KNOWN: _("I do not know"), **levels})


def _other_languages() -> list[Any]:
    """Nothing, then the other languages by their names in the reader's language."""
    names = sorted(((tag, language_name(tag)) for tag in OTHER_LANGUAGES), key=lambda pair: pair[1])
    return _options({"": "–", **dict(names)})


def _cleaned(value: str | None) -> str:
    return clean_text(value or "")


class PlainDateField(DateField):
    """A date as the browser sends it; what is wrong with it is said in the words of this service."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the date; an empty field is no date."""
        if not valuelist or not valuelist[0].strip():
            self.data = None
            return
        try:
            self.data = date.fromisoformat(valuelist[0].strip())
        except ValueError:
            self.data = None
            raise ValueError(_("Give the date as year, month and day, for example 2027-02-01.")) from None


class WishForm(Form):
    """Everything but the goal is optional; ``None`` and blanks mean that the person did not say."""

    goal = TextAreaField(_("What would you like to do?"), filters=[_cleaned])
    home = StringField(_("Where do you live?"), filters=[_cleaned])
    # Where a written place could be several: the one chosen, and the text for which they were offered.
    home_choice = HiddenField()
    home_asked = HiddenField()
    works_at = StringField(_("Where do you work?"), filters=[_cleaned])
    works_at_choice = HiddenField()
    works_at_asked = HiddenField()
    groups = SelectMultipleField(_("Does one of these fit you?"), choices=_options(GROUPS))
    registered = SelectMultipleField(_("Where are you registered?"), choices=_options(SERVICES))
    other_language = SelectField(_("Another language"), choices=_other_languages, default="")
    other_level = SelectField(_("How well?"), choices=_options(SPOKEN_LEVELS), default="")
    journey = RadioField(_("How far would you go?"), choices=_options(JOURNEYS), default="")
    age = StringField(_("How old are you?"), filters=[_cleaned])
    situation = SelectField(_("What are you doing now?"), choices=_options(SITUATIONS), default="")
    certificate = SelectField(_("Your highest certificate"), choices=_certificates, default="")
    modes = SelectMultipleField(_("How would you like to learn?"), choices=_options(MODES))
    free_only = BooleanField(_("Show me only what is free of charge"))
    start = PlainDateField(_("When can you start?"))
    target = StringField(_("Is there a job you want to reach?"), filters=[_cleaned])
    # The job chosen by a click on the results page; the one that the target stands for, and the text it stands in.
    choose_target = HiddenField(filters=[_cleaned])
    target_uri = HiddenField(filters=[_cleaned])
    target_asked = HiddenField(filters=[_cleaned])
    abilities = StringField(_("What can you do already?"), filters=[_cleaned])
    # Which view of the results is open, and the one asked for by a click.
    view = HiddenField()
    show = HiddenField()

    def __init__(self, *arguments: Any, answers: Mapping[str, Answer] | None = None, **options: Any) -> None:
        """``answers`` are those to single questions, by fact; they are sent along with the form."""
        super().__init__(*arguments, **options)
        self.answers = answers or {}
        # Where a written place could be several: their labels, each with what tells it from the others.
        self.offered: dict[str, list[tuple[str, str]]] = {}

    def validate_goal(self, field: TextAreaField) -> None:
        """The goal says something, and no more than can be read."""
        text = field.data or ""
        if not any(map(str.isalnum, text + self.target_concept + (self.abilities.data or ""))):
            raise ValidationError(_("Tell us in a few words what you would like to do."))
        if len(text) > GOAL_CHARACTERS:
            raise ValidationError(
                _(
                    "That is a little too long. Please keep it under %(limit)s characters; a few sentences are enough.",
                    limit=GOAL_CHARACTERS,
                )
            )

    def validate_home(self, field: StringField) -> None:
        """A place name is short."""
        if len(field.data or "") > PLACE_CHARACTERS:
            raise ValidationError(_("Give only the town or the postal code."))

    validate_works_at = validate_home

    def validate_age(self, field: StringField) -> None:
        """The age is a number of years."""
        text = field.data or ""
        if text and not (text.isascii() and text.isdigit() and YOUNGEST <= int(text[:4]) <= OLDEST):
            raise ValidationError(
                _("Give your age in years, from %(low)s to %(high)s, or leave it empty.", low=YOUNGEST, high=OLDEST)
            )

    def validate_target(self, field: StringField) -> None:
        """The name of a job is short."""
        if len(field.data or "") > ENTRY_CHARACTERS:
            raise ValidationError(_("Give only the name of the job."))

    def validate_abilities(self, field: StringField) -> None:
        """What she can do is a list that can be read."""
        if len(field.data or "") > GOAL_CHARACTERS:
            raise ValidationError(_("That is a little too long. A few words for each are enough."))

    @property
    def target_concept(self) -> str:
        """The job she wants to reach: the one clicked on, else the one her words stand for, else her words."""
        written = self.target.data or ""
        known = self.target_uri.data if self.target_asked.data == written else ""
        return (self.choose_target.data or known or written)[:ENTRY_CHARACTERS]

    def show_target(self, uri: str, name: str) -> None:
        """Fill in the job that was chosen, by its name."""
        if name:
            self.target.data = self.target_asked.data = name
            self.target_uri.data = uri

    @property
    def spoken_fields(self) -> list[Field]:
        """The questions about the five languages, in their order."""
        return [self[f"speaks_{tag}"] for tag in LANGUAGES]

    @property
    def speaks_any(self) -> bool:
        """Whether she said anything about the languages she speaks."""
        return bool(self.other_language.data) or any(field.data for field in self.spoken_fields)

    @property
    def for_adviser(self) -> bool:
        """Whether everything that was checked is to be shown."""
        return (self.show.data or self.view.data) == ADVISER

    @property
    def written_answers(self) -> Iterator[tuple[str, str]]:
        """The answers as fields of the form."""
        return ((name, written(answer)) for name, answer in self.answers.items())

    def place_text(self, name: str) -> str:
        """The place in a field: the one she chose from those offered for this very text, else the text itself."""
        text, choice = self[name].data or "", clean_text(self[f"{name}_choice"].data or "")
        return choice if choice and text == self[f"{name}_asked"].data else text

    def show_place(self, name: str, answer: HomeAnswer) -> None:
        """Write the place that is meant into its field, or say beside it what is the matter."""
        if answer.place:
            text = self.place_text(name)
            if text != self[name].data:
                self[name].data = text
            return
        message = _("Which place do you mean?")
        if not answer.candidates:
            message = _("We do not know this place. Try the postal code, or a larger town nearby, or leave it empty.")
        self[name].errors = [*self[name].errors, message]
        self.offered[name] = [(place_label(place), whereabouts(place)) for place in answer.candidates]


# How well she speaks each of the five languages: speaks_de, speaks_fr, …
for tag, own_name in LANGUAGES.items():
    setattr(WishForm, f"speaks_{tag}", SelectField(own_name, choices=_options(SPOKEN_LEVELS), default=""))


def profile_from(form: WishForm, home: Place | None, works_at: Place | None = None) -> Profile:
    """The profile that a valid ``form`` describes, with the answers to single questions."""
    return Profile(
        goal=form.goal.data or "",
        speaks=_spoken(form),
        home=home,
        works_at=works_at,
        groups=tuple(Group(value) for value in form.groups.data or ()),
        registered_with=tuple(form.registered.data or ()),
        answers=dict(form.answers),
        max_travel_minutes=int(form.journey.data) if form.journey.data else None,
        age=int(form.age.data) if form.age.data else None,
        status=Status(form.situation.data) if form.situation.data else None,
        eqf_level=None if form.certificate.data in (None, "", NOT_KNOWN) else int(form.certificate.data),
        modes=tuple(Mode(value) for value in form.modes.data or ()),
        max_price_eur=0.0 if form.free_only.data else None,
        available_from=form.start.data,
        target_occupation=form.target_concept or None,
        competences=_abilities(form.abilities.data or ""),
    )


def _abilities(text: str) -> tuple[str, ...]:
    """The parts of what she wrote, between commas, semicolons and line ends."""
    parts = (part.strip()[:ENTRY_CHARACTERS] for part in re.split(r"[,;\n]", text))
    return tuple(dict.fromkeys(part for part in parts if part))[:MOST_ABILITIES]


def _spoken(form: WishForm) -> Mapping[str, Cefr]:
    answers = {tag: form[f"speaks_{tag}"].data for tag in LANGUAGES}
    if form.other_language.data:
        answers[form.other_language.data] = form.other_level.data or Cefr.C2.name
    return {tag: Cefr[level] for tag, level in answers.items() if level}
