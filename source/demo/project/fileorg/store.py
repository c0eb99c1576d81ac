"""Keeps the papers."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Dict, List, Optional

from fileorg.errors import NotFound


@dataclass(frozen=True)
class Document:
    """A stored paper. `added` is an ISO 8601 instant, `dates` are ISO dates found in its text."""

    id: int
    name: str
    text: str
    pack: str
    category: str
    confidence: float
    dates: List[str]
    added: str

    def to_json(self) -> Dict[str, Any]:
        return asdict(self)


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="seconds")


class DocumentStore:
    """Papers in memory, and in a JSON file when there is a path. Safe to use from threads."""

    def __init__(self, path: Optional[Path] = None) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._documents: Dict[int, Document] = {}
        self._next_id = 1
        if path is not None and path.exists():
            self._load(path)

    def add(self, name: str, text: str, classification: Dict[str, Any]) -> Document:
        """Stores a paper under a new id."""
        with self._lock:
            document = Document(
                id=self._next_id,
                name=name,
                text=text,
                pack=classification["pack"],
                category=classification["category"],
                confidence=classification["confidence"],
                dates=list(classification["dates"]),
                added=now(),
            )
            self._documents[document.id] = document
            self._next_id += 1
            self._save()
            return document

    def get(self, document_id: int) -> Document:
        with self._lock:
            if document_id not in self._documents:
                raise NotFound(f"There is no document {document_id}.")
            return self._documents[document_id]

    def remove(self, document_id: int) -> Document:
        with self._lock:
            document = self.get(document_id)
            del self._documents[document_id]
            self._save()
            return document

    def all(self) -> List[Document]:
        """Every paper, oldest first."""
        with self._lock:
            return [self._documents[key] for key in sorted(self._documents)]

    def _load(self, path: Path) -> None:
        content = json.loads(path.read_text(encoding="utf-8"))
        for item in content["documents"]:
            document = Document(**item)
            self._documents[document.id] = document
        self._next_id = content["next_id"]

    def _save(self) -> None:
        if self._path is None:
            return
        content = {"next_id": self._next_id, "documents": [item.to_json() for item in self.all()]}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".partial")
        partial.write_text(json.dumps(content), encoding="utf-8")
        os.replace(partial, self._path)
