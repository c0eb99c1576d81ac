from __future__ import annotations

import json
from typing import Any, Optional

import pytest

from fileorg.app import App, create_app
from fileorg.web import Request, Response


class Client:
    """Talks to an app without a socket."""

    def __init__(self, app: App) -> None:
        self.app = app

    def send(self, method: str, path: str, body: Any = None, **options: Any) -> Response:
        data = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        return self.app.handle(Request(method, path, body=data, **options))

    def get(self, path: str, query: Optional[dict] = None, **options: Any) -> Response:
        return self.send("GET", path, query=query or {}, **options)

    def post(self, path: str, body: Any = None, **options: Any) -> Response:
        return self.send("POST", path, body, **options)

    def delete(self, path: str, **options: Any) -> Response:
        return self.send("DELETE", path, **options)


@pytest.fixture
def app() -> App:
    return create_app()


@pytest.fixture
def client(app: App) -> Client:
    return Client(app)
