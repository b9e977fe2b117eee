"""The knowledge base that comes with Passerelle: it loads, is clean, and holds every row that was researched."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.knowledge import KnowledgeBase, Severity, findings
from tests.data.knowledge.samples import TODAY

LANGUAGES = {"de", "fr", "en", "lb", "nl"}
RESEARCHED = 142


def test_it_is_clean(shipped: KnowledgeBase) -> None:
    wrong = [
        f"{remark.place} {remark.id}: {remark.message}"
        for remark in findings(shipped, TODAY)
        if remark.severity is not Severity.NOTE
    ]
    assert wrong == []


def test_every_public_record_has_a_summary_in_all_five_languages(shipped: KnowledgeBase) -> None:
    assert [one.id for one in shipped.public if {tag for tag, text in one.summary.items() if text} != LANGUAGES] == []


def test_every_public_record_has_a_source_and_the_day_it_was_read(shipped: KnowledgeBase) -> None:
    assert [one.id for one in shipped.public if one.checked_on is None or one.checked_on > TODAY] == []


def test_leads_have_nothing_that_could_be_shown(shipped: KnowledgeBase) -> None:
    leads = [one for one in shipped.measures if not one.public]
    assert [one.id for one in leads if one.summary or one.sources or one.amount or one.own_share] == []
    assert [one.id for one in leads if one.speaks_on(TODAY)] == []


@pytest.mark.shared
def test_every_row_that_was_researched_is_there(shipped: KnowledgeBase, shared: Path) -> None:
    with (shared / "research" / "measures.csv").open(encoding="utf-8", newline="") as lines:
        ids = [row["id"] for row in csv.DictReader(lines)]
    assert len(ids) == RESEARCHED
    assert [name for name in ids if name not in shipped] == []


@pytest.mark.shared
def test_what_was_only_general_knowledge_is_public_only_with_a_source_of_its_own(
    shipped: KnowledgeBase, shared: Path
) -> None:
    with (shared / "research" / "measures.csv").open(encoding="utf-8", newline="") as lines:
        unread = [row["id"] for row in csv.DictReader(lines) if row["confidence"] == "general_knowledge"]
    shown = [shipped.get(name) for name in unread if name in shipped and shipped.get(name).public]
    assert [one.id for one in shown if not one.sources] == []
