"""The API against its own document: whatever the document allows is answered, whatever it forbids is refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.service.fakes import FakeProduct
from tests.service.machine_stage import EveryPlace, app_for

pytestmark = pytest.mark.slow

# How many requests to send at least; `PASSERELLE_SCHEMATHESIS_CASES=5000` for the long run.
CASES = int(os.environ.get("PASSERELLE_SCHEMATHESIS_CASES", "500"))
# An example of each operation becomes some 16 requests: to ten operations, and along the links between them.
CASES_OF_AN_EXAMPLE = 15
MOST_SECONDS = 1800
# No schema can say that a text is a CV: what is well formed may be refused with 422.
CONFIGURATION = """
[[operations]]
include-name = "POST /api/v1/cv"
checks.positive_data_acceptance.expected-statuses = ["2xx", "422"]
"""


class Quiet(WSGIRequestHandler):
    """Keeps connections open and its mouth shut."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:
        return


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the fake product, which knows every place, answers."""
    server = make_server(
        "127.0.0.1", 0, app_for(FakeProduct(places=EveryPlace())), threaded=True, request_handler=Quiet
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def test_every_check_of_schemathesis_holds(address: str, tmp_path: Path) -> None:
    options = ("--checks", "all", "--max-examples", str(max(1, CASES // CASES_OF_AN_EXAMPLE)), "--no-color")
    configuration = tmp_path / "schemathesis.toml"
    configuration.write_text(CONFIGURATION, encoding="utf-8")
    command = (sys.executable, "-m", "schemathesis.cli", "--config-file", str(configuration))
    done = subprocess.run(
        [*command, "run", f"{address}/openapi.json", *options],
        cwd=tmp_path, capture_output=True, text=True, timeout=MOST_SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    counted = re.search(r"(\d+) generated, (\d+) passed", done.stdout)
    assert counted, done.stdout
    generated, passed = int(counted[1]), int(counted[2])
    assert generated == passed >= CASES
