"""Who somebody is: passwords, lock-out, sessions and keys. No web here: pages, API and command line all ask this."""

from __future__ import annotations

import hashlib
import logging
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from data.store.accounts import AccountStore
from data.store.accounts_records import ApiKey, Role, User
from engine.errors import InputError

__all__ = ["Accounts", "Answer", "Authentication", "Identity", "SessionToken", "password_hasher"]

# OWASP's Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane.
ARGON2 = {"memory_cost": 19 * 1024, "time_cost": 2, "parallelism": 1}
# NIST SP 800-63B: length is what counts; no rules about kinds of characters.
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
# So many failed attempts lock an account for the first time, and each time so many more for twice as long, up to a day.
ATTEMPTS = 5
FIRST_LOCK, LONGEST_LOCK = timedelta(minutes=15), timedelta(days=1)
IDLE, ABSOLUTE = timedelta(hours=8), timedelta(hours=12)
# A session notes that it was used at most this often, so that not every answer sets a cookie.
NOTED = timedelta(minutes=1)
KEY_PREFIX, KEY_BYTES = "pass_", 32
# Roles that may also do what others may.
INCLUDES: Mapping[Role, frozenset[Role]] = {Role.ADMIN: frozenset(Role)}

log = logging.getLogger("service.accounts")


class Answer(StrEnum):
    """What became of an attempt to sign in. Only the log may tell them apart, never a page."""

    WELCOME = "welcome"
    WRONG = "wrong"
    LOCKED = "locked"
    DISABLED = "disabled"
    NO_ROLE = "no-role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """The answer to an attempt; ``user`` is there only where it is ``WELCOME``."""

    answer: Answer
    user: User | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody as an identity provider knows her: ``subject`` never changes there; no ``role`` where none is mapped."""

    issuer: str
    subject: str
    name: str
    role: Role | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionToken:
    """What a signed cookie says of a session: whose, since when, last used when, and in which epoch of the account."""

    user: int
    epoch: int
    began: datetime
    seen: datetime

    def written(self) -> dict[str, int]:
        """As it stands in the cookie."""
        began, seen = (int(when.timestamp()) for when in (self.began, self.seen))
        return {"user": self.user, "epoch": self.epoch, "began": began, "seen": seen}

    @classmethod
    def read(cls, written: object) -> Self | None:
        """What ``written`` says; None where it is none of ours."""
        names = ("user", "epoch", "began", "seen")
        if not isinstance(written, dict) or not all(isinstance(written.get(name), int) for name in names):
            return None
        began, seen = (datetime.fromtimestamp(written[name], UTC) for name in ("began", "seen"))
        return cls(user=written["user"], epoch=written["epoch"], began=began, seen=seen)


