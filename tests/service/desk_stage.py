"""A desk around a fake product and a real store, and an advisor's browser without JavaScript."""

from __future__ import annotations

import atexit
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.store import Store
from data.store.accounts_records import Role
from service.accounts import Accounts, password_hasher
from service.app import create_app
from service.desk import DESK, register_desk
from service.login_views import register_login
from tests.service.fakes import TODAY, FakeProduct

PASSWORD = "four words are enough"
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
USERS = {"berta": Role.ADVISOR, "carla": Role.ADVISOR, "anna": Role.ADMIN, "otto": Role.OPERATOR}


@dataclass
class DeskStage:
    """An app with a desk; ``day`` is today, and may be moved."""

    product: FakeProduct
    store: Store
    app: Flask
    day: list[datetime]
    inside: dict[str, Advisor] = field(default_factory=dict)

    def advisor(self, name: str = "berta") -> Advisor:
        """Somebody who is signed in; the same browser for the same name."""
        if name not in self.inside:
            self.inside[name] = Advisor(self.app.test_client())
            self.inside[name].sign_in(name)
        return self.inside[name]


@dataclass
class Advisor:
    """One browser; forms are sent with the token of the page before."""

    client: FlaskClient
    token: str = ""

    def sign_in(self, name: str) -> TestResponse:
        self.get("/en/login")
        answer = self.post("/en/login", name=name, password=PASSWORD)
        self.get("/en/advisor/shortlists")
        return answer

    def get(self, path: str) -> TestResponse:
        return self._noted(self.client.get(path))

    def post(self, path: str, **fields: object) -> TestResponse:
        return self._noted(self.client.post(path, data={"csrf_token": self.token, **fields}))

    def search(self, **fields: object) -> TestResponse:
        return self.post("/en/advisor/results", **{"goal": "care", **fields})

    def keep(self, **fields: object) -> str:
        """Keep a search as a shortlist; returns its address."""
        answer = self.post("/en/advisor/shortlists", **{"goal": "care", "pseudonym": "K7Q3F", **fields})
        assert answer.status_code == 303, answer.text
        return answer.location

    def _noted(self, answer: TestResponse) -> TestResponse:
        if answer.mimetype == "text/html" and (found := re.search(r'name="csrf_token" value="([^"]+)"', answer.text)):
            self.token = found[1]
        return answer


@cache
def the_desk() -> DeskStage:
    """One desk for all tests, for templates are compiled once an app."""
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)
    return open_desk(Path(folder.name))


def emptied() -> DeskStage:
    """The one desk on its first day, with its product as new and without any shortlist."""
    desk = the_desk()
    desk.product.reset()
    desk.day[0] = NOW
    lists = desk.store.accounts.shortlists
    for user in desk.store.accounts.users.all():
        for kept in lists.of(user.id, TODAY):
            lists.delete(user.id, kept.id, today=TODAY)
    return desk


def open_desk(folder: Path, product: FakeProduct | None = None) -> DeskStage:
    """A desk with four users over a new database in ``folder``."""
    product, day = product or FakeProduct(), [NOW]
    store = Store.open(f"sqlite:///{folder / 'desk.sqlite'}")
    accounts = Accounts(store.accounts, hasher=password_hasher(memory_cost=8, time_cost=1))
    for name, role in USERS.items():
        accounts.add_user(name, role, PASSWORD, by="test", now=NOW)
    app = create_app(product, secret_key="only for tests", testing=True, today=lambda: TODAY)
    register_login(app, accounts, landing={Role.ADVISOR: DESK}, now=lambda: day[0], today=lambda: day[0].date())
    register_desk(app, product, store.accounts, lambda: day[0].date())
    return DeskStage(product=product, store=store, app=app, day=day)
