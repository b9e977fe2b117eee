from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.compression import compress_static
from tests.service.fakes import FakeProduct

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.fixture(scope="module")
def browser() -> FlaskClient:
    app = create_app(FakeProduct(), secret_key="only for tests", testing=True)
    if "_compressed" not in [one.__name__ for one in app.after_request_funcs[None]]:
        compress_static(app)
    return app.test_client()


@pytest.mark.parametrize("address", ["/static/style.css", "/bootstrap/static/css/bootstrap.min.css"])
def test_a_style_sheet_is_a_third_of_its_size_and_says_the_same(browser: FlaskClient, address: str) -> None:
    plain, small = browser.get(address), browser.get(address, headers=GZIP)
    assert small.headers["Content-Encoding"] == "gzip"
    assert len(small.data) < len(plain.data) / 3
    assert gzip.decompress(small.data) == plain.data
    assert "Accept-Encoding" in plain.vary
    assert "Accept-Encoding" in small.vary


def test_who_has_the_file_already_is_told_so(browser: FlaskClient) -> None:
    tag = browser.get("/static/style.css", headers=GZIP).headers["ETag"]
    assert tag.startswith("W/")
    again = browser.get("/static/style.css", headers={**GZIP, "If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")


def test_who_does_not_read_gzip_gets_the_file_as_it_is(browser: FlaskClient) -> None:
    for header in ({}, {"Accept-Encoding": "gzip;q=0"}):
        answer = browser.get("/static/style.css", headers=header)
        assert "Content-Encoding" not in answer.headers
        assert answer.data.startswith(b"/*")


def test_no_page_is_compressed_for_its_length_would_tell_what_is_in_it(browser: FlaskClient) -> None:
    for address in ("/en/", "/en/measures/", "/api/v1/measures", "/en/nowhere"):
        assert "Content-Encoding" not in browser.get(address, headers=GZIP).headers
