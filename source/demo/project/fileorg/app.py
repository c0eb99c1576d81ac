"""Puts the parts of the service together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict

from fileorg import __version__
from fileorg.classify import classify
from fileorg.config import Settings
from fileorg.errors import TooLarge
from fileorg.index import SearchIndex
from fileorg.jobs import JobQueue
from fileorg.packs import get_pack
from fileorg.routes import classify as classify_routes
from fileorg.routes import documents as document_routes
from fileorg.routes import packs as pack_routes
from fileorg.store import Document, DocumentStore
from fileorg.web import Request, Response, Router, json_response


@dataclass(frozen=True)
class Services:
    """What the handlers work with."""

    settings: Settings
    store: DocumentStore
    index: SearchIndex

    def file(self, name: str, text: str, pack_name: str) -> Document:
        """Classifies a paper and stores it."""
        result = classify(text, get_pack(pack_name), self.settings.min_confidence)
        document = self.store.add(name, text, result.to_json())
        self.index.add(document.id, f"{name} {text}")
        return document


class App:
    """The service: `handle` is all that a server needs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.services = Services(settings, DocumentStore(settings.store_path), SearchIndex())
        for document in self.services.store.all():
            self.services.index.add(document.id, f"{document.name} {document.text}")
        self.queue = JobQueue(self._work)
        self.router = Router()
        self.router.add("GET", "/health", health)
        pack_routes.register(self.router)
        classify_routes.register(self.router, settings)
        document_routes.register(self.router, self.services)

    def handle(self, request: Request) -> Response:
        if len(request.body) > self.settings.max_body_bytes:
            error = TooLarge(f"A body has at most {self.settings.max_body_bytes} bytes.")
            return json_response({"error": error.message}, error.status)
        return self.router.handle(request)

    def _work(self, payload: Dict[str, Any]) -> Dict[str, Any]:
        return self.services.file(payload["name"], payload["text"], payload["pack"]).to_json()


def health(_request: Request) -> Response:
    return json_response({"status": "ok", "version": __version__})


def create_app(settings: Settings = Settings()) -> App:
    return App(settings)
