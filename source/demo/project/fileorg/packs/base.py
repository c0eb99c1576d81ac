"""What a pack is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any, Dict, List, Tuple

from fileorg.dates import find_dates


@dataclass(frozen=True)
class Category:
    """A kind of paper: the words that give it away, and the folder that it goes to."""

    name: str
    folder: str
    keywords: Tuple[str, ...]

    def to_json(self) -> Dict[str, Any]:
        return {"name": self.name, "folder": self.folder, "keywords": list(self.keywords)}


@dataclass(frozen=True)
class Pack:
    """The papers of one country or household."""

    name: str
    title: str
    categories: Tuple[Category, ...]
    date_formats: Tuple[str, ...] = ("%Y-%m-%d",)
    postal_code: str = ""

    def find_dates(self, text: str) -> List[date]:
        """Dates in a text, read as this country writes them."""
        return find_dates(text, self.date_formats)

    def find_postal_codes(self, text: str) -> List[str]:
        """Postal codes in a text, each once, in the order in which they appear."""
        if not self.postal_code:
            return []
        matches = (match.group() for match in re.finditer(self.postal_code, text))
        return list(dict.fromkeys(matches))

    def to_json(self) -> Dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title,
            "categories": [category.to_json() for category in self.categories],
            "date_formats": list(self.date_formats),
        }
