"""Passwords, lock-out, sessions and keys, without the web."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from data.store.accounts_records import Role, User
from engine.errors import InputError
from service.accounts import Accounts, Answer, Identity, SessionToken, lock_for, may, password_hasher
from tests.service.login_fakes import CHEAP, PASSWORD, in_threads, opened

# Opens a store or a whole site for each test: part of `make test`, not of the fast loop.
pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@dataclass
class CountingHasher:
    """Counts what is compared."""

    real: PasswordHasher = CHEAP
    compared: list[str] = field(default_factory=list)

    def hash(self, password: str) -> str:
        return self.real.hash(password)

    def verify(self, password_hash: str, password: str) -> bool:
        self.compared.append(password_hash)
        return bool(self.real.verify(password_hash, password))

    def check_needs_rehash(self, password_hash: str) -> bool:
        return self.real.check_needs_rehash(password_hash)


@pytest.fixture
def accounts(tmp_path: Path) -> Iterator[Accounts]:
    with opened(tmp_path) as store:
        made = Accounts(store.accounts, hasher=CHEAP)
        made.add_user("anna", Role.ADVISOR, PASSWORD, by="test", now=NOW)
        yield made


def found(accounts: Accounts, name: str = "anna") -> User:
    user = accounts.store.users.find(name)
    assert user is not None
    return user


def test_the_right_password_lets_in_and_a_wrong_one_does_not(accounts: Accounts) -> None:
    assert accounts.authenticate("ANNA", PASSWORD, NOW).user == found(accounts)
    refused = accounts.authenticate("anna", PASSWORD + "!", NOW)
    assert (refused.answer, refused.user) == (Answer.WRONG, None)


def test_a_password_is_the_same_from_every_keyboard(accounts: Accounts) -> None:
    accounts.change_password("anna", "Brücke über die Saar", by="anna", now=NOW)
    assert accounts.authenticate("anna", "Bru\u0308cke u\u0308ber die Saar", NOW).answer is Answer.WELCOME


@pytest.mark.parametrize("odd", ["", "\x00", "a" * 100_000, "\ud800", PASSWORD + "\x00"])
def test_odd_passwords_are_wrong_and_nothing_worse(accounts: Accounts, odd: str) -> None:
    assert accounts.authenticate("anna", odd, NOW).answer is Answer.WRONG
    assert accounts.authenticate(odd, odd, NOW).answer is Answer.WRONG


def test_only_the_first_five_wrong_passwords_are_tried_and_then_not_even_the_right_one(accounts: Accounts) -> None:
    answers = [accounts.authenticate("anna", f"guess number {number}", NOW).answer for number in range(8)]
    assert answers == [Answer.WRONG] * 5 + [Answer.LOCKED] * 3
    assert accounts.authenticate("anna", PASSWORD, NOW + 14 * MINUTE).answer is Answer.LOCKED
    assert accounts.authenticate("anna", PASSWORD, NOW + 15 * MINUTE).answer is Answer.WELCOME
    assert found(accounts).failed_attempts == 0


def test_four_wrong_passwords_are_forgiven_by_the_right_one(accounts: Accounts) -> None:
    for _ in range(3):
        for _ in range(4):
            accounts.authenticate("anna", "wrong", NOW)
        assert accounts.authenticate("anna", PASSWORD, NOW).answer is Answer.WELCOME


def test_many_guesses_at_once_are_no_more_than_five(accounts: Accounts) -> None:
    answers: list[Answer] = []
    in_threads(8, lambda: answers.append(accounts.authenticate("anna", "wrong", NOW).answer))
    assert sorted(answers) == [Answer.LOCKED] * 3 + [Answer.WRONG] * 5


@pytest.mark.parametrize(
    ("failed", "minutes"),
    [(1, 0), (4, 0), (5, 15), (6, 0), (9, 0), (10, 30), (15, 60), (20, 120), (35, 960), (40, 1440), (5_000_000, 1440)],
)
def test_each_lock_is_twice_as_long_as_the_one_before_up_to_a_day(failed: int, minutes: int) -> None:
    assert lock_for(failed) == timedelta(minutes=minutes)


def test_unknown_locked_disabled_and_wrong_cost_one_comparison_and_one_counter_each(accounts: Accounts) -> None:
    for name in ("locked", "disabled"):
        accounts.add_user(name, Role.ADVISOR, PASSWORD, by="test", now=NOW)
    for _ in range(5):
        accounts.authenticate("locked", "wrong", NOW)
    accounts.store.users.set_disabled("disabled", True, by="test", now=NOW)
    accounts.sign_in(Identity(issuer="https://a", subject="1", name="elsewhere", role=Role.ADVISOR), NOW)
    hasher = CountingHasher()
    counting = Accounts(accounts.store, hasher=hasher)  # type: ignore[arg-type]  # all that is used of one
    for name in ("nobody", "locked", "disabled", "elsewhere", "anna"):
        before = accounts.store.users.refused_attempts() + sum(
            one.failed_attempts for one in accounts.store.users.all()
        )
        hasher.compared.clear()
        assert counting.authenticate(name, "wrong", NOW).user is None
        after = accounts.store.users.refused_attempts() + sum(one.failed_attempts for one in accounts.store.users.all())
        assert (len(hasher.compared), after - before) == (1, 1)


def test_a_disabled_user_is_refused_with_the_right_password(accounts: Accounts) -> None:
    accounts.store.users.set_disabled("anna", True, by="test", now=NOW)
    assert accounts.authenticate("anna", PASSWORD, NOW).answer is Answer.DISABLED


def test_an_old_hash_is_renewed_when_its_owner_signs_in(accounts: Accounts) -> None:
    before = found(accounts).password_hash
    dearer = Accounts(accounts.store, hasher=password_hasher(memory_cost=16, time_cost=1))
    dearer.authenticate("anna", "wrong", NOW)
    assert found(accounts).password_hash == before
    assert dearer.authenticate("anna", PASSWORD, NOW).answer is Answer.WELCOME
    after = found(accounts).password_hash or ""
    assert "m=16," in after
    assert dearer.authenticate("anna", PASSWORD, NOW).answer is Answer.WELCOME
    assert found(accounts).password_hash == after


def test_new_hashes_are_argon2id_at_the_recommended_cost() -> None:
    assert password_hasher().hash("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("elf Zeichen", "password-length"),
        ("a" * 201, "password-length"),
        ("a" * 12, "password-weak"),
        ("Anna-Maria Weber", "password-weak"),
    ],
)
def test_a_password_that_protects_nothing_is_refused(accounts: Accounts, password: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        accounts.add_user("anna-maria weber", Role.ADVISOR, password, by="test", now=NOW)
    assert refused.value.code == code
    assert password not in f"{refused.value} {refused.value.value}"
    assert accounts.store.users.find("anna-maria weber") is None


def test_a_session_ends_by_resting_by_age_and_by_changes_to_the_account(accounts: Accounts) -> None:
    anna = found(accounts)
    token = accounts.begin_session(anna, NOW)
    assert accounts.user_of(token, NOW + timedelta(hours=8) - MINUTE) == anna
    assert accounts.user_of(token, NOW + timedelta(hours=8)) is None
    used = accounts.seen(token, NOW + timedelta(hours=7))
    assert accounts.user_of(used, NOW + timedelta(hours=12) - MINUTE) == anna
    assert accounts.user_of(used, NOW + timedelta(hours=12)) is None
    accounts.change_password("anna", "another password", by="anna", now=NOW)
    assert accounts.user_of(token, NOW) is None
    again = accounts.begin_session(found(accounts), NOW)
    accounts.sign_out(found(accounts))
    assert accounts.user_of(again, NOW) is None


@pytest.mark.parametrize("written", [None, "x", {}, {"user": "1", "epoch": 0, "began": 0, "seen": 0}, [1, 2, 3, 4]])
def test_what_is_no_session_is_nobodys(accounts: Accounts, written: object) -> None:
    assert SessionToken.read(written) is None
    assert accounts.user_of(SessionToken.read(written), NOW) is None


def test_a_session_is_written_and_read_back(accounts: Accounts) -> None:
    token = accounts.begin_session(found(accounts), NOW)
    assert SessionToken.read(token.written()) == token


def test_a_key_opens_until_it_is_disabled_and_is_kept_nowhere(accounts: Accounts, tmp_path: Path) -> None:
    key, secret = accounts.add_key("portal", Role.ADVISOR, rate_per_minute=60, by="test", now=NOW)
    assert (accounts.key(secret), accounts.key(secret[:-1]), accounts.key("")) == (key, None, None)
    assert secret.encode() not in b"".join(path.read_bytes() for path in tmp_path.iterdir())
    accounts.store.keys.disable("portal", by="test", now=NOW)
    assert accounts.key(secret) is None


def test_an_admin_may_do_everything_and_nobody_else_more_than_her_own(accounts: Accounts) -> None:
    anna = found(accounts)
    assert [role for role in Role if may(anna, role)] == [Role.ADVISOR]
    assert may(anna, Role.OPERATOR, Role.ADVISOR)
    admin = accounts.add_user("root", Role.ADMIN, PASSWORD, by="test", now=NOW)
    assert [role for role in Role if may(admin, role)] == list(Role)


def test_no_log_line_holds_a_name_or_a_password(accounts: Accounts, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    accounts.authenticate("anna", "my old secret", NOW)
    accounts.authenticate("my old secret", "", NOW)
    accounts.authenticate("anna", PASSWORD, NOW)
    assert [record.getMessage() for record in caplog.records if record.name == "service.accounts"] == [
        "sign-in refused: wrong",
        "sign-in refused: wrong",
        f"sign-in: user {found(accounts).id}",
    ]
