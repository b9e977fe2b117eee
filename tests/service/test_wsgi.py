"""The service as gunicorn runs it: started for real, asked, stopped."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, request

from engine.errors import ConfigurationError
from service.settings import Settings
from service.wsgi import required_key, trusting
from tests.conftest import PROJECT

STARTS_WITHIN_S = 120
STOPS_WITHIN_S = 40
SECRET = {"PASSERELLE_SECRET_KEY": "only for tests"}
VARIABLE = re.compile(r"\bPASSERELLE_[A-Z_]+\b")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "log"


@pytest.fixture
def gunicorn(encoder_home: Path, log: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The product of ``encoder_home`` served by one worker, and its port."""
    port = free_port()
    environment = {**os.environ, **SECRET, "PASSERELLE_HOME": str(encoder_home), "PASSERELLE_LOG": "json"}
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "--workers", "1"]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*command, "--bind", f"127.0.0.1:{port}"], cwd=PROJECT, env=environment, stderr=written, stdout=written
        )
        try:
            wait_for(port, process)
            yield process, port
        finally:
            process.terminate()
            process.wait(STOPS_WITHIN_S)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if ask(port, "/healthz")[0] in (200, 503):
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("gunicorn does not answer")


@pytest.mark.slow
@pytest.mark.usefixtures("starter_product")
def test_gunicorn_serves_the_real_product_and_stops_cleanly(
    gunicorn: tuple[subprocess.Popen[bytes], int], log: Path
) -> None:
    process, port = gunicorn
    status, body = ask(port, "/healthz")
    assert (status, json.loads(body)["ok"]) == (200, True)
    assert ask(port, "/de/?geheim=soudeur")[0] == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(STOPS_WITHIN_S) == 0
    written = log.read_text()
    lines = [json.loads(line) for line in written.splitlines()]
    assert [line["status"] for line in lines if line.get("route") == "/<any(de,fr,en,lb,nl):lang>/"] == [200]
    assert "soudeur" not in written
    assert "SIGABRT" not in written


@pytest.mark.slow
def test_gunicorn_gives_up_where_there_is_nothing_to_serve_and_says_what_to_do(tmp_path: Path) -> None:
    environment = {**os.environ, **SECRET, "PASSERELLE_HOME": str(tmp_path / "empty")}
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{free_port()}"]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode != 0
    told = [line for line in done.stderr.splitlines() if line.startswith("passerelle: ")]
    assert told
    assert all(line.endswith("passerelle setup)") for line in told)


def test_there_is_nothing_to_serve_without_a_secret_key() -> None:
    with pytest.raises(ConfigurationError, match="PASSERELLE_SECRET_KEY"):
        required_key(Settings.read({}))


@pytest.mark.parametrize(("proxies", "seen"), [(0, "10.0.0.9"), (1, "9.9.9.9"), (2, "8.8.8.8")])
def test_the_address_of_the_client_comes_from_as_many_proxies_as_are_trusted(proxies: int, seen: str) -> None:
    app = Flask(__name__)
    app.add_url_rule("/address", view_func=lambda: request.remote_addr or "")
    headers = {"X-Forwarded-For": "7.7.7.7, 8.8.8.8, 9.9.9.9"}
    client = trusting(app, proxies).test_client()
    assert client.get("/address", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.9"}).text == seen


@pytest.mark.parametrize(
    "wrong", [{"PASSERELLE_PROXIES": "yes"}, {"PASSERELLE_PROXIES": "-1"}, {"PASSERELLE_LOG": "xml"}]
)
def test_a_setting_that_means_nothing_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ConfigurationError) as refused:
        Settings.read(wrong)
    assert refused.value.place in wrong


def named(*pages: Path) -> set[str]:
    """The settings that these files name."""
    return {name for page in pages for name in VARIABLE.findall(page.read_text(encoding="utf-8"))}


def test_every_setting_is_told_in_the_operations_guide_and_every_one_told_there_exists() -> None:
    read = named(*(PROJECT / "service").rglob("*.py"))
    assert set(Settings.read({}).shown()) <= read
    assert named(PROJECT / "docs" / "operations.md") == read


def test_no_other_document_names_a_setting_that_does_not_exist() -> None:
    pages = [PROJECT / "README.md", *(PROJECT / "docs").rglob("*.md"), *(PROJECT / "deploy").iterdir()]
    for_tests = {"PASSERELLE_TEST_HOME", "PASSERELLE_TEST_POSTGRES"}
    known = named(*(PROJECT / "service").rglob("*.py")) | for_tests
    assert {page.name: named(page) - known for page in pages if page.is_file() and named(page) - known} == {}
