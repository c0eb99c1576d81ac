"""Finds dates in the text of a paper."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Dict, Iterable, List, Optional

MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
    "|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
)

# Directives of strptime, and what they look like in running text.
DIRECTIVES = {
    "%Y": r"\d{4}",
    "%m": r"\d{1,2}",
    "%d": r"\d{1,2}",
    "%B": f"(?:{MONTHS})",
    "%b": f"(?:{MONTHS})",
}


def pattern_for(date_format: str) -> str:
    """The regular expression that a date in this strptime format matches."""
    escaped = re.escape(date_format).replace("\\%", "%")
    for directive, pattern in DIRECTIVES.items():
        escaped = escaped.replace(directive, pattern)
    return rf"(?<![\w/-]){escaped}(?![\w/-])"


def parse_date(text: str, formats: Iterable[str]) -> Optional[date]:
    """The date that a text is, read in the first of the formats that fits."""
    for date_format in formats:
        try:
            return datetime.strptime(text.strip(), date_format).date()
        except ValueError:
            continue
    return None


def find_dates(text: str, formats: Iterable[str]) -> List[date]:
    """Every date in a text, in the order in which they appear."""
    found: Dict[int, date] = {}
    for date_format in formats:
        for match in re.finditer(pattern_for(date_format), text):
            value = parse_date(match.group(), [date_format])
            if value is not None:
                found.setdefault(match.start(), value)
    return [found[position] for position in sorted(found)]
