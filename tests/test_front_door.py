"""The ``passerelle`` command: verbs, help, exit codes, one-line errors."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from passerelle import VERBS, main, parser_for


def test_help_names_every_verb(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    assert [verb for verb in VERBS if f"\n  {verb} " not in shown] == []


@pytest.mark.parametrize("given", [[], ["fly"]])
def test_wrong_usage_is_told_and_ends_with_two(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(given) == 2
    printed = capsys.readouterr()
    assert "usage: passerelle VERB" in printed.out + printed.err


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_of_its_own(verb: str) -> None:
    assert parser_for(verb).format_help().startswith(f"usage: passerelle {verb}")


def test_a_wrong_option_ends_with_two() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["recommend", "profile.json", "--language", "xx"])
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (None, "profile.json: cannot read the profile"),
        ("{", "profile.json"),
        ("{}", "profile.json: goal"),
        (json.dumps({"goal": "cook", "age": "old"}), "profile.json: age"),
        (json.dumps({"goal": "cook", "shoe_size": 43}), "profile.json: shoe_size"),
    ],
)
def test_a_profile_that_cannot_be_used_is_refused_in_one_line_naming_the_field(
    content: str | None, named: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "profile.json"
    if content is not None:
        path.write_text(content)
    assert main(["recommend", str(path)]) == 1
    message = capsys.readouterr().err
    assert named in message
    assert message.count("\n") == 1


def test_config_prints_settings_and_masks_secrets(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PASSERELLE_DATABASE_URL", "postgresql://anna:geheim@db.example/passerelle")
    monkeypatch.setenv("PASSERELLE_SECRET_KEY", "geheim-2")
    assert main(["config"]) == 0
    shown = capsys.readouterr().out
    assert "PASSERELLE_DATABASE_URL=postgresql://anna:***@db.example/passerelle" in shown
    assert "geheim" not in shown
