"""One request, one way: aim → wish → candidates → checks → ranking → variety → paths → answer. No stage calls back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from engine.answer import Gate, LearningPath, Question, Recommendation, RecommendationList, Suggestion, Support
from engine.checks import Case, Journey, broken, places_of
from engine.competences import CourseCompetences
from engine.domain import Course, CourseKind, Mode, Place, Profile
from engine.fitting import is_made_for, walker_of
from engine.gap import LEADS_TO_SURE, Cover
from engine.gates import closed_gates, gate
from engine.judging import Judged, judged, rejections, with_competences
from engine.paths import Option, languages_in_the_way, paths, wanted
from engine.pathways import pathway
from engine.ports import Candidates, Competences, Courses, TravelTimes
from engine.query import wishes
from engine.ranking import WEIGHTS_VERSION, answers, relevance_value
from engine.suggestions import from_competences, from_courses
from engine.support import ABOUT_A_PERSON, PersonReasoning, Reasoner
from engine.target import Aim, aim_of
from engine.variety import varied
from engine.widening import widen

# How many candidates are looked at, from everywhere and again from around the person, so that what is near is found
# however large the catalogue is.
CANDIDATES = 90
NEARBY_MINUTES = 90
# How many further candidates a gap brings in: of so many courses that teach what is missing, the best from everywhere
# and from around her.
TEACHING, TEACHING_CONSIDERED = 60, 400
# Such a course is kept when it closes at least this share of the gap, however little its words are like the wish.
LEAST_SHARE = 0.05
# The competences of the languages of the region (ESCO): what a course teaches that opens the way to another one.
ESCO_SKILL = "http://data.europa.eu/esco/skill/"
LANGUAGE_COMPETENCES: Mapping[str, str] = {
    "de": ESCO_SKILL + "4812a4ea-dc55-4dc6-b9b0-4a59bba2c647",
    "fr": ESCO_SKILL + "e747e77e-0ea1-4001-8b07-1d11946b5f1b",
    "en": ESCO_SKILL + "6d3edede-8951-4621-a835-e04323300fa0",
    "lb": ESCO_SKILL + "7d16f1e4-1003-4f1f-9595-5cafb25a67df",
    "nl": ESCO_SKILL + "cad4f44b-28a8-4448-86e5-7389e5ebf3eb",
}
LANGUAGE_COURSES = 40
# What is learnt there ends in no certificate of an occupation.
WITHOUT_OCCUPATION = frozenset({CourseKind.LANGUAGE, CourseKind.ORIENTATION})
NOTHING_KNOWN = CourseCompetences()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A course that may be worth recommending: its relevance (0 to 1), whether that alone answers the wish, and what it
    is about (known only where there is a gap).
    """

    course: Course
    relevance: float
    answers: bool
    about: CourseCompetences


