"""An app with accounts over a store in a file, its pages for some roles, and a browser that signs in."""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import cast

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.store import Store
from data.store.accounts import AccountStore
from data.store.accounts_records import Role
from service.accounts import Accounts, password_hasher
from service.app import create_app
from service.identity import OidcSettings
from service.login_views import EXTENSION, Door, current_user, register_login, requires
from tests.service.fakes import FakeProduct

START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
# As cheap as argon2 gets: what is tested is who comes in, not how long it takes.
CHEAP = password_hasher(memory_cost=8, time_cost=1)
LANDING = {Role.ADVISOR: "/advisor/"}


@dataclass
class Clock:
    """A clock that stands still until a test moves it."""

    now: datetime = START

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)

    def today(self) -> date:
        return self.now.date()


@dataclass
class Stage:
    """What a test of signing in plays on."""

    store: Store
    accounts: Accounts
    app: Flask
    clock: Clock = field(default_factory=Clock)

    def browser(self, **headers: str) -> Browser:
        return Browser(self.app.test_client())

    def user(self, name: str, role: Role = Role.ADVISOR) -> None:
        self.accounts.add_user(name, role, PASSWORD, by="test", now=self.clock.now)


@dataclass
class Browser:
    """A browser without JavaScript that keeps its cookies."""

    client: FlaskClient

    def get(self, address: str) -> TestResponse:
        return self.client.get(address)

    def token(self, address: str = "/en/login") -> str:
        found = re.search(r'name="csrf_token" value="([^"]+)"', self.client.get(address).text)
        assert found
        return found[1]

    def sign_in(self, name: str = "anna", password: str = PASSWORD, **more: str) -> TestResponse:
        answers = {"csrf_token": self.token(), "name": name, "password": password, **more}
        return self.client.post("/en/login", data=answers)

    def sign_out(self) -> TestResponse:
        # Any page with a form has the token of this session.
        return self.client.post("/en/logout", data={"csrf_token": self.token("/en/")})

    def cookie(self) -> str:
        kept = self.client.get_cookie("passerelle")
        return kept.value if kept else ""


@cache
def _empty_database() -> bytes:
    """A database with its tables: building them anew for each test takes longer than most tests."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        Store.open(f"sqlite:///{path}").close()
        return path.read_bytes()


def opened(folder: Path) -> Store:
    """A store without accounts."""
    path = folder / "passerelle.sqlite"
    path.write_bytes(_empty_database())
    return Store.open(f"sqlite:///{path}")


def staged(folder: Path, *, provider: OidcSettings | None = None) -> Stage:
    """An app as the product makes it, with empty accounts and a page for each sort of people."""
    store = opened(folder)
    # One app a provider for all tests, for templates are compiled once an app.
    issuer = provider.issuer if provider else ""
    if issuer not in _apps:
        _apps[issuer] = _built(provider)
    app, door, clock = _apps[issuer]
    door.accounts, door.purged, clock.now = Accounts(store.accounts, hasher=CHEAP), None, START
    return Stage(store=store, accounts=door.accounts, app=app, clock=clock)


_apps: dict[str, tuple[Flask, Door, Clock]] = {}


def _built(provider: OidcSettings | None) -> tuple[Flask, Door, Clock]:
    app, clock = create_app(FakeProduct(), secret_key="only for tests", testing=True), Clock()
    # Each test puts its own accounts in.
    nobody = Accounts(cast("AccountStore", None), hasher=CHEAP)
    register_login(app, nobody, provider=provider, landing=LANDING, now=lambda: clock.now, today=clock.today)
    for address, roles in PAGES.items():
        app.add_url_rule(address, address, requires(*roles)(_who), methods=["GET", "POST"])
    return app, app.extensions[EXTENSION], clock


PAGES: Mapping[str, tuple[Role, ...]] = {
    "/advisor/": (Role.ADVISOR,),
    "/evaluation/": (Role.EVALUATOR,),
    "/operators/": (Role.OPERATOR,),
    "/admin/": (Role.ADMIN,),
    "/both/": (Role.ADVISOR, Role.EVALUATOR),
}


def _who() -> str:
    user = current_user()
    return user.name if user else ""


def in_threads(count: int, work: Callable[[], None]) -> None:
    """Do the same ``count`` times at once."""
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
