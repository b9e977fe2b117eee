"""Apps for machines to talk to: with every kind of answer, and with the operator's settings."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from engine.domain import Place
from service.app import create_app
from service.machines import Machines
from tests.service.fakes import THIONVILLE, TODAY, FakePlaces, FakeProduct


class EveryPlace(FakePlaces):
    """Knows a place for whatever is written."""

    def resolve(self, *, country: str | None = None, postal_code: str | None = None, name: str | None = None) -> Place:
        return THIONVILLE


def app_for(product: FakeProduct, machines: Machines | None = None) -> Flask:
    return create_app(
        product, secret_key="only for tests", testing=True, today=lambda: TODAY, machines=machines or Machines()
    )


def client_for(machines: Machines) -> FlaskClient:
    return app_for(FakeProduct(), machines).test_client()
