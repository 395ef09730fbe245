"""A signed-in client of the application, in process: no port, no network."""

import json
import re
import socket
import threading
import time
import urllib.request
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


@dataclass
class Served:
    """The application behind a real port of this machine, with a session."""

    base: str
    headers: dict[str, str]
    token: str
    faults: list[str]
    link: str = ""


def free_port():
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def served():
    """The application served by uvicorn in a thread, as `seldinger serve` does."""
    import uvicorn

    port, faults, links = free_port(), [], []
    app = create_app(Settings(port=port, today=lambda: TODAY), announce=links.append, complain=faults.append)
    server = uvicorn.Server(uvicorn.Config(app, port=port, access_log=False, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    session = app.door.sign_in(links[-1].partition("key=")[2])
    headers = {"cookie": f"{app.door.cookie}={session}"}
    base = f"http://127.0.0.1:{port}"
    with urllib.request.urlopen(urllib.request.Request(base, headers=headers)) as page:
        token = re.search(r'name="token" value="(\w+)"', page.read().decode())[1]
    yield Served(base=base, headers=headers, token=token, faults=faults, link=links[-1])
    server.should_exit = True
    thread.join(5)
