from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.conditions import All, Any, Basis, Condition, Facts, Test, Value, at_best, missing, remaining
from engine.domain import Verdict

MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN

FACTS = ("age", "months", "home", "registered", "status")
values = st.one_of(st.integers(0, 99), st.booleans(), st.sampled_from(["LU", "DE", "FR"]))
some_facts = st.dictionaries(st.sampled_from(FACTS), values)
bases = st.sampled_from(Basis)
tests = st.one_of(
    st.builds(Test, fact=st.sampled_from(FACTS), least=st.integers(0, 50), basis=bases),
    st.builds(Test, fact=st.sampled_from(FACTS), most=st.integers(0, 50), basis=bases),
    st.builds(Test, fact=st.sampled_from(FACTS), equals=st.booleans(), basis=bases),
    st.builds(Test, fact=st.sampled_from(FACTS), among=st.just(("LU", "DE")), basis=bases),
    st.builds(Test, fact=st.sampled_from(FACTS), beside=st.just(("LU",)), basis=bases),
)
conditions = st.recursive(
    tests,
    lambda inner: st.one_of(
        st.builds(All, parts=st.lists(inner, max_size=4).map(tuple)),
        st.builds(Any, parts=st.lists(inner, min_size=1, max_size=4).map(tuple)),
    ),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("age", "verdict"), [(15, NOT_MET), (16, MET), (25, MET), (26, NOT_MET), (None, UNKNOWN)], ids=str
)
def test_both_bounds_of_an_age_are_included(age: int | None, verdict: Verdict) -> None:
    facts: Facts = {} if age is None else {"age": age}
    assert Test(fact="age", least=16, most=25).verdict(facts) is verdict


@pytest.mark.parametrize("basis", [Basis.INFERRED, Basis.UNKNOWN])
def test_a_condition_that_no_source_states_never_refuses(basis: Basis) -> None:
    test = Test(fact="home", among=("FR",), basis=basis)
    assert (test.verdict({"home": "FR"}), test.verdict({"home": "DE"})) == (MET, UNKNOWN)


def test_several_words_meet_a_list_where_one_of_them_is_in_it() -> None:
    test = Test(fact="course_isco", among=("2221", "3221"))
    assert test.verdict({"course_isco": frozenset({"5321", "2221"})}) is MET
    assert test.verdict({"course_isco": frozenset({"5321"})}) is NOT_MET
    assert Test(fact="home", beside=("LU",)).verdict({"home": "LU"}) is NOT_MET


def test_yes_or_no_is_not_mixed_up_with_a_number() -> None:
    assert Test(fact="registered", equals=True).verdict({"registered": 1}) is NOT_MET
    assert Test(fact="age", least=16).verdict({"age": "sixteen"}) is NOT_MET


def test_one_open_part_leaves_all_open_and_one_refused_part_refuses_all() -> None:
    met, refused, unknown = (Test(fact=name, equals=True) for name in ("a", "b", "c"))
    facts: Facts = {"a": True, "b": False}
    assert All(parts=(met, unknown)).verdict(facts) is UNKNOWN
    assert All(parts=(met, unknown, refused)).verdict(facts) is NOT_MET
    assert Any(parts=(refused, unknown)).verdict(facts) is UNKNOWN
    assert Any(parts=(refused, unknown, met)).verdict(facts) is MET
    assert All().verdict(facts) is MET


def test_what_is_missing_is_only_what_could_still_decide() -> None:
    registered, months, age = (
        Test(fact="registered", equals=True),
        Test(fact="months", least=3),
        Test(fact="age", most=29),
    )
    either = Any(parts=(All(parts=(registered, months)), age))
    assert missing(either, {}) == ("registered", "months", "age")
    assert missing(either, {"registered": False}) == ("age",)
    assert missing(either, {"age": 20}) == ()


def test_an_inferred_refusal_cannot_be_answered_away() -> None:
    both = All(parts=(Test(fact="home", among=("FR",), basis=Basis.INFERRED), Test(fact="age", most=25)))
    assert at_best(both, {"home": "FR"}) is MET
    assert at_best(both, {"home": "DE"}) is UNKNOWN
    assert at_best(both, {"age": 26}) is NOT_MET


@given(conditions, some_facts, st.sampled_from(FACTS), values)
def test_a_further_fact_never_turns_a_verdict_into_its_opposite(
    condition: Condition, facts: dict[str, Value], name: str, value: Value
) -> None:
    if name in facts:
        return
    before, after = condition.verdict(facts), condition.verdict({**facts, name: value})
    assert before is UNKNOWN or after is before


@given(conditions, some_facts, st.sampled_from(FACTS))
def test_taking_a_fact_away_never_refuses(condition: Condition, facts: dict[str, Value], name: str) -> None:
    before = condition.verdict(facts)
    after = condition.verdict({key: value for key, value in facts.items() if key != name})
    assert after is before or after is UNKNOWN


@given(st.lists(tests, max_size=4), some_facts)
def test_the_order_of_the_parts_does_not_matter(parts: list[Test], facts: dict[str, Value]) -> None:
    orders = list(permutations(parts))
    assert len({All(parts=order).verdict(facts) for order in orders}) == 1
    if parts:
        assert len({Any(parts=order).verdict(facts) for order in orders}) == 1


@given(conditions, some_facts)
def test_what_is_missing_is_not_known_and_where_nothing_is_missing_no_answer_helps(
    condition: Condition, facts: dict[str, Value]
) -> None:
    asked = missing(condition, facts)
    assert not set(asked) & set(facts)
    assert (condition.verdict(facts) is UNKNOWN) or asked == ()


@given(conditions, some_facts, some_facts)
def test_what_remains_open_says_the_same_as_the_whole(
    condition: Condition, known: dict[str, Value], more: dict[str, Value]
) -> None:
    both = {**more, **known}
    still = remaining(condition, known)
    assert still.verdict(both) is condition.verdict(both)
    assert missing(still, both) == missing(condition, both)
    assert at_best(still, both) is at_best(condition, both)


def test_what_is_settled_is_not_tested_again() -> None:
    age, hours = Test(fact="age", least=16), Test(fact="hours", least=24)
    assert remaining(All(parts=(age, hours)), {"age": 20}) == hours
    assert remaining(All(parts=(age, hours)), {"age": 15}) == Any(parts=())
    assert remaining(Any(parts=(age, hours)), {"age": 20}) == All()
    assert remaining(Any(parts=(age, hours)), {"age": 15}) == hours
