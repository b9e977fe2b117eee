"""What the desk tells of the records beside an offer: what holds, what few answers would settle, what to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.service.desk_stage import DeskStage, open_desk
from tests.service.fakes import ESCH, FakePlaces
from tests.service.support_samples import TRIER, ReasoningProduct

PERSON = {"goal": "care", "home": "Trier", "age": "22", "situation": "unemployed"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DeskStage]:
    product = ReasoningProduct(places=FakePlaces(known=(TRIER, ESCH)))
    stage = open_desk(Path(tmp_path_factory.mktemp("desk")), product)
    yield stage
    stage.store.close()


def row(page: str, name: str) -> list[str]:
    """The cells of a row of the comparison, as text."""
    found = re.search(rf'<tr><th scope="row">{name}</th>(.*?)</tr>', page, flags=re.DOTALL)
    assert found
    cells = re.findall(r"<td>(.*?)</td>", found[1], flags=re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in cells]


def test_a_comparison_tells_what_each_record_says_of_each_offer(desk: DeskStage) -> None:
    page = desk.advisor().post("/en/advisor/compare", chosen=["starter:1", "starter:2"], **PERSON).text
    assert row(page, "Who pays") == ["Not certain Name DE-VOUCHER up to 60 % (en)"] * 2
    assert row(page, "Who may attend") == ["–", "All conditions are met Name LU-ACCESS up to 60 % (en)"]


def test_one_answer_at_the_desk_settles_a_record(desk: DeskStage) -> None:
    berta = desk.advisor()
    before = berta.post("/en/advisor/results", **PERSON).text
    assert "Are you registered with the Agentur?" in before
    assert re.search(r'<p class="to-ask"><strong>[^<]*</strong> registered agentur', before)
    answered = {**PERSON, "answer-registered.agentur": "yes"}
    after = berta.post("/en/advisor/compare", chosen=["starter:1"], **answered).text
    assert row(after, "Who pays") == ["All conditions are met Name DE-VOUCHER up to 60 % (en)"]
    # The answer goes along from page to page.
    assert '<input type="hidden" name="answer-registered.agentur" value="yes">' in after


def test_every_record_stands_beside_its_offer_with_conditions_and_sources(desk: DeskStage) -> None:
    page = desk.advisor().post("/en/advisor/results", **PERSON).text
    first = page.split('id="offer-1"')[1].split("</article>")[0]
    checked = first.split("Everything that was checked for this offer")[1]
    assert "<code>DE-VOUCHER</code>" in checked
    assert "<code>DE-OTHERS</code>" in checked
    assert "Needed, but not so:" in checked
    assert 'href="https://law.example/text"' in checked
