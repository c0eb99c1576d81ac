"""Serves the app over HTTP with the standard library's WSGI server."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Callable, Dict, Iterable, List, Tuple
from urllib.parse import parse_qsl
from wsgiref.simple_server import make_server

from fileorg.app import App
from fileorg.web import Request

StartResponse = Callable[[str, List[Tuple[str, str]]], Any]


def to_request(environ: Dict[str, Any]) -> Request:
    """The request that a WSGI environment describes. Names of headers are in lower case."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    headers = {
        key[5:].replace("_", "-").lower(): value
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
    return Request(
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO") or "/",
        query=dict(parse_qsl(environ.get("QUERY_STRING", ""))),
        headers=headers,
        body=environ["wsgi.input"].read(length) if length else b"",
    )


def wsgi(app: App) -> Callable[[Dict[str, Any], StartResponse], Iterable[bytes]]:
    def application(environ: Dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        response = app.handle(to_request(environ))
        phrase = HTTPStatus(response.status).phrase
        headers = {**response.headers, "Content-Length": str(len(response.body))}
        start_response(f"{response.status} {phrase}", list(headers.items()))
        return [response.body]

    return application


def serve(app: App) -> None:
    """Serves until interrupted."""
    settings = app.settings
    with make_server(settings.host, settings.port, wsgi(app)) as server:
        print(f"fileorg listens on http://{settings.host}:{settings.port}")
        server.serve_forever()
