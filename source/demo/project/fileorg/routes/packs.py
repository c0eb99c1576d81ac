"""`/packs`: what can be recognised."""

from __future__ import annotations

from fileorg.packs import get_pack, list_packs
from fileorg.web import Request, Response, Router, json_response


def register(router: Router) -> None:
    router.add("GET", "/packs", index)
    router.add("GET", "/packs/{name}", show)


def index(_request: Request) -> Response:
    packs = [
        {"name": pack.name, "title": pack.title, "categories": len(pack.categories)}
        for pack in list_packs()
    ]
    return json_response({"packs": packs, "total": len(packs)})


def show(request: Request) -> Response:
    return json_response(get_pack(request.params["name"]).to_json())
