"""What is told of the knowledge base: little to the person, everything to an adviser, and never more than is sure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from werkzeug.datastructures import MultiDict

from engine.answer import Gate, Question
from engine.domain import Course, CourseKind, Group, Place, Region
from engine.measures import Claim, Measure
from service.asked import answers_from, filled_in, written
from service.checked_views import CheckedTopic, checked_view
from service.contacts import places_to_ask
from service.messages.support import Strength
from service.pathway_views import gate_views, pathway_view
from service.question_views import given_views, question_views
from service.support_views import SupportLine, first_sentence, lines_for_person, support_lines
from tests.service.fakes import ACROSS, recommended
from tests.service.support_samples import (
    ACCESS,
    APPROVAL,
    ASSUMED,
    BENEFIT,
    BEYOND,
    COUNTS,
    DOUBTFUL,
    EVERYTHING,
    FACTS,
    FOR_REFUGEES,
    IN_ESCH,
    IN_TRIER,
    LEAVE,
    MOTHER,
    OFFICE,
    OTHERS,
    PREPARES,
    REFUGEES,
    RIDDLE,
    SCOUTS,
    VOUCHER,
    base_of,
    reasoned,
)

RLP = Region.RHEINLAND_PFALZ
REGISTERED = replace(MOTHER, registered_with=("agentur",))


def lines(*measures: Measure, course: Course = IN_TRIER, registered: bool = True) -> list[SupportLine]:
    base = base_of(*measures)
    found = reasoned(base, REGISTERED if registered else MOTHER, course)
    return list(support_lines(found.items[0], base, "en", RLP))


def test_what_is_decided_case_by_case_is_only_possible() -> None:
    (line,) = lines(VOUCHER)
    assert (line.strength, line.sign) == (Strength.POSSIBLE, "Possible")
    assert line.sentence == "This can pay for you. It is decided case by case: ask early."
    assert (line.amount, line.ask) == ("up to 60 % (en)", "")
    assert (line.contact.name, line.contact.dial) == ("Agentur für Arbeit", "08004555500")


def test_only_an_entitlement_is_called_a_right() -> None:
    assert lines(LEAVE)[0].sentence == "You have a right to time off for it."
    assert lines(replace(LEAVE, claim=Claim.UNKNOWN))[0].sign == "Possible"


def test_what_hangs_on_one_answer_says_on_which() -> None:
    (line,) = lines(VOUCHER, registered=False)
    assert (line.strength, line.sign) == (Strength.PERHAPS, "Perhaps")
    assert line.ask == "It depends on this: registered agentur (en)."


def test_what_the_provider_knows_is_asked_of_the_provider() -> None:
    assert lines(APPROVAL)[0].ask == "Ask the provider: Is the course approved? (en)"


def test_a_record_of_which_nobody_knows_whether_it_runs_is_never_sure() -> None:
    (line,) = lines(DOUBTFUL)
    assert line.sign == "Perhaps"
    assert line.ask == "It is not certain that it still runs. Ask first."


@pytest.mark.parametrize("measure", [REFUGEES, RIDDLE, OTHERS, ASSUMED])
def test_noise_is_left_out(measure: Measure) -> None:
    """For a group she did not name, with three things open, refused, or assumed to be for others."""
    assert lines(measure, registered=False) == []


def test_a_group_that_she_named_is_told_what_is_for_it() -> None:
    base = base_of(REFUGEES)
    found = reasoned(base, replace(MOTHER, groups=(Group.REFUGEE,)), IN_TRIER)
    assert [line.id for line in support_lines(found.items[0], base, "en")] == ["DE-REFUGEES"]


def test_what_holds_comes_before_what_is_to_be_asked() -> None:
    assert [line.id for line in lines(DOUBTFUL, APPROVAL, VOUCHER)] == ["DE-VOUCHER"]


def test_there_are_three_lines_at_most_one_a_topic_in_one_order() -> None:
    shown = lines(COUNTS, ACCESS, LEAVE, VOUCHER, APPROVAL, course=IN_ESCH)
    assert [line.id for line in shown] == ["DE-VOUCHER", "DE-LEAVE", "LU-ACCESS"]
    unregistered = lines(COUNTS, ACCESS, LEAVE, VOUCHER, course=IN_ESCH, registered=False)
    assert [line.id for line in unregistered] == ["DE-LEAVE", "LU-ACCESS", "DE-COUNTS"]


def test_who_may_attend_and_what_counts_is_told_only_across_a_border() -> None:
    assert lines(ACCESS, COUNTS) == []
    assert [line.sign for line in lines(ACCESS, COUNTS, course=IN_ESCH)] == ["Yes", "Good to know"]


def test_access_is_told_by_the_side_on_which_the_course_is() -> None:
    assert lines(replace(ACCESS, regions=(RLP,)), course=IN_ESCH) == []


def test_a_language_course_has_no_certificate_that_would_have_to_count() -> None:
    assert lines(COUNTS, course=replace(IN_ESCH, kind=CourseKind.LANGUAGE)) == []


def test_what_no_course_can_change_is_told_once_and_not_beside_every_course() -> None:
    found = reasoned(EVERYTHING, REGISTERED, IN_TRIER, IN_ESCH)
    beside = {line.id for item in found.items for line in support_lines(item, EVERYTHING, "en")}
    assert "DE-BENEFIT" not in beside
    assert [line.id for line in lines_for_person(found, EVERYTHING, "en")] == ["DE-BENEFIT"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Ja. Nein.", "Ja."),
        ("On paie 3,5 % du prix. Et puis ?", "On paie 3,5 % du prix."),
        ("Est-ce possible\N{NARROW NO-BREAK SPACE}? Oui.", "Est-ce possible\N{NARROW NO-BREAK SPACE}?"),
        ("Nur ein Satz", "Nur ein Satz"),
    ],
)
def test_the_first_sentence_ends_where_it_ends(text: str, first: str) -> None:
    assert first_sentence(text) == first


def topic_of(topics: tuple[CheckedTopic, ...], key: str) -> CheckedTopic:
    return next(group for group in topics if any(one.id == key for one in (*group.records, *group.refused)))


def test_an_adviser_sees_each_condition_with_verdict_value_and_basis() -> None:
    base = base_of(VOUCHER, ASSUMED)
    (topics,) = checked_view(reasoned(base, MOTHER, IN_TRIER), base, "en").offers
    assumed, voucher = topics[0].records
    assert [(one.verdict, one.known) for one in voucher.conditions] == [
        ("MET", ""),
        ("MET", "Course"),
        ("UNKNOWN", ""),
    ]
    assert (voucher.verdict, voucher.missing) == ("UNKNOWN", "registered agentur (en)")
    assert [one.basis for one in assumed.conditions] == ["", "assumed, not read in a source"]
    assert voucher.checked == "November 22, 2026"
    assert [source.url for source in voucher.sources] == ["https://law.example/text"]


def test_a_record_that_does_not_apply_is_told_by_the_condition_that_refuses() -> None:
    base = base_of(OTHERS)
    (topics,) = checked_view(reasoned(base, MOTHER, IN_TRIER), base, "en").offers
    (refused,) = topics[0].refused
    assert (topics[0].records, refused.reasons) == ((), ("Home country (en): France or Belgium",))


def test_what_no_course_changes_is_told_in_full_only_for_the_person() -> None:
    checked = checked_view(reasoned(EVERYTHING, MOTHER, IN_TRIER), EVERYTHING, "en")
    for topics, elsewhere in ((checked.person, False), (checked.offers[0], True)):
        (benefit,) = topic_of(topics, "DE-BENEFIT").records
        assert benefit.elsewhere is elsewhere


def test_across_a_border_without_a_rule_it_is_said_whom_to_ask_and_why() -> None:
    base = base_of(VOUCHER)
    (here, there) = checked_view(reasoned(base, MOTHER, IN_TRIER, IN_ESCH), base, "en").offers
    assert [group.note for group in here] == [""]
    assert there[-1].note == (
        "Whether people from across the border may attend is not known. Ask: Lycée de santé. "
        "We know no rule for this border that speaks for it."
    )
    ruled = base_of(ACCESS)
    (topics,) = checked_view(reasoned(ruled, MOTHER, IN_ESCH), ruled, "en").offers
    assert [group.note for group in topics] == [""]


def test_the_way_names_the_surest_first_and_folds_the_rest() -> None:
    found = reasoned(EVERYTHING, MOTHER, IN_TRIER)
    first, *others = pathway_view(found, EVERYTHING, RLP, "en")
    assert first.title == "Talk to somebody"
    assert (first.first.id, first.first.standing) == ("DE-OFFICE", "This is open to you.")
    assert first.first.summary == "About DE-OFFICE. (en) More of it."
    assert [card.id for card in first.others] == ["DE-SCOUTS"]
    assert [card.id for card in first.across] == ["LU-OFFICE"]
    assert {card.id for step in others for card in (step.first, *step.others) if card} == {"DE-PREPARES"}


def test_a_way_never_asks_for_a_group_and_leaves_out_what_is_only_for_one() -> None:
    found = reasoned(base_of(PREPARES, FOR_REFUGEES, SCOUTS), MOTHER, IN_TRIER)
    steps = pathway_view(found, base_of(PREPARES, FOR_REFUGEES, SCOUTS), RLP, "en")
    told = {card.id: card.ask for step in steps for card in (step.first, *step.others) if card}
    assert told == {
        "DE-SCOUTS": "It is not certain that it still runs. Ask first.",
        "DE-PREPARES": "It depends on this: registered agentur (en).",
    }


def test_a_question_offers_yes_and_no_a_number_or_countries() -> None:
    base = base_of(VOUCHER, LEAVE)
    asked = [
        Question(fact="registered.agentur", settles=("DE-VOUCHER", "DE-LEAVE")),
        Question(fact="months_with_employer", settles=("DE-LEAVE",)),
        Question(fact="training_contract_country", settles=("DE-LEAVE",)),
    ]
    registered, months, country = question_views(asked, (), base, "en")
    assert registered.text == "Are you registered with the Agentur? (en)"
    assert registered.choices == (("yes", "Yes"), ("no", "No"))
    assert [key for key, *_ in registered.settles] == ["DE-VOUCHER", "DE-LEAVE"]
    assert (months.choices, months.unit) == ((), "months")
    assert [value for value, _ in country.choices] == ["DE", "FR", "LU", "BE", "none"]


def test_what_the_lines_hang_on_is_asked_first() -> None:
    base = base_of(VOUCHER, APPROVAL)
    shown = lines(VOUCHER, registered=False)
    elsewhere = [Question(fact="employer_private", settles=()), Question(fact="registered.agentur", settles=())]
    asked = question_views(elsewhere, shown, base, "en")
    assert [(view.fact, view.alone) for view in asked] == [("registered.agentur", True), ("employer_private", True)]
    both = replace(shown[0], open_facts=("registered.agentur", "approved.azav"))
    assert [(view.fact, view.alone) for view in question_views((), [both], base, "en")] == [
        ("registered.agentur", False)
    ]


def test_no_more_is_asked_than_three_things_at_once() -> None:
    names = ("registered.agentur", "employer_private", "months_with_employer", "training_contract_country")
    asked = question_views([Question(fact=name, settles=()) for name in names], (), base_of(), "en")
    assert [view.fact for view in asked] == list(names[:3])


def test_what_the_form_asks_is_asked_by_its_field_and_once() -> None:
    asked = [Question(fact="home_country", settles=()), Question(fact="home_region", settles=())]
    (view,) = question_views(asked, (), base_of(), "en")
    assert view.field == "home"


def test_what_only_others_know_is_no_question_to_her() -> None:
    names = ("approved.azav", "approved.ministry", "group.refugee", "no_such_fact")
    asked = [Question(fact=name, settles=()) for name in names]
    assert question_views(asked, (), base_of(), "en") == ()


def test_nobody_out_of_work_is_asked_about_her_employer() -> None:
    asked = [Question(fact="employer_private", settles=())]
    assert [view.fact for view in question_views(asked, (), base_of(), "en", in_work=True)] == ["employer_private"]
    assert question_views(asked, (), base_of(), "en", in_work=False) == ()


def test_answers_are_read_by_the_kind_of_their_fact() -> None:
    sent = MultiDict(
        [
            ("answer-registered.agentur", "yes"),
            ("answer-employer_private", "no"),
            ("answer-months_with_employer", " 7,5 "),
            ("answer-training_contract_country", "LU"),
            ("goal", "care"),
        ]
    )
    assert answers_from(sent, FACTS) == {
        "registered.agentur": True,
        "employer_private": False,
        "months_with_employer": 7.5,
        "training_contract_country": "LU",
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("registered.agentur", "perhaps"),
        ("months_with_employer", "many"),
        ("months_with_employer", "nan"),
        ("months_with_employer", "-1"),
        ("months_with_employer", "1e99"),
        ("training_contract_country", "<b>"),
        ("group.refugee", "yes"),
        ("approved.azav", "yes"),
        ("age", "19"),
        ("no_such_fact", "yes"),
    ],
)
def test_what_is_no_answer_is_left_out(name: str, text: str) -> None:
    assert answers_from(MultiDict({f"answer-{name}": text}), FACTS) == {}


def test_the_newest_answer_counts_and_an_answer_can_be_taken_back() -> None:
    kept = [("answer-registered.agentur", "yes"), ("answer-months_with_employer", "7")]
    newer = MultiDict([*kept, ("answer-months_with_employer", "12"), ("answer-months_with_employer", "")])
    assert answers_from(newer, FACTS) == {"registered.agentur": True, "months_with_employer": 12.0}
    assert answers_from(MultiDict([*kept, ("forget", "registered.agentur")]), FACTS) == {"months_with_employer": 7.0}


def test_an_answer_that_belongs_into_the_form_is_written_there_unless_she_said_it_already() -> None:
    assert filled_in(MultiDict({"home": "", "answer-home_country": "Trier"}))["home"] == "Trier"
    assert filled_in(MultiDict({"home": "Metz", "answer-home_country": "Trier"}))["home"] == "Metz"


def test_answers_are_told_in_words_and_written_as_they_were_sent() -> None:
    told = given_views({"registered.agentur": True, "months_with_employer": 7.0}, FACTS, "en")
    assert [one.text for one in told] == ["Registered agentur (en): yes", "Months with employer (en): 7"]
    assert [written(answer) for answer in (True, False, 7.0, "LU")] == ["yes", "no", "7", "LU"]


def test_a_gate_names_the_language_course_and_where_it_is() -> None:
    opener = recommended(replace(IN_ESCH, title="Deutsch B1"), *ACROSS)
    (view,) = gate_views([Gate(language="de", opened_by=opener, opens=("starter:9",))], "en")
    assert (view.language, view.course.title, view.course.town) == ("German", "Deutsch B1", "Esch-sur-Alzette")


def test_the_places_to_ask_are_those_of_her_region_and_never_closed_to_her() -> None:
    base = base_of(replace(OFFICE, regions=(RLP, Region.LUXEMBOURG)), BEYOND, SCOUTS)
    found = reasoned(base, MOTHER, IN_TRIER)
    assert [place.id for place in places_to_ask(found, base, RLP, "en")] == ["DE-OFFICE"]
    closed = base_of(replace(OFFICE, conditions=OTHERS.conditions))
    nobody = replace(MOTHER, home=Place(name="Trier", country="DE", region=RLP))
    assert places_to_ask(reasoned(closed, nobody, IN_TRIER), closed, RLP, "en") == ()


def test_without_a_home_one_place_for_each_region_is_named() -> None:
    other = replace(OFFICE, id="DE-OTHER")
    reached = replace(BEYOND, contacts=OFFICE.contacts)
    base = base_of(OFFICE, other, reached)
    found = reasoned(base, replace(MOTHER, home=None), IN_TRIER)
    assert [place.id for place in places_to_ask(found, base, None, "en")] == ["DE-OFFICE", "LU-OFFICE"]


def test_no_line_says_more_than_its_verdict() -> None:
    """Over all records: a right or an open door only where the conditions hold."""
    found = reasoned(EVERYTHING, MOTHER, IN_TRIER, IN_ESCH)
    sure = {support.id for item in found.items for support in item.support if support.verdict.value == "MET"}
    for item in found.items:
        for line in support_lines(item, EVERYTHING, "en"):
            assert (line.strength is not Strength.PERHAPS) == (line.id in sure)
    assert BENEFIT.id in sure
