"""A signed-in client of the application, in process: no port, no network."""

import json
import re
from dataclasses import dataclass, field
from datetime import date

import pytest
from starlette.testclient import TestClient

from seldinger.patient import chart, examples, load_record
from seldinger.web import Settings, create_app

TODAY = date(2026, 11, 10)
BASE = "http://127.0.0.1:8484"


@dataclass
class Visitor:
    """A browser that has used the sign-in link."""

    client: TestClient
    token: str = ""
    faults: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def post(self, path, fields=None, **more):
        """Post a form with its token."""
        return self.client.post(path, data={"token": self.token, **(fields or {})}, **more)

    def example(self, name):
        """Return an example chart as the text that pages send back."""
        return json.dumps(chart(load_record(examples()[name])))


def visit(settings=None):
    """Return a visitor who has not signed in."""
    faults, links = [], []
    app = create_app(settings or Settings(today=lambda: TODAY), announce=links.append, complain=faults.append)
    return Visitor(client=TestClient(app, base_url=BASE, raise_server_exceptions=False), faults=faults, links=links)


def sign_in(visitor):
    """Use the one-time link and take the token from the first page."""
    page = visitor.client.get(visitor.links[-1].removeprefix(BASE))
    visitor.token = re.search(r'name="token" value="(\w+)"', page.text)[1]
    return visitor


@pytest.fixture
def stranger():
    """Somebody who has not signed in."""
    return visit()


@pytest.fixture(scope="session")
def visitor():
    """Somebody who has signed in; every page of a session may be asked in any order, since nothing is stored."""
    return sign_in(visit())
