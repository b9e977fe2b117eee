"""One app around the fake product, and a young person's browser without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.app import create_app
from tests.service.fakes import TODAY, FakeProduct

Submit = Callable[..., TestResponse]


@pytest.fixture(scope="session")
def _stage() -> tuple[FakeProduct, Flask]:
    """One app for all tests, for templates are compiled once an app."""
    product = FakeProduct()
    return product, create_app(product, secret_key="only for tests", testing=True, today=lambda: TODAY)


@pytest.fixture
def product(_stage: tuple[FakeProduct, Flask]) -> FakeProduct:
    """The fake product as new."""
    product, _ = _stage
    product.reset()
    return product


@pytest.fixture
def app(_stage: tuple[FakeProduct, Flask], product: FakeProduct) -> Flask:
    return _stage[1]


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def submit(client: FlaskClient) -> Submit:
    """Open the form in a language, fill it in and send it."""

    def send(language: str = "en", **answers: object) -> TestResponse:
        token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(f"/{language}/").text)
        assert token
        return client.post(f"/{language}/results", data={"csrf_token": token[1], **answers})

    return send
