"""Records that reason about one person in Trier and her courses, and a product that asks them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from data.knowledge import Fact, KnowledgeBase
from data.knowledge.facts import About, FactKind, Unit
from engine.answer import Recommendation, RecommendationList
from engine.conditions import All, Any, Basis, Condition, Test
from engine.domain import Course, CourseKind, Place, Profile, Region, Status
from engine.measures import Claim, Confidence, Contact, Force, Measure, MeasureKind, Stage, Topic
from engine.pathways import pathway
from engine.support import ABOUT_A_PERSON, Reasoner
from tests.service.fakes import ESCH, TODAY, FakeProduct, course, finding, recommended
from tests.service.knowledge_samples import in_all, source

TRIER = Place(name="Trier", country="DE", postal_code="54290", region=Region.RHEINLAND_PFALZ)
IN_TRIER = course(1, place=TRIER, kind=CourseKind.COURSE, title="Pflegekurs")
IN_ESCH = course(2, place=ESCH, kind=CourseKind.COURSE, title="Cours de soins")
MOTHER = Profile(goal="care", home=TRIER, age=22, status=Status.UNEMPLOYED)


def fact(name: str, kind: FactKind, about: About = About.PERSON, unit: Unit | None = None, asks: str = "") -> Fact:
    label = name.replace("_", " ").replace(".", " ")
    return Fact(name=name, kind=kind, about=about, unit=unit, label=in_all(label), question=in_all(asks or f"{label}?"))


FACTS = {
    one.name: one
    for one in (
        fact("home_country", FactKind.WORD),
        fact("work_country", FactKind.WORD),
        fact("training_contract_country", FactKind.WORD),
        fact("jobless", FactKind.YES_NO),
        fact("age", FactKind.NUMBER, unit=Unit.YEARS),
        fact("months_with_employer", FactKind.NUMBER, unit=Unit.MONTHS, asks="How many months have you worked there?"),
        fact("registered.agentur", FactKind.YES_NO, asks="Are you registered with the Agentur?"),
        fact("group.refugee", FactKind.YES_NO),
        fact("employer_private", FactKind.YES_NO, About.EMPLOYER, asks="Is it a private firm?"),
        fact("approved.azav", FactKind.YES_NO, About.COURSE, asks="Is the course approved?"),
        fact("approved.ministry", FactKind.YES_NO),
        fact("course_kind", FactKind.WORD, About.COURSE),
        fact("course_country", FactKind.WORD, About.COURSE),
        fact("crosses_border", FactKind.YES_NO, About.COURSE),
        fact("certificate_foreign", FactKind.YES_NO, About.COURSE),
    )
}
LIVES_HERE = Test(fact="home_country", among=("DE",))
NO_STUDY = Test(fact="course_kind", beside=("study",))


def record(key: str, topic: Topic, *tests: Condition, **changes: object) -> Measure:
    """A verified record at home in Rheinland-Pfalz, funding unless ``changes`` say otherwise."""
    plain = Measure(
        id=key,
        kind=MeasureKind.FUNDING,
        topics=(topic,),
        names={"de": f"Name {key}"},
        regions=(Region.RHEINLAND_PFALZ,),
        confidence=Confidence.VERIFIED,
        claim=Claim.DISCRETION,
        summary={tag: f"{text} More of it." for tag, text in in_all(f"About {key}.").items()},
        amount=in_all("up to 60 %"),
        conditions=All(parts=tests),
        sources=(source(),),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # the changes are those of a dataclass


VOUCHER = record(
    "DE-VOUCHER",
    Topic.FUNDING,
    LIVES_HERE,
    NO_STUDY,
    Test(fact="registered.agentur", equals=True),
    contacts=(Contact(name="Agentur für Arbeit", url="https://agentur.example", phone="0800 4 5555 00"),),
)
APPROVAL = record(
    "DE-APPROVAL", Topic.FUNDING, LIVES_HERE, NO_STUDY, Test(fact="approved.azav", equals=True), claim=Claim.ENTITLEMENT
)
DOUBTFUL = record("DE-DOUBTFUL", Topic.FUNDING, LIVES_HERE, NO_STUDY, force=Force.UNCERTAIN)
REFUGEES = record("DE-REFUGEES", Topic.FUNDING, LIVES_HERE, NO_STUDY, Test(fact="group.refugee", equals=True))
RIDDLE = record(
    "DE-RIDDLE",
    Topic.FUNDING,
    NO_STUDY,
    *(Test(fact=name, equals=True) for name in ("registered.agentur", "employer_private", "approved.azav")),
)
OTHERS = record("DE-OTHERS", Topic.FUNDING, NO_STUDY, Test(fact="home_country", among=("FR", "BE")))
ASSUMED = record("DE-ASSUMED", Topic.FUNDING, NO_STUDY, Test(fact="home_country", among=("LU",), basis=Basis.INFERRED))
LEAVE = record(
    "DE-LEAVE",
    Topic.LEAVE,
    NO_STUDY,
    LIVES_HERE,
    kind=MeasureKind.RIGHT,
    claim=Claim.ENTITLEMENT,
    amount=in_all("5 days"),
)
ACCESS = record(
    "LU-ACCESS",
    Topic.ACCESS,
    Test(fact="crosses_border", equals=True),
    kind=MeasureKind.AGREEMENT,
    regions=(Region.LUXEMBOURG,),
    claim=Claim.OPEN,
)
COUNTS = record(
    "DE-COUNTS", Topic.RECOGNITION, Test(fact="certificate_foreign", equals=True), kind=MeasureKind.RECOGNITION
)
BENEFIT = record("DE-BENEFIT", Topic.BENEFIT, LIVES_HERE, Test(fact="jobless", equals=True), kind=MeasureKind.RIGHT)
OFFICE = record(
    "DE-OFFICE",
    Topic.GUIDANCE,
    kind=MeasureKind.INSTITUTION,
    stages=(Stage.CONTACT,),
    claim=Claim.OPEN,
    contacts=(Contact(name="Agentur Trier", url="https://trier.example"),),
)
SCOUTS = record(
    "DE-SCOUTS",
    Topic.MEASURE,
    Test(fact="age", most=25),
    kind=MeasureKind.MEASURE,
    stages=(Stage.CONTACT,),
    force=Force.UNCERTAIN,
)
BEYOND = record(
    "LU-OFFICE",
    Topic.GUIDANCE,
    kind=MeasureKind.INSTITUTION,
    stages=(Stage.CONTACT,),
    claim=Claim.OPEN,
    regions=(Region.LUXEMBOURG,),
)
PREPARES = record(
    "DE-PREPARES",
    Topic.MEASURE,
    Any(parts=(Test(fact="registered.agentur", equals=True), Test(fact="group.refugee", equals=True))),
    kind=MeasureKind.MEASURE,
    stages=(Stage.PREPARATION,),
)
FOR_REFUGEES = record(
    "DE-ONLY", Topic.MEASURE, Test(fact="group.refugee", equals=True), kind=MeasureKind.MEASURE, stages=(Stage.JOB,)
)


def base_of(*measures: Measure) -> KnowledgeBase:
    return KnowledgeBase(measures=measures, facts=FACTS)


EVERYTHING = base_of(VOUCHER, LEAVE, ACCESS, COUNTS, BENEFIT, OTHERS, OFFICE, SCOUTS, BEYOND, PREPARES, FOR_REFUGEES)


def reasoned(base: KnowledgeBase, profile: Profile, *courses: Course) -> RecommendationList:
    """The answer for a person and these courses, as the recommender makes it, but without a search."""
    reasoner = Reasoner(base.public, base.askable)
    reasoning = reasoner.for_person(profile, TODAY)
    items: tuple[Recommendation, ...] = ()
    for one in courses:
        across = profile.home and one.place and profile.home.country != one.place.country
        item = recommended(one, *([finding("border", **{"from": "DE", "to": "LU"})] if across else []))
        items = (*items, replace(item, support=reasoning.for_course(one)))
    support = reasoning.of_person(ABOUT_A_PERSON)
    return RecommendationList(
        items=items,
        support=support,
        pathway=pathway(profile, reasoning, items),
        questions=reasoner.questions((*support, *(one for item in items for one in item.support))),
    )


@dataclass
class ReasoningProduct(FakeProduct):
    """Recommends the two courses, and reasons about whoever asks."""

    knowledge: KnowledgeBase = field(default_factory=lambda: EVERYTHING)

    def recommend(self, profile: Profile, *, k: int, language: str | None) -> RecommendationList:
        self.asked.append((profile, k, language))
        return reasoned(self.knowledge, profile, IN_TRIER, IN_ESCH)
