"""`/documents`: the papers that are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fileorg.errors import BadRequest, NotFound
from fileorg.routes.classify import require_text
from fileorg.web import Request, Response, Router, json_response

if TYPE_CHECKING:
    from fileorg.app import Services


def register(router: Router, services: Services) -> None:
    def create(request: Request) -> Response:
        body = request.json()
        name = require_text(body.get("name"), "name").strip()
        if not name:
            raise BadRequest('"name" must not be empty.')
        text = require_text(body.get("text"), "text")
        pack = body.get("pack", services.settings.default_pack)
        return json_response(services.file(name, text, pack).to_json(), 201)

    def index(_request: Request) -> Response:
        documents = [document.to_json() for document in services.store.all()]
        return json_response({"documents": documents, "total": len(documents)})

    def show(request: Request) -> Response:
        return json_response(services.store.get(document_id(request)).to_json())

    def delete(request: Request) -> Response:
        document = services.store.remove(document_id(request))
        services.index.remove(document.id)
        return json_response({"deleted": document.id})

    router.add("POST", "/documents", create)
    router.add("GET", "/documents", index)
    router.add("GET", "/documents/{id}", show)
    router.add("DELETE", "/documents/{id}", delete)


def document_id(request: Request) -> int:
    value = request.params["id"]
    if not value.isdigit():
        raise NotFound(f"There is no document {value!r}.")
    return int(value)
