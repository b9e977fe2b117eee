"""The answer, made ready to be read as a page. Words come from ``service.messages`` and the catalogues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_decimal, gettext, ngettext

from data.knowledge import KnowledgeBase
from engine.answer import Gap, Recommendation, RecommendationList, Rejection
from engine.domain import Course, Finding, Profile, Verdict
from engine.facts import EMPLOYED
from service import messages
from service.addresses import web_address
from service.contacts import PlaceToAsk, places_to_ask
from service.messages import Names
from service.outlook import Outlook, Taught, outlook, taught
from service.pathway_views import CourseLink, StepView, gate_views, pathway_view
from service.question_views import GivenView, QuestionView, given_views, question_views
from service.sheets import ContactView
from service.sketch_map import MapView, sketch_map
from service.support_views import SupportLine, ids_on_her_way, lines_for_person, support_lines

SHOWN_AT_ONCE = 5
NEAR_MISSES = 5
SESSIONS_SHOWN = 3
SUMMARY_CHARACTERS = 420
# What two lines of a phone hold; the rest of a summary is folded.
BEGINNING_CHARACTERS = 72
# A score of 1 is shown as 100 points: whole numbers are easier to read than decimals.
POINTS = 100
# What a card already tells as a fact or a badge is not said again among the reasons and questions.
TOLD_AS_FACT = frozenset({("commute", Verdict.MET), ("border", Verdict.MET), ("price", Verdict.UNKNOWN)})
SAMPLES = "starter"
COUNTRIES_WITH_FLAG = frozenset({"BE", "DE", "FR", "LU", "NL"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One line of "why this place in the list"."""

    name: str
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """What is shown of a course wherever it appears; ``text_note`` says so when the text is in another language."""

    title: str
    text_language: str
    text_note: str
    kind: str
    provider: str
    provider_url: str
    url: str
    town: str
    country: str
    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """One recommended course in words; empty texts mean that the source does not say.

    ``beginning`` is that of the summary, ``call`` who is to be asked first.
    """

    id: str
    course: CourseView
    beginning: str
    summary: str
    mode: str
    across_border: bool
    sample: bool
    minutes: int | None
    taught_in: str
    price: str
    starts: tuple[str, ...]
    hours: str
    certificate: str
    teaches: Taught
    support: tuple[SupportLine, ...]
    call: ContactView | None
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]
    questions: tuple[str, ...]
    parts: tuple[Part, ...]
    points: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NearMissView:
    """A course that almost fits, what it would take, and the language course that opens it."""

    course: CourseView
    reasons: tuple[str, ...]
    opened_by: CourseLink | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """The whole results page."""

    sketch: MapView | None
    first: tuple[OfferView, ...]
    more: tuple[OfferView, ...]
    near_misses: tuple[NearMissView, ...]
    widened: tuple[str, ...]
    places_to_ask: tuple[PlaceToAsk, ...]
    outlook: Outlook
    support: tuple[SupportLine, ...]
    pathway: tuple[StepView, ...]
    questions: tuple[QuestionView, ...]
    given: tuple[GivenView, ...]

    @property
    def count(self) -> int:
        """How many offers there are in all."""
        return len(self.first) + len(self.more)


def answer_view(
    found: RecommendationList,
    profile: Profile,
    *,
    language: str,
    today: date,
    knowledge: KnowledgeBase,
    names: Names | None = None,
) -> AnswerView:
    """``found`` as a page in ``language``, its concepts called as ``names`` does; must run within that locale.

    ``knowledge`` tells what the records are called and what they say.
    """
    region = profile.home.region if profile.home else None
    way = ids_on_her_way(found)
    to_ask = places_to_ask(found, knowledge, region, language)
    reached = sorted((place.contact for place in to_ask), key=lambda contact: not contact.phone)
    anybody = next(iter(reached), None)
    offers = tuple(
        _offer(item, found.gap, language, today, names, support_lines(item, knowledge, language, region, way), anybody)
        for item in found.items
    )
    openers = {key: gate.course for gate in gate_views(found.gates, language) for key in gate.opens}
    return AnswerView(
        sketch=sketch_map(profile.home, [item.course.place for item in found.items[:SHOWN_AT_ONCE]]),
        first=offers[:SHOWN_AT_ONCE],
        more=offers[SHOWN_AT_ONCE:],
        near_misses=tuple(
            _near_miss(item, language, names, openers.get(item.course.id)) for item in found.rejected[:NEAR_MISSES]
        ),
        widened=tuple(messages.widened_text(step) for step in found.widened),
        places_to_ask=to_ask,
        outlook=outlook(found, language, names),
        support=lines_for_person(found, knowledge, language, region),
        pathway=pathway_view(found, knowledge, region, language),
        questions=question_views(
            found.questions,
            [line for offer in offers for line in offer.support],
            knowledge,
            language,
            in_work=profile.status in EMPLOYED or profile.works_at is not None,
        ),
        given=given_views(profile.answers, knowledge.facts, language),
    )


