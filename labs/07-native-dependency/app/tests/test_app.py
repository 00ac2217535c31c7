import socket

import pytest

from app import app


@pytest.fixture
def client(monkeypatch):
    monkeypatch.delenv("DATABASE_HOST", raising=False)
    return app.test_client()


def test_the_home_page_greets_with_the_name_of_its_host(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert answer.text == f"Ahoy from {socket.gethostname()}"


def test_health_is_not_ok_without_a_database(client):
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json == {"status": "unavailable"}


def test_a_visit_that_cannot_be_counted_is_an_error(client):
    assert client.get("/visits").status_code == 500


def test_an_unknown_page_is_not_found(client):
    assert client.get("/treasure").status_code == 404
