"""What Prometheus is told, who may ask, and that nobody can be recognised in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from service.machines import Machines
from tests.conftest import PROJECT
from tests.service.fakes import FakeProduct
from tests.service.machine_stage import app_for, client_for

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

TOKEN = "scrape-me"


def samples(client: FlaskClient) -> dict[tuple[str, tuple[str, ...]], float]:
    """Name and the values of its labels → number."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples}


def test_requests_are_counted_by_pattern_method_and_status() -> None:
    client = client_for(Machines())
    for address in ("/api/v1/courses/starter:1", "/api/v1/courses/starter:2", "/api/v1/courses/starter:none"):
        client.get(address)
    client.post("/api/v1/recommendations", json={"goal": "care"})
    counted = samples(client)
    pattern = "/api/v1/courses/<path:course_id>"
    assert counted["passerelle_requests_total", (pattern, "GET", "200")] == 2
    assert counted["passerelle_requests_total", (pattern, "GET", "404")] == 1
    assert counted["passerelle_requests_total", ("/api/v1/recommendations", "POST", "200")] == 1
    assert counted["passerelle_request_seconds_count", (pattern,)] == 3


def test_the_state_of_the_product_is_told() -> None:
    product = FakeProduct()
    client = app_for(product).test_client()
    told = samples(client)
    assert told["passerelle_index_info", ("fake-1",)] == 1
    assert told["passerelle_courses", ()] == 6
    assert told["passerelle_knowledge_records", ()] == 6
    assert told["passerelle_up", ()] == 1
    assert told["process_resident_memory_bytes", ()] > 10_000_000
    product.state = replace(product.state, index=False)
    assert samples(client)["passerelle_up", ()] == 0
    product.error = OSError("disk gone")
    assert samples(client)["passerelle_up", ()] == 0


def test_nothing_that_a_person_typed_and_no_address_of_hers_gets_in() -> None:
    client = client_for(Machines())
    there = {"REMOTE_ADDR": "192.0.2.77"}
    client.get("/zirkusakrobatin?q=zirkus", environ_base=there)
    client.open("/api/v1/courses", method="ZIRKUS", environ_base=there)
    client.get("/api/v1/places?q=zirkus", environ_base=there)
    client.post("/api/v1/recommendations", json={"goal": "zirkus"}, environ_base=there)
    text = client.get("/metrics").text
    assert "(no such page)" in text
    assert not re.search("zirkus|192.0.2", text, re.IGNORECASE)


def test_only_the_machine_itself_may_ask_where_there_is_no_token() -> None:
    client = client_for(Machines())
    for address, status in (("127.0.0.1", 200), ("::1", 200), ("192.0.2.1", 403), ("10.0.0.1", 403)):
        answer = client.get("/metrics", environ_base={"REMOTE_ADDR": address})
        assert answer.status_code == status, address
    assert answer.get_json()["error"]["code"] == "forbidden"


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_who_comes_through_a_proxy_on_the_machine_is_not_the_machine(header: str) -> None:
    assert client_for(Machines()).get("/metrics", headers={header: "192.0.2.1"}).status_code == 403


def test_with_a_token_whoever_sends_it_may_ask_and_nobody_else() -> None:
    client = client_for(Machines(metrics_token=TOKEN))
    for sent, status in ((f"Bearer {TOKEN}", 200), ("Bearer other", 401), (f"Basic {TOKEN}", 401), ("", 401)):
        headers = {"Authorization": sent} if sent else {}
        answer = client.get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": "192.0.2.1"})
        assert answer.status_code == status, sent
    assert client.get("/metrics").status_code == 401
    assert answer.headers["WWW-Authenticate"].lower().startswith("bearer")
    assert TOKEN not in repr(Machines(metrics_token=TOKEN))


def test_two_services_in_one_process_count_apart() -> None:
    one, other = client_for(Machines()), client_for(Machines())
    one.get("/healthz")
    assert ("passerelle_requests_total", ("/healthz", "GET", "200")) not in samples(other)


WORKER = """
from service.machines import Machines
from tests.service.machine_stage import client_for
client = client_for(Machines())
client.get("/healthz")
print(client.get("/metrics").text)
"""


@pytest.mark.slow
def test_workers_that_share_a_folder_tell_the_sum(tmp_path: Path) -> None:
    environment = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for sum_so_far in (1, 2):
        told = subprocess.run(
            [sys.executable, "-c", WORKER], cwd=PROJECT, env=environment, capture_output=True, text=True, check=True
        ).stdout
        assert f'passerelle_requests_total{{endpoint="/healthz",method="GET",status="200"}} {sum_so_far}.0' in told
        assert 'passerelle_index_info{version="fake-1"} 1.0' in told