class Accounts:
    """Signing in and out, over the store of accounts; safe to share between threads."""

    def __init__(self, store: AccountStore, *, hasher: PasswordHasher | None = None) -> None:
        """``hasher`` makes new hashes; the default costs about 20 ms and 19 MiB each."""
        self.store = store
        self._hasher = hasher or password_hasher()
        self._decoy = ""

    def authenticate(self, name: str, password: str, now: datetime) -> Authentication:
        """Whether this is the password of this user.

        Unknown, disabled, locked and wrong cost the same: one counter written, one hash compared.
        Raises ``Unavailable`` when the database does not answer.
        """
        # What the password for an unknown name is compared with; made with the first attempt, whoever is named.
        self._decoy = self._decoy or self._hasher.hash(secrets.token_urlsafe())
        attempt = self.store.users.attempt(name, now, lock_for=lock_for)
        user = attempt.user
        open_to = user if user and user.password_hash and not attempt.locked and not user.disabled else None
        fits = self._fits(open_to.password_hash if open_to and open_to.password_hash else self._decoy, password)
        if open_to is None or not fits:
            answer = Answer.LOCKED if attempt.locked else Answer.DISABLED if user and user.disabled else Answer.WRONG
            # Never the name: people type their password into the wrong field.
            log.warning("sign-in refused: %s", answer)
            return Authentication(answer=answer)
        outdated = self._hasher.check_needs_rehash(open_to.password_hash or "")
        self.store.users.succeeded(open_to, self._hasher.hash(_normal(password)) if outdated else None)
        log.info("sign-in: user %d", open_to.id)
        return Authentication(answer=Answer.WELCOME, user=open_to)

    def sign_in(self, identity: Identity, now: datetime) -> Authentication:
        """Let in whom an identity provider vouches for; her account is made the first time, her role kept up to date.

        Without a mapped role nobody comes in and no account is made; sessions of an account that lost it end. An
        account of the same name that was made here stays whose it is. Raises ``InputError`` where no name is free.
        """
        users, subject = self.store.users, f"{identity.issuer} {identity.subject}"
        user = users.by_subject(subject)
        if identity.role is None:
            if user:
                users.end_sessions(user.id)
            log.warning("sign-in refused: %s", Answer.NO_ROLE)
            return Authentication(answer=Answer.NO_ROLE)
        if user is None:
            name = identity.name if users.find(identity.name) is None else f"{identity.name} ({identity.issuer})"
            user = users.add(name, identity.role, by=identity.issuer, now=now, subject=subject)
        if user.disabled:
            log.warning("sign-in refused: %s", Answer.DISABLED)
            return Authentication(answer=Answer.DISABLED)
        if user.role is not identity.role:
            user = users.set_role(user.name, identity.role, by=identity.issuer, now=now)
        log.info("sign-in: user %d", user.id)
        return Authentication(answer=Answer.WELCOME, user=user)

    def begin_session(self, user: User, now: datetime) -> SessionToken:
        """The session of somebody who has just signed in."""
        return SessionToken(user=user.id, epoch=user.session_epoch, began=now, seen=now)

    def user_of(self, token: SessionToken | None, now: datetime) -> User | None:
        """Whose session this is, if it still is one: not idle too long, not too old, and the account unchanged."""
        if token is None or now - token.seen >= IDLE or now - token.began >= ABSOLUTE:
            return None
        user = self.store.users.get(token.user)
        return user if user and not user.disabled and user.session_epoch == token.epoch else None

    def seen(self, token: SessionToken, now: datetime) -> SessionToken:
        """The session as just used."""
        return replace(token, seen=now) if now - token.seen >= NOTED else token

    def sign_out(self, user: User) -> None:
        """End the sessions of somebody, also those of a cookie that was copied."""
        self.store.users.end_sessions(user.id)

    def add_user(self, name: str, role: Role, password: str, *, by: str, now: datetime) -> User:
        """Make an account; raises ``InputError`` for an unusable name or password."""
        return self.store.users.add(name, role, by=by, now=now, password_hash=self._hash(password, name))

    def change_password(self, name: str, password: str, *, by: str, now: datetime) -> User:
        """Give somebody another password, which ends her sessions; raises ``NotFound`` and ``InputError``."""
        return self.store.users.set_password(name, self._hash(password, name), by=by, now=now)

    def add_key(self, label: str, role: Role, *, rate_per_minute: int, by: str, now: datetime) -> tuple[ApiKey, str]:
        """Make a key for a program; the key itself is returned here and kept nowhere. Raises ``InputError``."""
        secret = KEY_PREFIX + secrets.token_urlsafe(KEY_BYTES)
        kept = self.store.keys.add(label, role, _digest(secret), rate_per_minute=rate_per_minute, by=by, now=now)
        return kept, secret

    def key(self, secret: str) -> ApiKey | None:
        """What a program's key opens; None for one that was disabled or never made."""
        found = self.store.keys.by_hash(_digest(secret))
        return found if found and not found.disabled else None

    def _fits(self, password_hash: str, password: str) -> bool:
        try:
            # A longer one than can be set is not worth the work; it is cut, and so does not fit.
            return self._hasher.verify(password_hash, _normal(password)[: LONGEST_PASSWORD + 1])
        except (VerificationError, InvalidHashError):
            return False

    def _hash(self, password: str, name: str) -> str:
        text = _normal(password)
        if not SHORTEST_PASSWORD <= len(text) <= LONGEST_PASSWORD:
            raise InputError(
                "the password is too short or too long",
                code="password-length",
                place="password",
                remedy=f"give {SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters; several words are easy to remember",
            )
        if text.casefold() == _normal(name).casefold() or len(set(text)) == 1:
            raise InputError(
                "the password is too easy to guess", code="password-weak", place="password", remedy="take several words"
            )
        return self._hasher.hash(text)


def password_hasher(**cost: Any) -> PasswordHasher:
    """Argon2id as ``ARGON2`` says; ``cost`` makes it cheaper for tests."""
    return PasswordHasher(**{**ARGON2, **cost})


def lock_for(failed: int) -> timedelta:
    """For how long that many failed attempts lock an account; zero between the steps."""
    if failed < ATTEMPTS or failed % ATTEMPTS:
        return timedelta()
    # Doubling for ever would outgrow what a timedelta can hold.
    doublings = min(failed // ATTEMPTS - 1, (LONGEST_LOCK // FIRST_LOCK).bit_length())
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def may(user: User | ApiKey, *roles: Role) -> bool:
    """Whether somebody may do what is for ``roles``."""
    return not INCLUDES.get(user.role, frozenset({user.role})).isdisjoint(roles)


def _normal(password: str) -> str:
    """The same letters from every keyboard (NIST SP 800-63B: NFKC); halves of characters cannot be hashed."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode("utf-8")


def _digest(secret: str) -> str:
    """A plain hash is enough: nobody guesses 256 random bits."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()
