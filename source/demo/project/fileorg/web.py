"""Requests, responses and a small router: no framework, no surprises."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Dict, List, Pattern, Tuple

from fileorg.errors import ApiError, BadRequest, MethodNotAllowed, NotFound


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: Dict[str, str] = field(default_factory=dict)
    headers: Dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    params: Dict[str, str] = field(default_factory=dict)

    def json(self) -> Dict[str, Any]:
        """The body, which has to be a JSON object."""
        try:
            content = json.loads(self.body.decode("utf-8"))
        except ValueError:
            raise BadRequest("The body is not valid JSON.") from None
        if not isinstance(content, dict):
            raise BadRequest("The body has to be a JSON object.")
        return content


@dataclass(frozen=True)
class Response:
    status: int
    body: bytes = b""
    headers: Dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.body)


def json_response(content: Any, status: int = 200) -> Response:
    body = json.dumps(content, ensure_ascii=False).encode("utf-8")
    return Response(status, body, {"Content-Type": "application/json; charset=utf-8"})


Handler = Callable[[Request], Response]


class Router:
    """Finds the handler of a method and a path such as `/packs/{name}`."""

    def __init__(self) -> None:
        self._routes: List[Tuple[str, Pattern[str], Handler]] = []

    def add(self, method: str, path: str, handler: Handler) -> None:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path)
        self._routes.append((method, re.compile(pattern), handler))

    def handle(self, request: Request) -> Response:
        """Answers a request; an ApiError becomes the response that it stands for."""
        try:
            return self._dispatch(request)
        except ApiError as error:
            return json_response({"error": error.message}, error.status)

    def _dispatch(self, request: Request) -> Response:
        allowed = []
        for method, pattern, handler in self._routes:
            match = pattern.fullmatch(request.path)
            if match is None:
                continue
            if method == request.method:
                return handler(replace(request, params=match.groupdict()))
            allowed.append(method)
        if allowed:
            raise MethodNotAllowed(f"{request.path} answers {', '.join(allowed)} only.")
        raise NotFound(f"There is nothing at {request.path}.")
