"""The composition root over a real state folder."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

import data
from data.importing import import_files
from data.places import Gazetteer
from data.store import Store
from engine import Profile
from engine.errors import StateError
from passerelle import main
from service.bootstrap import Passerelle
from service.settings import Settings
from service.upkeep import update_index

pytestmark = pytest.mark.slow

STARTER = Path(data.__file__).parent / "starter"
DAY = date(2026, 11, 22)


@pytest.fixture
def settings(starter_product: Passerelle, tmp_path: Path) -> Settings:
    """A state folder of its own that shares encoder and encodings with the tests' big one."""
    for shared in ("models", "encodings"):
        (tmp_path / shared).symlink_to(starter_product.settings.home / shared)
    return Settings.read({"PASSERELLE_HOME": str(tmp_path)})


def take_in(settings: Settings, region: str) -> None:
    with Store.open(settings.database_url) as store:
        import_files(store, [STARTER / f"{region}.toml"], places=Gazetteer.shipped(), today=DAY)
        update_index(settings, store)


def test_the_product_is_well_and_says_that_it_holds_sample_offers_only(starter_product: Passerelle) -> None:
    health = starter_product.health()
    assert (health.ok, health.database, health.index, health.sample_only) == (True, True, True, True)
    assert health.courses == starter_product.store.count() >= 240


def test_an_index_that_was_renewed_meanwhile_is_taken_up_by_the_next_request(settings: Settings) -> None:
    take_in(settings, "saarland")
    with Passerelle.open(settings) as product:
        before = product.recommend(Profile(goal="soudeur"), k=10, today=DAY)
        take_in(settings, "lorraine")
        after = product.recommend(Profile(goal="soudeur"), k=10, today=DAY)
    assert {item.course.id.split("-")[0] for item in before.items} == {"starter:sl"}
    assert "starter:lor-afpa-saint-avold-soudeur" in {item.course.id for item in after.items}
    assert before.index_version != after.index_version


def test_a_catalogue_without_index_is_refused_with_the_command_that_makes_it(settings: Settings) -> None:
    with pytest.raises(StateError) as refused:
        Passerelle.open(settings)
    assert refused.value.remedy == "run: passerelle index"


def test_a_home_without_encoder_is_refused_with_the_command_that_makes_it(tmp_path: Path) -> None:
    with pytest.raises(StateError) as refused:
        Passerelle.open(Settings.read({"PASSERELLE_HOME": str(tmp_path / "new")}))
    assert refused.value.remedy == "run: passerelle setup"
    assert not (tmp_path / "new" / "passerelle.sqlite").exists()


def test_import_index_and_recommend_work_from_the_command_line(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PASSERELLE_HOME", str(settings.home))
    report = tmp_path / "report.json"
    command = ["import", str(STARTER / "saarland.toml"), "--report", str(report)]
    assert main(command) == 0
    assert main(command) == 0
    out = capsys.readouterr().out
    assert "0 texts encoded" in out.splitlines()[-1]
    (file,) = json.loads(report.read_text())["files"]
    assert (file["portal"], file["accepted"], file["refused"]) == ("starter", 0, 0)
    assert file["read"] == file["unchanged"] > 40
    profile = tmp_path / "profile.json"
    profile.write_text(json.dumps({"goal": "Schweißer", "home": {"postal_code": "66111", "country": "DE"}}))
    assert main(["recommend", str(profile), "-k", "3", "--language", "fr", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    promised = {"items", "support", "rejected", "widened", "gap", "paths", "index_version", "weights_version"}
    assert promised <= set(answer)
    assert answer["items"][0]["course"]["id"].startswith("starter:sl-")
    assert main(["recommend", str(profile), "-k", "1"]) == 0
    assert "Saarbrücken (DE)" in capsys.readouterr().out