class Recommender:
    """Recommends courses to a person and says why.

    Without ``competences`` there are no gaps, paths and suggestions, without ``reasoner`` nobody is told who pays, who
    gives time and what counts where; all else is the same.

    >>> recommender = Recommender(candidates=search, courses=catalogue, travel_times=estimate)  # doctest: +SKIP
    >>> recommender.recommend(Profile(goal="Schweißer"), today=date(2026, 12, 1), k=5)  # doctest: +SKIP
    """

    def __init__(
        self,
        *,
        candidates: Candidates,
        courses: Courses,
        travel_times: TravelTimes,
        competences: Competences | None = None,
        reasoner: Reasoner | None = None,
    ) -> None:
        self._candidates = candidates
        self._courses = courses
        self._travel_times = travel_times
        self._competences = competences
        self._reasoner = reasoner or Reasoner(())

    def recommend(
        self, profile: Profile, *, today: date, k: int = 10, language: str | None = None
    ) -> RecommendationList:
        """The best ``k`` courses for ``profile`` as of ``today``; ``language`` hints at the language of the wish.

        Raises ``InputError`` for a profile with nothing to look for.
        """
        aim = aim_of(profile, self._competences, language) if self._competences else Aim()
        cover = self._cover()
        candidates = Judged()
        for candidate in self._relevant(profile, aim, language):
            course = candidate.course
            case = Case(profile=profile, course=course, today=today, journey=self._journey(profile, course))
            option = judged(case, candidate.relevance, aim, candidate.about, cover)
            if candidate.answers or option.effect.share >= LEAST_SHARE:
                candidates.add(option)
        near_misses = [(option.case, option.item) for option in candidates.near_misses]
        found, widened = widen([option.item for option in candidates.fitting], near_misses, k, profile)
        items, about_items = self._with_competences(varied(found, k))
        reasoning = self._reasoner.for_person(profile, today)
        items = tuple(self._with_support(item, about_items, reasoning) for item in items)
        support = reasoning.of_person(ABOUT_A_PERSON)
        return RecommendationList(
            items=items,
            support=support,
            pathway=pathway(profile, reasoning, items),
            questions=self._questions(profile, reasoning, (*support, *(one for item in items for one in item.support))),
            gates=self._gates(candidates, profile, today, language),
            rejected=rejections(candidates, found),
            widened=widened,
            index_version=self._candidates.version,
            weights_version=WEIGHTS_VERSION,
            gap=aim.gap,
            paths=self._paths(candidates, profile, aim, today, language, cover),
            suggested=self._suggested(aim, items, about_items),
            notes=aim.notes,
        )

    def _cover(self) -> Cover:
        """What holding a competence covers, looked up once a request."""
        return cache(self._competences.related) if self._competences else lambda _: ()

    def _relevant(self, profile: Profile, aim: Aim, language: str | None) -> list[Candidate]:
        """Candidates that have to do with the wish or teach what is missing, from everywhere and around the person."""
        texts = wishes(profile, aim, self._competences, language)
        nearby = self._nearby(profile)
        teaching = self._teaching(aim, nearby)
        # How relevant the courses are that teach what is missing, the search says as it does of what is near.
        fused = self._candidates.search(
            texts, limit=CANDIDATES + len(teaching), language=language, nearby=nearby | teaching
        )
        answering = set(answers({key: relevance_value(score) for key, score in fused.items()}))
        keys = sorted(answering | teaching)
        about = self._competences.of_courses(keys) if self._competences and aim.gap else {}
        return [
            Candidate(
                course=course,
                relevance=relevance_value(fused.get(key, 0.0)),
                answers=key in answering,
                about=about.get(key, NOTHING_KNOWN),
            )
            for key, course in self._courses.get_many(keys).items()
        ]

    def _teaching(self, aim: Aim, nearby: Collection[str]) -> set[str]:
        """The courses that teach most of what is missing, and most of those around the person."""
        if self._competences is None or aim.gap is None or not aim.gap.missing:
            return set()
        most = list(self._competences.teaching(aim.gap.missing, limit=TEACHING_CONSIDERED))
        near = [key for key in most if key in nearby]
        return {*most[:TEACHING], *near[:TEACHING]}

    def _with_competences(
        self, items: Sequence[Recommendation]
    ) -> tuple[tuple[Recommendation, ...], Mapping[str, CourseCompetences]]:
        """The items, each with what it teaches, and all that is known about them."""
        if self._competences is None:
            return tuple(items), {}
        about = self._competences.of_courses([item.course.id for item in items])
        told = tuple(with_competences(item, about.get(item.course.id, NOTHING_KNOWN)) for item in items)
        return told, about

    def _with_support(
        self, item: Recommendation, about: Mapping[str, CourseCompetences], reasoning: PersonReasoning
    ) -> Recommendation:
        """The item with what the knowledge base says of it for this person."""
        known = about.get(item.course.id, NOTHING_KNOWN)
        occupations = self._occupations(known) if item.course.kind not in WITHOUT_OCCUPATION else ()
        languages = frozenset(tag for tag, uri in LANGUAGE_COMPETENCES.items() if uri in known.teaches)
        return replace(item, support=reasoning.for_course(item.course, occupations, languages))

    def _occupations(self, about: CourseCompetences) -> tuple[str, ...]:
        """The ISCO-08 codes of the occupations that a course surely enough leads to."""
        if self._competences is None:
            return ()
        sure = (uri for uri, weight in about.occupations.items() if weight >= LEADS_TO_SURE)
        return tuple(dict.fromkeys(code for uri in sure if (code := self._competences.isco(uri))))

    def _questions(
        self, profile: Profile, reasoning: PersonReasoning, supports: Sequence[Support]
    ) -> tuple[Question, ...]:
        """What is worth asking her: what would settle a record that is made for everybody, or for a group she is in."""
        walker = walker_of(profile)
        return self._reasoner.questions(one for one in supports if is_made_for(reasoning.measures[one.id], walker))

    def _gates(self, candidates: Judged, profile: Profile, today: date, language: str | None) -> tuple[Gate, ...]:
        """The languages that alone keep her from courses, each with a language course that fits."""
        closed = closed_gates(candidates.near_misses)
        opened = (
            gate(tag, opens, self._language_courses(tag, profile, today, language)) for tag, opens in closed.items()
        )
        return tuple(one for one in opened if one)

    def _paths(
        self, candidates: Judged, profile: Profile, aim: Aim, today: date, language: str | None, cover: Cover
    ) -> tuple[LearningPath, ...]:
        """Two-step paths, where nothing closes the gap alone."""
        if aim.gap is None or not wanted(aim.gap, candidates.fitting):
            return ()
        tags = languages_in_the_way(candidates.near_misses)
        courses = [option for tag in tags for option in self._language_courses(tag, profile, today, language)]
        return paths(aim.gap, candidates.fitting, candidates.near_misses, courses, cover)

    def _language_courses(self, tag: str, profile: Profile, today: date, language: str | None) -> list[Option]:
        """The courses of one language that fit; they have no part in the gap."""
        uri = LANGUAGE_COMPETENCES.get(tag)
        name = self._competences.name(uri, language) if self._competences and uri else ""
        if not name:
            return []
        found = self._candidates.search([name], limit=LANGUAGE_COURSES, language=language, nearby=self._nearby(profile))
        courses = self._courses.get_many(sorted(found)).values()
        options = (
            judged(
                Case(profile=profile, course=course, today=today, journey=self._journey(profile, course)),
                relevance_value(found[course.id]),
                Aim(),
                NOTHING_KNOWN,
                lambda _: (),
            )
            for course in courses
            if course.kind is CourseKind.LANGUAGE and tag in course.taught_in
        )
        return [option for option in options if not broken(option.item.findings)]

    def _suggested(
        self, aim: Aim, items: Sequence[Recommendation], about: Mapping[str, CourseCompetences]
    ) -> tuple[Suggestion, ...]:
        """Occupations for somebody who named none, from what she can do, else from where the courses found lead."""
        if self._competences is None or aim.gap is not None:
            return ()
        near = from_competences(aim.held, aim.can, self._competences) if aim.held else ()
        return near or from_courses(items, about, aim.can, self._competences)

    def _nearby(self, profile: Profile) -> frozenset[str]:
        minutes = profile.max_travel_minutes or NEARBY_MINUTES
        return frozenset(
            key
            for start in _starts(profile)
            for key in self._courses.near(start, self._travel_times.within(start, minutes))
        )

    def _journey(self, profile: Profile, course: Course) -> Journey | None:
        """The shortest estimated way from home or work to any place of the course."""
        if course.mode is Mode.ONLINE:
            return None
        ways = [
            Journey(start=start, end=end, minutes=minutes)
            for start in _starts(profile)
            for end in places_of(course)
            if (minutes := self._travel_times.minutes(start, end)) is not None
        ]
        return min(ways, key=lambda way: way.minutes, default=None)


def _starts(profile: Profile) -> tuple[Place, ...]:
    return tuple(place for place in (profile.home, profile.works_at) if place)
