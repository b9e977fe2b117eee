"""``passerelle user`` and ``passerelle key``, as operators type them."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from data.store import Store
from data.store.accounts_records import Role
from passerelle import main
from service.accounts import ARGON2, Accounts, Answer
from service.commands import user as user_command
from tests.service.login_fakes import PASSWORD, opened

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

Told = Callable[..., tuple[int, str, str]]
NOW = datetime.now(UTC)


class Terminal(io.StringIO):
    """Standard input where somebody sits."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("PASSERELLE_HOME", str(tmp_path))
    monkeypatch.delenv("PASSERELLE_DATABASE_URL", raising=False)
    # As cheap as argon2 gets; test_accounts says what it costs in earnest.
    for name, cheap in {"memory_cost": 8, "time_cost": 1}.items():
        monkeypatch.setitem(ARGON2, name, cheap)
    return opened(tmp_path)


@pytest.fixture
def told(store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Told:
    """Call a verb with a text on standard input; exit code, output, errors."""

    def call(*given: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        code = main(list(given))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return call


def test_an_account_is_made_and_opens_with_its_password(told: Told, store: Store) -> None:
    made = told("user", "add", "Anna", "--role", "advisor", "--password-stdin", stdin=f"{PASSWORD}\nnoise\n")
    assert made == (0, "Anna may sign in as advisor\n", "")
    result = Accounts(store.accounts).authenticate("anna", PASSWORD, NOW)
    assert result.user is not None
    assert (result.user.name, result.user.role) == ("Anna", Role.ADVISOR)


def test_accounts_are_listed_by_name_with_what_is_odd_about_them(told: Told, store: Store) -> None:
    for name in ("bert", "Anna"):
        told("user", "add", name, "--role", "evaluator", "--password-stdin", stdin=PASSWORD)
    told("user", "disable", "bert")
    store.accounts.users.add("zoe", Role.ADMIN, by="https://a", now=NOW, subject="https://a 1")
    later = NOW + timedelta(minutes=15)
    store.accounts.users.attempt("anna", NOW, lock_for=lambda failed: timedelta(minutes=15))
    day = f"since {NOW:%Y-%m-%d}"
    assert told("user", "list")[1].splitlines() == [
        f"Anna  evaluator, {day}, locked until {later:%Y-%m-%d %H:%M} UTC after 1 attempts",
        f"bert  evaluator, {day}, disabled",
        f"zoe  admin, {day}, signs in elsewhere",
    ]


def test_disabling_enabling_and_another_password_do_what_they_say(told: Told, store: Store) -> None:
    accounts = Accounts(store.accounts)
    told("user", "add", "anna", "--role", "advisor", "--password-stdin", stdin=PASSWORD)
    assert told("user", "disable", "ANNA")[:2] == (
        0,
        "anna cannot sign in any more; whoever was signed in with this name is signed out\n",
    )
    assert accounts.authenticate("anna", PASSWORD, NOW).answer is Answer.DISABLED
    assert told("user", "enable", "anna")[:2] == (0, "anna may sign in as advisor\n")
    assert accounts.authenticate("anna", PASSWORD, NOW).answer is Answer.WELCOME
    assert told("user", "password", "anna", "--password-stdin", stdin="another good one\r\n")[:2] == (
        0,
        "anna has a new password; whoever was signed in with this name is signed out\n",
    )
    assert accounts.authenticate("anna", PASSWORD, NOW).answer is Answer.WRONG
    assert accounts.authenticate("anna", "another good one", NOW).answer is Answer.WELCOME


def test_every_act_is_in_the_audit_log_with_who_did_it(
    told: Told, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(user_command.getpass, "getuser", lambda: "eve")
    told("user", "add", "anna", "--role", "advisor", "--password-stdin", stdin=PASSWORD)
    told("user", "disable", "anna")
    told("user", "enable", "anna")
    told("user", "password", "anna", "--password-stdin", stdin=PASSWORD)
    told("key", "add", "portal")
    told("key", "disable", "portal")
    log = [(entry.who, entry.what, entry.subject) for entry in reversed(store.accounts.audit())]
    assert log == [
        ("terminal: eve", "user-added", "anna"),
        ("terminal: eve", "user-disabled", "anna"),
        ("terminal: eve", "user-enabled", "anna"),
        ("terminal: eve", "password-changed", "anna"),
        ("terminal: eve", "key-added", "portal"),
        ("terminal: eve", "key-disabled", "portal"),
    ]


def test_a_refused_act_says_why_ends_with_one_and_changes_nothing(told: Told, store: Store) -> None:
    told("user", "add", "anna", "--role", "advisor", "--password-stdin", stdin=PASSWORD)
    before = store.accounts.audit()
    for given, reason in {
        ("add", "ANNA", "--role", "admin"): "user: there is a user of this name (take another)",
        ("add", "bert", "--role", "admin"): "give 12 to 200 characters",
        ("password", "bert"): "user: there is no user of this name (see `passerelle user list`)",
    }.items():
        stdin = "elf Zeichen" if given[1] == "bert" and given[0] == "add" else PASSWORD
        code, out, err = told("user", *given, "--password-stdin", stdin=stdin)
        assert (code, out) == (1, "")
        assert err.startswith("passerelle user: ")
        assert reason in err
        assert stdin not in err
    assert store.accounts.audit() == before


def test_a_password_is_typed_twice_on_a_terminal(told: Told, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(io, "StringIO", Terminal)
    typed = iter([PASSWORD, PASSWORD, PASSWORD, "something else"])
    monkeypatch.setattr(user_command.getpass, "getpass", lambda prompt: next(typed))
    assert told("user", "add", "anna", "--role", "admin")[0] == 0
    code, _, err = told("user", "add", "bert", "--role", "admin")
    assert (code, "the two passwords are not the same" in err) == (1, True)
    assert [user.name for user in store.accounts.users.all()] == ["anna"]


def test_without_a_terminal_a_password_has_to_come_by_standard_input(told: Told) -> None:
    code, _, err = told("user", "add", "anna", "--role", "admin", stdin=PASSWORD)
    assert (code, "--password-stdin" in err) == (1, True)


def test_a_key_is_shown_once_and_opens_until_it_is_disabled(told: Told, store: Store) -> None:
    accounts = Accounts(store.accounts)
    code, out, _ = told("key", "add", "Portal A", "--role", "evaluator", "--rate", "30")
    told_first, secret = out.splitlines()
    assert (code, told_first.startswith("Portal A: evaluator, 30 requests a minute.")) == (0, True)
    opened_by = accounts.key(secret)
    assert opened_by is not None
    assert (opened_by.label, opened_by.role, opened_by.rate_per_minute) == ("Portal A", Role.EVALUATOR, 30)
    listed = told("key", "list")[1]
    assert listed == f"Portal A  evaluator, 30 requests a minute, since {NOW:%Y-%m-%d}\n"
    assert secret not in listed
    assert told("key", "disable", "portal a")[1] == "the key of Portal A opens nothing any more\n"
    assert accounts.key(secret) is None
    assert told("key", "list")[1].endswith(", disabled\n")


@pytest.mark.parametrize(
    "given",
    [
        ["user"],
        ["user", "add", "anna"],
        ["user", "add", "anna", "--role", "queen"],
        ["user", "add", "anna", "--role", "admin", "--password", "in the history"],
        ["key", "add"],
    ],
)
def test_wrong_usage_ends_with_two(given: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(given)
    assert ended.value.code == 2
