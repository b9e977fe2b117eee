"""What the shipped records decide, as a table: one person, one course, and the verdict that the sources give."""

from __future__ import annotations

import pytest

from data.knowledge import KnowledgeBase
from engine.support import Reasoner
from tests.data.knowledge.decision_cases import SILENT, Case, read_cases

CASES, PROBLEMS = read_cases()
CASES_WANTED = 120
MUST_SHOW = {
    *("LU-CIF", "LU-CL", "EU-883-65", "EU-883-REV", "XB-DEFR23", "LU-APPX", "DE-179-3", "DE-BGS", "DE-74", "DE-82"),
    *("DE-82A", "DE-87A", "DE-48A", "DE-54A", "DE-51", "DE-76", "DE-16H", "RLP-BFG", "SL-SBFG", "RLP-QS", "SL-KDW"),
    *("FR-CEJ", "FR-CPF", "LU-CIE", "LU-CAE", "LU-ALJ", "WAL-CISP", "WAL-CDB", "WAL-CEP"),
    *("DG-BRAWO", "DG-AKTIF", "DG-BIDIP"),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_the_records_decide_as_their_sources_do(case: Case, shipped: KnowledgeBase) -> None:
    unknown = [name for name in case.written.person.answers if name not in shipped.facts]
    assert unknown == [], f"{case.place}: no such facts"
    assert [name for name in case.expected if name not in shipped] == [], f"{case.place}: no such records"
    reasoner = Reasoner(map(shipped.get, case.expected))
    person = reasoner.for_person(case.profile(dict(shipped.facts)), case.written.day)
    course = case.course()
    said: dict[str, str] = {
        name: person.verdict(name, course, case.occupations) if name in person.measures else SILENT
        for name in case.expected
    }
    assert said == case.expected, f"{case.place}: {case.written.because}"


def test_every_case_can_be_read() -> None:
    assert [str(problem) for problem in PROBLEMS] == []


def test_no_case_is_written_twice() -> None:
    names = [case.written.case for case in CASES]
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= CASES_WANTED


def test_the_rules_that_matter_most_are_all_decided() -> None:
    assert MUST_SHOW - {name for case in CASES for name in case.expected} == set()


def test_every_verdict_and_silence_occur() -> None:
    verdicts = {verdict for case in CASES for verdict in case.expected.values()}
    assert verdicts == {"MET", "NOT_MET", "UNKNOWN", SILENT}
