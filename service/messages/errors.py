"""What a refusal means to the person who reads it, and what she can do about it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.errors import ConfigurationError, InputError, NotFound, PasserelleError, StateError, Unavailable
from service.messages.catalogue import marked as _
from service.messages.catalogue import translated

_WISH = _("Tell us in a few words what you would like to do.")
_WHICH_PLACE = _("Please give a postal code or the name of a town.")
_NOT_SET_UP = _("This service is not set up completely. Please tell the people who run it.")

# Error code → what is wrong and what to do. Codes that only machines and import reports see are not here: they are
# told in the words of their class.
ERRORS: Mapping[str, str] = {
    "empty-goal": _WISH,
    "goal-missing": _WISH,
    "place-missing": _WHICH_PLACE,
    "place-empty": _WHICH_PLACE,
    "place-unknown": _("We do not know this place. Try the postal code, or a larger town nearby, or leave it empty."),
    "place-ambiguous": _("There is more than one place with this name. Please add the postal code."),
    "country-unknown": _(
        "We do not know this country. Please choose Luxembourg, Germany, France, Belgium or the Netherlands."
    ),
    "password-length": _("This password is too short or too long. Twelve letters or more are good."),
    "password-weak": _("This password is too easy to guess. Take several words."),
    "personal": _("This name could give somebody away. Take one that is made up."),
    InputError.code: _("Something in your answers could not be read. Please check them."),
    NotFound.code: _("We could not find that. Perhaps it does not exist any more."),
    ConfigurationError.code: _NOT_SET_UP,
    StateError.code: _NOT_SET_UP,
    Unavailable.code: _("We are not ready yet. Please try again in a few minutes."),
    PasserelleError.code: _("Something went wrong on our side. Please try again in a few minutes."),
}


def error_text(error: PasserelleError, language: str | None = None) -> str:
    """What went wrong and what to do about it; a code without words of its own is told in those of its class."""
    classes = (kind.code for kind in type(error).__mro__ if issubclass(kind, PasserelleError))
    code = next(code for code in (error.code, *classes) if code in ERRORS)
    return translated(ERRORS[code], language)
