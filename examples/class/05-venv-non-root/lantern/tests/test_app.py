import socket

import pytest

from app import app


@pytest.fixture
def client():
    return app.test_client()


def test_the_home_page_greets_with_the_name_of_its_host(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert answer.text == f"Ahoy from {socket.gethostname()}"


def test_health_is_ok(client):
    answer = client.get("/health")
    assert answer.status_code == 200
    assert answer.json == {"status": "ok"}


def test_an_unknown_page_is_not_found(client):
    assert client.get("/treasure").status_code == 404
