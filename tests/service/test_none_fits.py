from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from data.store.accounts_records import Feedback, Verdict
from engine.errors import Unavailable
from engine.ranking import WEIGHTS_VERSION
from service.none_fits import ABOUT_THE_ANSWER, FEEDBACK, REASONS
from tests.service.conftest import Submit
from tests.service.fakes import TODAY
from tests.service.login_fakes import opened
from tests.service.tokens import token_of

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow


@dataclass
class Notebook:
    """Keeps what it is told, or fails as a store whose database is away."""

    kept: list[Feedback] = field(default_factory=list)
    away: bool = False

    def add(self, said: Feedback) -> None:
        if self.away:
            raise Unavailable("no database", remedy="start it")
        self.kept.append(said)


@pytest.fixture
def notebook(app: Flask) -> Iterator[Notebook]:
    app.extensions[FEEDBACK] = Notebook()
    yield app.extensions[FEEDBACK]
    del app.extensions[FEEDBACK]


def said(client: FlaskClient, reason: str, **answers: str) -> str:
    sent = {"csrf_token": token_of(client), "none": reason, **answers}
    page = client.post("/en/none-fits", data=sent)
    assert page.status_code == 200
    return page.text


def test_the_reasons_are_asked_only_where_they_can_be_kept(submit: Submit, app: Flask) -> None:
    assert "none-fits" not in submit(goal="care").text
    app.extensions[FEEDBACK] = Notebook()
    try:
        page = submit(goal="care").text
    finally:
        del app.extensions[FEEDBACK]
    assert page.count('formaction="/en/none-fits"') == len(REASONS) + 1 == 5


def test_what_is_kept_is_a_day_two_versions_and_a_code(client: FlaskClient, notebook: Notebook) -> None:
    said(client, "too-far", goal="my secret wish", home="Thionville", age="19")
    (kept,) = notebook.kept
    assert kept == Feedback(
        course_id=ABOUT_THE_ANSWER,
        rank=1,
        verdict=Verdict.WRONG,
        index_version="fake-1",
        weights_version=WEIGHTS_VERSION,
        day=TODAY,
        reason="too-far",
    )


def test_the_store_takes_what_is_said(client: FlaskClient, app: Flask, tmp_path: Path) -> None:
    with opened(tmp_path) as store:
        app.extensions[FEEDBACK] = store.accounts.feedback
        try:
            said(client, "too-dear", goal="care")
        finally:
            del app.extensions[FEEDBACK]
        assert [one.reason for one in store.accounts.feedback.since(TODAY)] == ["too-dear"]


@pytest.mark.parametrize("reason", ["", "<script>alert(1)</script>", "Anna from Trier"])
def test_words_of_her_own_are_never_a_reason(client: FlaskClient, notebook: Notebook, reason: str) -> None:
    page = said(client, reason, goal="care")
    assert [one.reason for one in notebook.kept] == [""]
    assert "<script>alert" not in page


def test_the_answers_stay_in_the_form_and_the_tips_follow_them(client: FlaskClient, notebook: Notebook) -> None:
    page = said(client, "too-far", goal="metal work", age="19", free_only="y")
    assert "\nmetal work</textarea>" in page
    assert 'value="19"' in page
    assert "Allow a longer way" in page
    assert "offers that cost something" in page
    assert "Allow other ways to learn" not in page
    assert 'href="/en/institutions/"' in page
    assert len(notebook.kept) == 1


def test_a_database_that_is_away_does_not_keep_her_from_the_tips(client: FlaskClient, notebook: Notebook) -> None:
    notebook.away = True
    assert "Say it in other words" in said(client, "too-hard", goal="care")


def test_the_address_alone_leads_to_the_form_and_nothing_is_kept(client: FlaskClient, notebook: Notebook) -> None:
    answer = client.get("/fr/none-fits")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/fr/")
    assert client.post("/fr/none-fits", data={"none": "too-far"}).status_code == 400
    assert notebook.kept == []