def offer_alone(course: Course, language: str, today: date) -> OfferView:
    """A course as anybody may see it, without a person whom it would fit; must run within the reader's locale."""
    nobody = Recommendation(course=course, score=0.0, contributions=(), findings=())
    return _offer(nobody, None, language, today, None, (), None)


def _offer(
    item: Recommendation,
    gap: Gap | None,
    language: str,
    today: date,
    names: Names | None,
    support: tuple[SupportLine, ...],
    anybody: ContactView | None,
) -> OfferView:
    course = item.course
    return OfferView(
        id=course.id,
        course=_course(course, language),
        beginning=_shortened(course.summary, BEGINNING_CHARACTERS),
        summary=_shortened(course.summary, SUMMARY_CHARACTERS),
        mode=messages.mode_name(course.mode) if course.mode else "",
        across_border=any(finding.code == "border" for finding in item.findings),
        sample=any(source.portal == SAMPLES for source in course.sources),
        minutes=_minutes(item.findings),
        taught_in=", ".join(messages.language_name(tag) for tag in course.taught_in),
        price=_price(course),
        starts=_starts(course, today),
        hours=_hours(course),
        certificate=course.certificate or "",
        teaches=taught(item, gap, language, names),
        support=support,
        call=next((line.contact for line in support if line.contact and line.contact.phone), anybody),
        reasons=_texts(item.findings, Verdict.MET, language, names),
        cautions=_texts(item.findings, Verdict.NOT_MET, language, names),
        questions=_texts(item.findings, Verdict.UNKNOWN, language, names),
        parts=tuple(
            Part(name=messages.feature_name(part.feature), points=_points(part.amount)) for part in item.contributions
        ),
        points=_points(item.score),
    )


def _near_miss(item: Rejection, language: str, names: Names | None, opened_by: CourseLink | None) -> NearMissView:
    return NearMissView(
        course=_course(item.course, language),
        reasons=tuple(messages.finding_text(finding, language, names) for finding in item.findings),
        opened_by=opened_by,
    )


def _course(course: Course, language: str) -> CourseView:
    place = course.place
    other_language = course.text_language != language
    return CourseView(
        title=course.title,
        text_language=course.text_language,
        text_note=messages.language_name(course.text_language) if other_language else "",
        kind=messages.kind_name(course.kind),
        provider=course.provider.name if course.provider else "",
        provider_url=web_address(course.provider.homepage) if course.provider else "",
        url=web_address(course.url),
        town=place.name if place else "",
        country=messages.country_name(place.country) if place else "",
        flag=place.country.lower() if place and place.country in COUNTRIES_WITH_FLAG else "",
    )


def _texts(findings: Sequence[Finding], verdict: Verdict, language: str, names: Names | None) -> tuple[str, ...]:
    return tuple(
        messages.finding_text(finding, language, names)
        for finding in findings
        if finding.verdict is verdict and not _told_as_fact(finding)
    )


def _told_as_fact(finding: Finding) -> bool:
    unknown_dates = finding.code == "dates" and finding.params.get("missing") == "dates"
    return unknown_dates or (finding.code, finding.verdict) in TOLD_AS_FACT


def _minutes(findings: Sequence[Finding]) -> int | None:
    """The estimated journey that was checked, whatever came of the check."""
    minutes = next((finding.params.get("minutes") for finding in findings if finding.code == "commute"), None)
    return minutes if isinstance(minutes, int) else None


def _price(course: Course) -> str:
    if course.price_eur is None:
        return ""
    return gettext("free of charge") if course.price_eur == 0 else messages.money_text(course.price_eur)


def _starts(course: Course, today: date) -> tuple[str, ...]:
    """The next starts; what has begun already is of no use to her."""
    coming = sorted(
        session.starts_on for session in course.sessions if session.starts_on and session.starts_on >= today
    )
    return tuple(messages.date_text(day) for day in dict.fromkeys(coming))[:SESSIONS_SHOWN]


def _hours(course: Course) -> str:
    if course.hours is None:
        return ""
    whole = round(course.hours)
    return str(ngettext("%(num)s hour", "%(num)s hours", whole))


def _points(amount: float) -> str:
    return str(format_decimal(amount * POINTS, "+0.0;\N{MINUS SIGN}0.0"))


def _shortened(text: str, most: int) -> str:
    """The beginning of ``text``, at most so many characters, cut between words."""
    if len(text) <= most:
        return text
    return text[:most].rsplit(maxsplit=1)[0] + " …"
