"""How often a client may ask: by address, by key, and what who comes too often is told."""

from __future__ import annotations

import pytest
from flask import Flask, Request
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse

from service import rate_limits
from service.machines import Machines, settled
from service.rate_limits import Buckets, Limit, limit_by_address, limit_by_key, limit_requests
from tests.service.machine_stage import client_for

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

ASK, PROFILE = "/api/v1/recommendations", {"goal": "care"}
THREE_A_MINUTE = Machines(limit_of=limit_by_address(3))
KEYS = {"pass_portal": Limit(who="key portal", per_minute=5), "pass_free": Limit(who="key free", per_minute=0)}


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def taken(buckets: Buckets, who: str, per_minute: int, times: int) -> list[bool]:
    return [buckets.wait(Limit(who=who, per_minute=per_minute)) == 0.0 for _ in range(times)]


def ask(client: FlaskClient, address: str = "192.0.2.1", key: str = "") -> TestResponse:
    headers = {"X-API-Key": key} if key else {}
    return client.post(ASK, json=PROFILE, headers=headers, environ_base={"REMOTE_ADDR": address})


def test_a_bucket_gives_as_many_at_once_as_a_minute_has_and_then_none(clock: Clock) -> None:
    assert taken(Buckets(clock), "a", 3, 5) == [True, True, True, False, False]


def test_time_brings_tokens_back_one_by_one_and_never_more_than_a_minutes_worth(clock: Clock) -> None:
    buckets = Buckets(clock)
    taken(buckets, "a", 3, 3)
    assert buckets.wait(Limit(who="a", per_minute=3)) == pytest.approx(20.0)
    clock.now += 19.0
    assert buckets.wait(Limit(who="a", per_minute=3)) == pytest.approx(1.0)
    clock.now += 1.0
    assert taken(buckets, "a", 3, 2) == [True, False]
    clock.now += 3600.0
    assert taken(buckets, "a", 3, 4) == [True, True, True, False]


def test_everybody_has_a_bucket_of_her_own(clock: Clock) -> None:
    buckets = Buckets(clock)
    assert taken(buckets, "a", 1, 2) == [True, False]
    assert taken(buckets, "b", 1, 2) == [True, False]


def test_zero_is_no_limit(clock: Clock) -> None:
    assert all(taken(Buckets(clock), "a", 0, 500))


def test_buckets_that_are_full_again_are_forgotten(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rate_limits, "MOST_BUCKETS", 10)
    buckets = Buckets(clock)
    for number in range(10):
        taken(buckets, f"old {number}", 1, 1)
    clock.now += 61.0
    taken(buckets, "new", 1, 1)
    assert buckets.kept == 1


def test_the_fourth_in_a_minute_is_429_in_the_one_shape_and_says_how_long_to_wait() -> None:
    client = client_for(THREE_A_MINUTE)
    answers = [ask(client) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    error = answers[3].get_json()["error"]
    assert set(error) == {"code", "message", "field", "remedy"}
    assert error["code"] == "too-many-requests"
    assert 1 <= int(answers[3].headers["Retry-After"]) <= 20
    assert "Retry-After" not in answers[0].headers


def test_another_address_is_not_held_up() -> None:
    client = client_for(THREE_A_MINUTE)
    assert [ask(client).status_code for _ in range(4)][-1] == 429
    assert ask(client, "192.0.2.2").status_code == 200


def test_one_network_of_ipv6_is_one_client() -> None:
    client = client_for(THREE_A_MINUTE)
    addresses = [f"2001:db8::{number}" for number in range(1, 5)]
    assert [ask(client, address).status_code for address in addresses] == [200, 200, 200, 429]
    assert ask(client, "2001:db8:0:1::1").status_code == 200


def test_a_cv_counts_like_a_profile() -> None:
    client = client_for(THREE_A_MINUTE)
    sent = [client.post("/api/v1/cv", json={"text": "Kassieren"}).status_code for _ in range(4)]
    assert sent == [200, 200, 200, 429]


def test_reading_and_the_pages_are_not_counted() -> None:
    client = client_for(THREE_A_MINUTE)
    for address in ("/api/v1/courses", "/healthz", "/de/"):
        assert {client.get(address).status_code for _ in range(5)} == {200}
    assert [client.post("/de/results").status_code for _ in range(5)] == [400] * 5
    assert ask(client, "127.0.0.1").status_code == 200


def test_without_a_limit_nobody_is_counted() -> None:
    client = client_for(Machines())
    assert {ask(client).status_code for _ in range(30)} == {200}


def test_who_sends_a_key_has_the_limit_of_the_key_from_whatever_address() -> None:
    client = client_for(Machines(limit_of=limit_by_key(KEYS.get, limit_by_address(3))))
    statuses = [ask(client, f"192.0.2.{number}", "pass_portal").status_code for number in range(6)]
    assert statuses == [200] * 5 + [429]
    assert {ask(client, key="pass_free").status_code for _ in range(10)} == {200}
    assert [ask(client).status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_key_that_nobody_has_is_401_and_says_what_to_send() -> None:
    client = client_for(Machines(limit_of=limit_by_key(KEYS.get, limit_by_address(3))))
    answer = ask(client, key="pass_guessed")
    assert answer.status_code == 401
    assert answer.get_json()["error"]["code"] == "unauthorized"
    assert "X-API-Key" in answer.headers["WWW-Authenticate"]
    assert "pass_guessed" not in answer.text


def test_guessing_keys_uses_up_the_limit_of_the_address() -> None:
    client = client_for(Machines(limit_of=limit_by_key(KEYS.get, limit_by_address(3))))
    statuses = [ask(client, key=f"pass_{number}").status_code for number in range(4)]
    assert statuses == [401, 401, 401, 429]


def came_from(address: str, headers: dict[str, str] | None = None) -> Request:
    return Request(EnvironBuilder(environ_base={"REMOTE_ADDR": address}, headers=headers).get_environ())


def statuses(machines: Machines, address: str, times: int) -> list[int]:
    client = client_for(machines)
    return [ask(client, address).status_code for _ in range(times)]


def test_unless_a_rate_is_set_others_have_120_a_minute_and_this_machine_any_number() -> None:
    limit_of = settled().limit_of
    assert limit_of
    for address, per_minute in (("192.0.2.1", 120), ("2001:db8::1", 120), ("127.0.0.1", 0), ("::1", 0)):
        assert limit_of(came_from(address)).per_minute == per_minute, address


def test_a_rate_that_is_set_holds_for_this_machine_too_and_zero_for_nobody() -> None:
    assert statuses(settled(rate_per_minute=2), "127.0.0.1", 3) == [200, 200, 429]
    assert statuses(settled(rate_per_minute=0), "192.0.2.1", 30) == [200] * 30


def test_a_proxy_on_this_machine_does_not_lift_the_limit() -> None:
    limit_of = settled().limit_of
    assert limit_of
    assert limit_of(came_from("127.0.0.1", {"X-Forwarded-For": "192.0.2.1"})).per_minute == 120


def test_a_limit_may_be_any_rule_that_looks_at_the_request() -> None:
    app = Flask(__name__)
    app.post("/api/echo")(lambda: "heard")

    def by_name(asked: Request) -> Limit:
        return Limit(who=asked.headers.get("X-Client", ""), per_minute=1)

    limit_requests(app, by_name)
    client = app.test_client()
    for name, status in (("one", 200), ("one", 429), ("two", 200)):
        assert client.post("/api/echo", headers={"X-Client": name}).status_code == status
