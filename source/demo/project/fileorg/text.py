"""Words and phrases of a text."""

from __future__ import annotations

import re
from typing import List

WORD = re.compile(r"[a-z0-9]+(?:['-][a-z0-9]+)*")


def words(text: str) -> List[str]:
    """The words of a text, in lower case, in order."""
    return WORD.findall(text.lower())


def count_phrase(text: str, phrase: str) -> int:
    """How often a phrase occurs in a text as whole words."""
    haystack = words(text)
    needle = words(phrase)
    if not needle:
        return 0
    last = len(haystack) - len(needle) + 1
    return sum(haystack[start:start + len(needle)] == needle for start in range(last))
