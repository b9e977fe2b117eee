"""What a young person reads beside a course: at most three lines about who pays, who gives the time, what counts.

Nothing is said more surely than its record says it, and what would only be noise is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from data.knowledge import Fact, KnowledgeBase
from engine.answer import Outcome, Recommendation, RecommendationList, Support
from engine.conditions import Basis, missing
from engine.domain import CourseKind, Place, Region, Verdict
from engine.facts import COURSE_FACTS
from engine.measures import Contact, Measure, MeasureKind, Topic
from engine.support import COUNTRY_OF
from service.directory import name_of
from service.messages import support as words
from service.messages import topic_name
from service.messages.support import Strength, strength_of
from service.sheets import ContactView, contact_view

# Which line comes first where all are as sure; what is not named here is told elsewhere (``service.pathway_views``).
PRIORITY = (
    Topic.FUNDING,
    Topic.LEAVE,
    Topic.ACCESS,
    Topic.RECOGNITION,
    Topic.BENEFIT,
    Topic.WORKING_TIME,
    Topic.LANGUAGE,
    Topic.MEASURE,
)
LINES = 3
# With more unknown facts than these a line would be a riddle; with a doubt that no answer lifts, nothing else may be
# open.
MISSING_AT_MOST, MISSING_BESIDE_DOUBT = 2, 0
# What is told of her whatever the course: only what holds, and no programme, for those are steps of her way.
OF_PERSON = (Topic.FUNDING, Topic.LEAVE, Topic.BENEFIT, Topic.WORKING_TIME, Topic.RECOGNITION)
TOLD_OF_PERSON = frozenset({MeasureKind.FUNDING, MeasureKind.RIGHT, MeasureKind.AGREEMENT, MeasureKind.RECOGNITION})
# Courses that end with no certificate of an occupation.
WITHOUT_CERTIFICATE = frozenset({CourseKind.LANGUAGE, CourseKind.ORIENTATION})
GROUP, FOREIGN = "group.", "certificate_foreign"
SURENESS: Mapping[Verdict, int] = {Verdict.MET: 0, Verdict.UNKNOWN: 1}
SENTENCE_ENDS = (". ", "! ", "? ")


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportLine:
    """One record in one line: a sign with its word, what it is called, what it means, and what to ask whom.

    ``open_facts`` are those that could still decide.
    """

    id: str
    topic: str
    strength: Strength
    sign: str
    name: str
    name_language: str
    amount: str
    sentence: str
    ask: str
    contact: ContactView | None
    open_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    measure: Measure
    support: Support
    open_facts: tuple[str, ...]

    @property
    def rank(self) -> tuple[int, bool, int, str]:
        """The surer first, then what takes fewer questions."""
        return SURENESS[self.support.verdict], bool(self.support.doubt), len(self.open_facts), self.measure.id


def support_lines(
    item: Recommendation,
    base: KnowledgeBase,
    language: str,
    home: Region | None = None,
    on_her_way: Collection[str] = (),
) -> tuple[SupportLine, ...]:
    """The most useful lines for one course, one a topic: those that hold before those to be asked about.

    Only records that look at the course speak here, for the others would say the same beside every course, and no
    programme that is a step of her way (ids) already.
    """
    told = [
        one
        for one in _candidates([support for support in item.support if asks_of_course(support)], base)
        if not (one.measure.id in on_her_way and one.measure.kind is MeasureKind.MEASURE)
    ]
    chosen = _one_a_topic(sorted(told, key=lambda one: one.rank), _topics_for(item), item.course.place)
    order = sorted(chosen, key=lambda topic: (SURENESS[chosen[topic].support.verdict], PRIORITY.index(topic)))
    shown = sorted(order[:LINES], key=PRIORITY.index)
    return tuple(_line(topic, chosen[topic], base.facts, language, home) for topic in shown)


def lines_for_person(
    found: RecommendationList, base: KnowledgeBase, language: str, home: Region | None = None
) -> tuple[SupportLine, ...]:
    """What holds for her whatever the course, in as few lines; the steps of her way are not told again."""
    on_her_way = ids_on_her_way(found)
    told = [
        one
        for one in _candidates([support for support in whatever_the_course(found) if _holds(support)], base)
        if one.measure.kind in TOLD_OF_PERSON and one.measure.id not in on_her_way
    ]
    chosen = _one_a_topic(sorted(told, key=lambda one: one.rank), OF_PERSON, None)
    return tuple(_line(topic, one, base.facts, language, home) for topic, one in list(chosen.items())[:LINES])


def _holds(support: Support) -> bool:
    return support.verdict is Verdict.MET


def whatever_the_course(found: RecommendationList) -> tuple[Support, ...]:
    """What was found out about her that no course changes, once each, those that speak for her first."""
    alike = {one.id: one for item in found.items for one in item.support if not asks_of_course(one)}
    supports = {**alike, **{one.id: one for one in found.support}}
    return tuple(sorted(supports.values(), key=lambda one: (SURENESS.get(one.verdict, len(SURENESS)), one.id)))


def ids_on_her_way(found: RecommendationList) -> frozenset[str]:
    """The records that her pathway names."""
    return frozenset(support.id for step in found.pathway for support in (*step.here, *step.across))


def asks_of_course(support: Support) -> bool:
    """Whether the record looks at the course at all."""
    return any(test.fact in COURSE_FACTS for test in support.conditions.tests())


def _topics_for(item: Recommendation) -> list[Topic]:
    """The topics that matter for one course: who may attend and what counts only where a border lies between."""
    across = any(finding.code == "border" for finding in item.findings)
    foreign = next((one.facts[FOREIGN] for one in item.support if FOREIGN in one.facts), across)
    idle = {Topic.ACCESS} if not across else set()
    if not foreign or item.course.kind in WITHOUT_CERTIFICATE:
        idle.add(Topic.RECOGNITION)
    return [topic for topic in PRIORITY if topic not in idle]


def _one_a_topic(
    candidates: Sequence[_Candidate], topics: Sequence[Topic], place: Place | None
) -> dict[Topic, _Candidate]:
    """The best candidate for each topic, each used once; access is a matter of where the course is."""
    chosen: dict[Topic, _Candidate] = {}
    for topic in topics:
        taken = {one.measure.id for one in chosen.values()}
        about = (one for one in candidates if topic in one.measure.topics and one.measure.id not in taken)
        if best := next((one for one in about if topic is not Topic.ACCESS or _is_at(one.measure, place)), None):
            chosen[topic] = best
    return chosen


def _is_at(measure: Measure, place: Place | None) -> bool:
    """At home where the course is."""
    if place is None:
        return False
    if place.region:
        return place.region in measure.regions
    return any(COUNTRY_OF[region] == place.country for region in measure.regions)


def open_facts(measure: Measure, support: Support) -> tuple[str, ...] | None:
    """What could still decide for somebody who belongs to no group that she did not name.

    ``None`` where nothing could: the record is for such a group alone, and a group is never guessed.
    """
    unnamed = {fact: False for fact in support.missing if fact.startswith(GROUP)}
    if not unnamed:
        return support.missing
    facts = {**support.facts, **unnamed}
    return None if measure.conditions.verdict(facts) is Verdict.NOT_MET else missing(measure.conditions, facts)


def contact_of(measure: Measure, language: str, home: Region | None = None) -> ContactView | None:
    """The first of its contacts for her region that can be reached, else its page, else the first by name alone."""
    near = [one for one in measure.contacts if not one.regions or home is None or home in one.regions]
    reached = next((one for one in near if one.url or one.phone), None)
    if reached is None and measure.homepage:
        reached = Contact(name=name_of(measure, language)[0], url=measure.homepage)
    reached = reached or next(iter(near), None)
    return contact_view(reached, language) if reached else None


def ask_text(support: Support, open_to_answers: Sequence[str], facts: Mapping[str, Fact], language: str) -> str:
    """Why it is not certain: the doubt that no answer could lift, else what to find out."""
    if support.verdict is not Verdict.UNKNOWN:
        return ""
    doubt = words.doubt_text(support.doubt, language)
    return doubt or words.missing_text(tuple(open_to_answers), facts, language)


def first_sentence(text: str) -> str:
    """``text`` up to the end of its first sentence."""
    ends = [text.find(end) + len(end) - 1 for end in SENTENCE_ENDS if end in text]
    return text[: min(ends)] if ends else text


def _candidates(supports: Sequence[Support], base: KnowledgeBase) -> list[_Candidate]:
    """What holds, and what is worth asking about."""
    found = []
    for support in supports:
        if support.verdict is Verdict.NOT_MET or support.id not in base:
            continue
        measure = base.get(support.id)
        left = open_facts(measure, support)
        if left is not None and worth_asking(support, left):
            found.append(_Candidate(measure=measure, support=support, open_facts=left))
    return found


def worth_asking(support: Support, left: Sequence[str], most: int = MISSING_AT_MOST) -> bool:
    """Whether few questions are left, and nothing that was inferred speaks against it."""
    if support.doubt and any(_speaks_against(outcome) for outcome in support.outcomes):
        return False
    return len(left) <= (MISSING_BESIDE_DOUBT if support.doubt else most)


def _speaks_against(outcome: Outcome) -> bool:
    """Whether a condition that was inferred, not read, fails: too little to refuse, too much to give hope."""
    return outcome.test.basis is Basis.INFERRED and outcome.known is not None and outcome.verdict is not Verdict.MET


def _line(topic: Topic, one: _Candidate, facts: Mapping[str, Fact], language: str, home: Region | None) -> SupportLine:
    measure, support = one.measure, one.support
    strength = strength_of(support.verdict, measure.claim)
    name, name_language = name_of(measure, language)
    told = words.support_sentence(topic, strength, language)
    return SupportLine(
        id=measure.id,
        topic=topic_name(topic, language),
        strength=strength,
        sign=words.sign_text(topic, strength, language),
        name=name,
        name_language=name_language,
        amount=measure.amount.get(language, "") if topic in (Topic.FUNDING, Topic.LEAVE) else "",
        sentence=told or first_sentence(measure.summary.get(language, "")),
        ask=ask_text(support, one.open_facts, facts, language),
        contact=contact_of(measure, language, home) if strength is not Strength.RIGHT else None,
        open_facts=one.open_facts,
    )
