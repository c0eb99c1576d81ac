"""Finds papers by the words in them."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Dict, List, Set

from fileorg.text import words


class SearchIndex:
    """An inverted index: for each word, the papers that have it and how often."""

    def __init__(self) -> None:
        self._postings: Dict[str, Dict[int, int]] = defaultdict(dict)

    def add(self, document_id: int, text: str) -> None:
        self.remove(document_id)
        for word, count in Counter(words(text)).items():
            self._postings[word][document_id] = count

    def remove(self, document_id: int) -> None:
        for word in [word for word, found in self._postings.items() if document_id in found]:
            del self._postings[word][document_id]
            if not self._postings[word]:
                del self._postings[word]

    def search(self, query: str) -> List[int]:
        """Ids of the papers that have every word of the query, those that have them most often first."""
        terms = words(query)
        if not terms:
            return []
        found: Set[int] = set(self._postings.get(terms[0], {}))
        for term in terms[1:]:
            found &= set(self._postings.get(term, {}))
        weight = {key: sum(self._postings[term][key] for term in terms) for key in found}
        return sorted(found, key=lambda key: (-weight[key], key))
