"""`/classify`: what is this paper?"""

from __future__ import annotations

from typing import Any

from fileorg.classify import classify
from fileorg.config import Settings
from fileorg.errors import BadRequest
from fileorg.packs import get_pack
from fileorg.web import Request, Response, Router, json_response

MAX_TEXTS = 100


def register(router: Router, settings: Settings) -> None:
    def one(request: Request) -> Response:
        body = request.json()
        text = require_text(body.get("text"), "text")
        pack = get_pack(body.get("pack", settings.default_pack))
        return json_response(classify(text, pack, settings.min_confidence).to_json())

    def batch(request: Request) -> Response:
        body = request.json()
        texts = body.get("texts")
        if not isinstance(texts, list) or not texts:
            raise BadRequest('"texts" has to be a list of at least one text.')
        if len(texts) >= MAX_TEXTS:
            raise BadRequest(f'"texts" has at most {MAX_TEXTS} texts.')
        pack = get_pack(body.get("pack", settings.default_pack))
        results = [
            classify(require_text(text, f"texts[{position}]"), pack, settings.min_confidence)
            for position, text in enumerate(texts)
        ]
        return json_response({"results": [result.to_json() for result in results]})

    router.add("POST", "/classify", one)
    router.add("POST", "/classify/batch", batch)


def require_text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise BadRequest(f'"{name}" has to be a text.')
    return value
