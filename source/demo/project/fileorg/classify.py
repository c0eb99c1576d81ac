"""Says what kind of paper a text is, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Dict, List, Tuple

from fileorg.packs.base import Category, Pack
from fileorg.text import count_phrase

UNSORTED = Category("unsorted", "Unsorted", ())


@dataclass(frozen=True)
class Classification:
    """A category, with a confidence between 0 and 1 and the keywords that spoke for it."""

    pack: str
    category: str
    folder: str
    confidence: float
    keywords: Tuple[str, ...] = ()
    dates: Tuple[str, ...] = ()
    postal_codes: Tuple[str, ...] = ()
    scores: Dict[str, float] = field(default_factory=dict)

    def to_json(self) -> Dict[str, Any]:
        return {
            "pack": self.pack,
            "category": self.category,
            "folder": self.folder,
            "confidence": self.confidence,
            "keywords": list(self.keywords),
            "dates": list(self.dates),
            "postal_codes": list(self.postal_codes),
        }


def matching_keywords(text: str, category: Category) -> List[str]:
    """Keywords of a category that occur in a text."""
    return [keyword for keyword in category.keywords if count_phrase(text, keyword) > 0]


def score(text: str, category: Category) -> float:
    """
    How much of a category is in a text.

    A phrase says more than a word, so a keyword counts as many times as it has words.
    """
    return float(sum(len(keyword.split()) for keyword in matching_keywords(text, category)))


def classify(text: str, pack: Pack, min_confidence: float = 0.25) -> Classification:
    """The category of a pack that fits best; `unsorted` when none fits well enough."""
    scores = {category.name: score(text, category) for category in pack.categories}
    total = sum(scores.values())
    best = max(pack.categories, key=lambda category: scores[category.name])
    confidence = scores[best.name] / total
    if confidence < min_confidence:
        best = UNSORTED
    return Classification(
        pack=pack.name,
        category=best.name,
        folder=best.folder,
        confidence=confidence,
        keywords=tuple(matching_keywords(text, best)),
        dates=tuple(value.isoformat() for value in pack.find_dates(text)),
        postal_codes=tuple(pack.find_postal_codes(text)),
        scores=scores,
    )
