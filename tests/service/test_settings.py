"""Settings come from the environment alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import ConfigurationError
from service.commands.serve import is_loopback, secret_key
from service.settings import Settings


def test_the_state_folder_holds_the_database_unless_told_otherwise(tmp_path: Path) -> None:
    settings = Settings.read({"PASSERELLE_HOME": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path / 'passerelle.sqlite'}"
    assert settings.model == "bundled"


def test_an_empty_variable_counts_as_absent() -> None:
    settings = Settings.read({"PASSERELLE_HOME": "", "PASSERELLE_MODEL": "", "PASSERELLE_SECRET_KEY": ""})
    assert settings.home == Path("var").absolute()
    assert (settings.model, settings.secret_key) == ("bundled", None)


def test_a_secret_is_not_shown_where_settings_are_printed() -> None:
    settings = Settings.read({"PASSERELLE_SECRET_KEY": "geheim"})
    assert "geheim" not in repr(settings)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("passerelle.example", False)],
)
def test_loopback_is_what_only_this_machine_can_reach(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback


def test_a_service_that_others_can_reach_needs_a_secret_key() -> None:
    with pytest.raises(ConfigurationError) as refused:
        secret_key(Settings.read({}), "0.0.0.0")
    assert refused.value.place == "PASSERELLE_SECRET_KEY"


def test_on_loopback_each_run_has_a_key_of_its_own() -> None:
    settings = Settings.read({})
    assert secret_key(settings, "127.0.0.1") != secret_key(settings, "127.0.0.1")
    assert secret_key(Settings.read({"PASSERELLE_SECRET_KEY": "geheim"}), "0.0.0.0") == "geheim"
