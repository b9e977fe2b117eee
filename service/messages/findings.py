"""The engine's findings in words. One table says it all: code, verdict and variant → an English sentence.

Parameters that are concepts (occupations and competences) are URIs; whoever shows a finding says how to name them.

A variant tells apart what one code and verdict can mean: what is missing, which bounds are stated, how close a course
is to the wish. The parameters of a sentence are the ``%(names)s`` in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from engine.domain import Finding, Params, Verdict
from engine.errors import StateError
from service.messages.catalogue import language_in_force, translated
from service.messages.catalogue import marked as _
from service.messages.concepts import Names, concepts_text, cut_list
from service.messages.formats import date_text, minutes_text, money_text, number_text
from service.messages.names import cefr_plain, country_name, eqf_name, group_name, language_name, mode_name

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
NO_CERTIFICATE = 1

SENTENCES: Mapping[tuple[str, Verdict, str], str] = {
    ("relevance", MET, "strong"): _("Fits the wish very well."),
    ("relevance", MET, "fair"): _("Fits the wish well."),
    ("relevance", MET, "weak"): _("Fits a part of the wish."),
    ("online", MET, ""): _("Online: no travel needed."),
    ("commute", MET, ""): _("About %(minutes)s from %(from)s to %(to)s (estimate)."),
    ("commute", MET, "here"): _("Right in %(to)s: about %(minutes)s on the way (estimate)."),
    ("commute", NOT_MET, ""): _("Longer than %(limit)s: about %(minutes)s from %(from)s to %(to)s (estimate)."),
    ("commute", UNKNOWN, "home"): _("Without a home town we cannot say how long the way is."),
    ("commute", UNKNOWN, "place"): _("Ask the provider where the course takes place."),
    ("commute", UNKNOWN, "place-named"): _("We cannot say how long the way is. The course takes place here: %(to)s."),
    ("border", MET, ""): _("Across the border: %(to)s."),
    ("language", MET, "taught"): _("Language course: no level of %(language)s is asked for."),
    ("language", MET, "usual"): _("Taught in %(language)s. The level is enough: %(has)s."),
    ("language", MET, "asked"): _("Needed: %(language)s, %(needed)s. The level is enough: %(has)s."),
    ("language", NOT_MET, ""): _("Needed: %(language)s, %(needed)s. Level so far: %(has)s."),
    ("language", NOT_MET, "none"): _("Needed: %(language)s, %(needed)s. This language was not named."),
    ("language", UNKNOWN, "course"): _("Ask the provider in which language it is taught."),
    ("language", UNKNOWN, "person"): _("Needed: %(language)s. Ask the provider which level."),
    ("language", UNKNOWN, "level"): _("Usually needed: %(language)s, %(needed)s. Ask whether this is enough: %(has)s."),
    ("level", MET, ""): _("The certificate is enough. Needed to begin: %(needed)s."),
    ("level", MET, "open"): _("No certificate is needed to begin."),
    ("level", NOT_MET, ""): _("Needed to begin: %(needed)s. So far: %(has)s."),
    ("level", UNKNOWN, "person"): _("Needed to begin: %(needed)s. Ask what else is accepted."),
    ("level", UNKNOWN, "open"): _("As far as we know, no certificate is needed. Ask the provider."),
    ("level", UNKNOWN, "course"): _("Usually needed to begin: %(needed)s. Ask whether this is enough: %(has)s."),
    ("age", MET, "range"): _("The age fits: %(min)s to %(max)s years."),
    ("age", MET, "min"): _("The age fits: %(min)s years or older."),
    ("age", MET, "max"): _("The age fits: %(max)s years or younger."),
    ("age", NOT_MET, "range"): _("Only for people aged %(min)s to %(max)s."),
    ("age", NOT_MET, "min"): _("Only for people aged %(min)s or older."),
    ("age", NOT_MET, "max"): _("Only for people aged %(max)s or younger."),
    ("age", UNKNOWN, "range"): _("Check the age: the course is for people aged %(min)s to %(max)s."),
    ("age", UNKNOWN, "min"): _("Check the age: the course is for people aged %(min)s or older."),
    ("age", UNKNOWN, "max"): _("Check the age: the course is for people aged %(max)s or younger."),
    ("price", MET, ""): _("Costs %(price)s."),
    ("price", MET, "free"): _("Free of charge."),
    ("price", NOT_MET, ""): _("Costs %(price)s. That is more than %(limit)s."),
    ("price", NOT_MET, "not-free"): _("Costs %(price)s. Ask who could pay for it."),
    ("price", UNKNOWN, "price"): _("Ask the provider what it costs."),
    ("dates", MET, ""): _("Starts on %(starts_on)s."),
    ("dates", NOT_MET, ""): _("Starts too early: %(starts_on)s. Wanted: from %(available_from)s."),
    ("dates", UNKNOWN, "dates"): _("Ask the provider when it starts."),
    ("dates", UNKNOWN, "next"): _("The last start we know of was %(last)s. Ask for the next one."),
    ("mode", MET, ""): _("As wished: %(mode)s."),
    ("mode", NOT_MET, ""): _("Not as wished: %(mode)s."),
    ("mode", UNKNOWN, ""): _("Ask the provider whether it is on site or online."),
    ("group", MET, ""): _("Made for: %(groups)s."),
    ("group", UNKNOWN, "person"): _("Made for: %(groups)s. Ask whether it is open to others, too."),
    ("closes", MET, ""): _("Teaches what is still missing: %(competences)s."),
    ("closes", MET, "optional"): _("Teaches something useful for the aim: %(competences)s."),
    ("leads-to", MET, ""): _("A whole training for this job: %(occupation)s."),
    ("repeats", NOT_MET, ""): _("As far as we can read, it teaches only what is there already."),
    ("requirements", MET, ""): _("What is needed to begin is there: %(competences)s."),
    ("requirements", UNKNOWN, ""): _("Ask whether this is needed to begin: %(competences)s."),
    ("target", MET, ""): _("We take this job to be the aim: %(occupation)s."),
    ("target", UNKNOWN, "occupation"): _("We do not know this job. Try another word for it."),
    ("target", UNKNOWN, "choice"): _("It is not clear which job is meant. Perhaps one of these: %(choices)s."),
    ("target", UNKNOWN, "needs"): _("We do not know yet what is needed for this job: %(occupation)s."),
    ("competences", UNKNOWN, ""): _("We did not understand this: %(asked)s. Try other words."),
    ("path-language", MET, ""): _("First the language: %(language)s. Needed for the second course: %(needed)s."),
    ("path-level", MET, ""): _("The first course leads to what is needed for the second one: %(needed)s."),
    ("path-requirements", MET, ""): _("The first course teaches what the second one asks for: %(competences)s."),
    ("path-together", MET, ""): _("Together they teach clearly more than each of them alone."),
    ("widened-distance", MET, ""): _("Longer ways: up to %(to)s instead of %(limit)s."),
    ("widened-border", MET, ""): _("The whole Greater Region, on all sides of the borders."),
    ("widened-language", MET, ""): _("Offers that need one language level more."),
    ("widened-level", MET, ""): _("Offers that need the next higher certificate."),
}

# How a parameter is put into words, by the code of its finding.
Wording = Callable[[Any, str], str]


def _as_it_is(value: object, _language: str) -> str:
    return str(value)


def _groups(groups: tuple[str, ...], language: str) -> str:
    return ", ".join(group_name(group, language) for group in groups)


def _quoted(texts: tuple[str, ...], _language: str) -> str:
    return cut_list(texts)


WORDINGS: Mapping[str, Mapping[str, Wording]] = {
    "commute": {"minutes": minutes_text, "limit": minutes_text, "from": _as_it_is, "to": _as_it_is},
    "border": {"to": country_name},
    "language": {"language": language_name, "needed": cefr_plain, "has": cefr_plain},
    "level": {"needed": eqf_name, "has": eqf_name},
    "age": {"min": number_text, "max": number_text},
    "price": {"price": money_text, "limit": money_text},
    "dates": {"starts_on": date_text, "available_from": date_text, "last": date_text},
    "mode": {"mode": mode_name},
    "group": {"groups": _groups},
    "competences": {"asked": _quoted},
    "path-language": {"language": language_name, "needed": cefr_plain},
    "path-level": {"needed": eqf_name},
    "widened-distance": {"limit": minutes_text, "to": minutes_text},
}
# The parameters that are concepts, by the code of their finding.
CONCEPTS: Mapping[str, tuple[str, ...]] = {
    "closes": ("competences",),
    "leads-to": ("occupation",),
    "requirements": ("competences",),
    "target": ("occupation", "choices"),
    "path-requirements": ("competences",),
}


def _missing(params: Params) -> str:
    return str(params.get("missing", ""))


def _missing_place(params: Params) -> str:
    return "place-named" if params.get("to") else _missing(params)


def _bounds(params: Params) -> str:
    """Which bounds of the age are stated."""
    if params["min"] is None:
        return "max"
    return "min" if params["max"] is None else "range"


def _language_met(params: Params) -> str:
    if params["has"] is None:
        return "taught"
    return "usual" if params["needed"] is None else "asked"


def _open_to_all(params: Params) -> bool:
    return params["needed"] == NO_CERTIFICATE


# How to tell variants apart, where it is not by what is missing.
VARIANTS: Mapping[tuple[str, Verdict], Callable[[Params], str]] = {
    ("relevance", MET): lambda params: str(params["strength"]),
    ("commute", MET): lambda params: "here" if params["from"] == params["to"] else "",
    ("commute", UNKNOWN): _missing_place,
    ("language", MET): _language_met,
    ("language", NOT_MET): lambda params: "" if params["has"] else "none",
    ("level", MET): lambda params: "open" if _open_to_all(params) else "",
    ("level", UNKNOWN): lambda params: "open" if _open_to_all(params) else _missing(params),
    ("age", MET): _bounds,
    ("age", NOT_MET): _bounds,
    ("age", UNKNOWN): _bounds,
    ("closes", MET): lambda params: "" if params["essential"] else "optional",
    ("price", MET): lambda params: "" if params["price"] else "free",
    ("price", NOT_MET): lambda params: "" if params["limit"] else "not-free",
}


def sentence_key(finding: Finding) -> tuple[str, Verdict, str]:
    """Where the sentence of a finding stands in the table."""
    variant = VARIANTS.get((finding.code, finding.verdict), _missing)
    return finding.code, finding.verdict, variant(finding.params)


def finding_text(finding: Finding, language: str | None = None, names: Names | None = None) -> str:
    """A finding as one or two plain sentences; ``names`` puts concepts into words (without it they stay URIs).

    Raises ``StateError`` for a finding that has no words yet: code and table belong together.
    """
    spoken = language_in_force(language)
    try:
        text = SENTENCES[sentence_key(finding)]
        values = {name: _worded(finding, name, spoken, names) for name in PLACEHOLDER.findall(text)}
    except KeyError as error:
        raise StateError(
            f"there are no words for a finding ({error} is missing)",
            place="service.messages.findings",
            value=f"{finding.code} {finding.verdict} {sorted(finding.params)}",
            remedy="add its sentence and its parameters to the tables there",
        ) from error
    return translated(text, spoken, values)


def _worded(finding: Finding, name: str, language: str, names: Names | None) -> str:
    """One parameter of a finding in words."""
    value = finding.params[name]
    if name in CONCEPTS.get(finding.code, ()):
        return concepts_text(value, language, names)
    return WORDINGS[finding.code][name](value, language)


def widened_text(step: Finding, language: str | None = None) -> str:
    """A step that was taken to find more, as one plain sentence."""
    return finding_text(step, language)
