"""No word of a person is ever in a line of the log, whatever she asks, however it is answered."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import StateError
from service.logs import DiscreetFormatter, log_config, log_requests
from tests.service.conftest import Submit
from tests.service.fakes import FakeProduct

# Letters of no route, no header and no traceback.
WORDS = st.text("ßœøžЖŁ", min_size=4, max_size=12)
ID = "0123456789abcdef" * 2
ENDINGS = {
    "answered": None,
    "fault": lambda word: ValueError(f"cannot read {word}"),
    "cause": lambda word: RuntimeError(KeyError(word)),
    "refused": lambda _: StateError("there is no index", remedy="passerelle index"),
}


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that is logged while the test runs, as the service writes it, whatever its level."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(DiscreetFormatter("json"))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def lines(written: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def requests(written: io.StringIO) -> list[dict[str, object]]:
    return [line for line in lines(written) if line["logger"] == "service.access"]


def record(name: str, message: str, *arguments: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord(name, logging.ERROR, __file__, 1, message, arguments, info)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(word=WORDS, ending=st.sampled_from(sorted(ENDINGS)))
def test_no_word_of_a_person_gets_into_the_log(
    client: FlaskClient, submit: Submit, product: FakeProduct, written: io.StringIO, word: str, ending: str
) -> None:
    made = ENDINGS[ending]
    product.error = made(word) if made else None
    submit(goal=word, home=word, age=word, abilities=word)
    client.post("/api/v1/recommendations", json={"goal": word, "home": {"name": word}, word: word})
    client.post("/api/v1/recommendations", data=f'{{"goal": "{word}', content_type="application/json")
    client.post("/api/v1/cv", json={"text": word})
    client.get("/api/v1/places", query_string={"q": word, word: word})
    client.get(f"/de/{word}", headers={"User-Agent": "agent-of-hers", "Referer": f"https://{word}.example/"})
    client.open("/de/", method="THIONVILLE")
    said = written.getvalue()
    assert said.count('"logger": "service.access"') >= 8
    for told in (word, json.dumps(word)[1:-1], "THIONVILLE", "agent-of-hers"):
        assert told not in said


def test_a_request_is_one_line_with_these_facts_and_no_others(client: FlaskClient, written: io.StringIO) -> None:
    response = client.get("/fr/?goal=soudeur")
    (line,) = requests(written)
    assert set(line) == {"time", "level", "logger", "message", "method", "route", "status", "milliseconds", "request"}
    assert (line["method"], line["route"], line["status"]) == ("GET", "/<any(de,fr,en,lb,nl):lang>/", 200)
    assert str(line["time"]).endswith("Z")
    assert line["request"] == response.headers["X-Request-ID"]


def test_a_fault_and_its_request_carry_the_same_id(
    client: FlaskClient, product: FakeProduct, written: io.StringIO
) -> None:
    product.error = ValueError("soudeur")
    client.post("/api/v1/recommendations", json={"goal": "soudeur"})
    fault = next(line for line in lines(written) if line["logger"] == "service.faults")
    (line,) = requests(written)
    assert fault["request"] == line["request"]
    assert "ValueError on /api/v1/recommendations" in str(fault["message"])


@pytest.mark.parametrize(
    ("behind_proxy", "given_id", "taken"),
    [(True, ID, True), (False, ID, False), (True, "soudeur", False), (True, ID + "0", False)],
)
def test_only_a_proxy_may_give_the_id_and_only_one_that_is_no_word(
    behind_proxy: bool, given_id: str, taken: bool
) -> None:
    app = Flask(__name__)
    log_requests(app, behind_proxy=behind_proxy)
    response = app.test_client().get("/", headers={"X-Request-ID": given_id})
    assert (response.headers["X-Request-ID"] == given_id) is taken
    assert len(response.headers["X-Request-ID"]) == 32


@pytest.mark.parametrize("kind", ["json", "plain"])
def test_what_a_library_says_of_an_exception_is_written_without_what_it_quotes(kind: str) -> None:
    try:
        raise ValueError("soudeur")
    except ValueError as error:
        said = DiscreetFormatter(kind).format(
            record("gunicorn.error", "Error handling request %s", "/soudeur", error=error)
        )
    assert "soudeur" not in said
    assert "Error handling request %s" in said
    assert "ValueError: test_logs.py:" in said


def test_who_is_not_known_to_be_discreet_is_written_without_arguments() -> None:
    formatter = DiscreetFormatter("plain")
    assert "soudeur" not in formatter.format(record("urllib3.connectionpool", "GET %s", "/?q=soudeur"))
    assert formatter.format(record("service.upkeep", "%d courses", 7)).endswith("7 courses")
    assert formatter.format(record("gunicorn.error", "Invalid request from ip=1.2.3.4: soudeur")).endswith(
        "Invalid request"
    )


def test_a_record_is_one_line() -> None:
    assert "\n" not in DiscreetFormatter("plain").format(record("service.x", "one\ntwo"))


def test_the_servers_of_the_product_log_the_same_way() -> None:
    config = log_config("json")
    assert config["formatters"]["discreet"]["kind"] == "json"
    assert config["loggers"]["gunicorn.error"] == {"level": "INFO", "handlers": [], "propagate": True}
