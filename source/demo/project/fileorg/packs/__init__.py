"""The packs that are there, by name."""

from __future__ import annotations

from typing import Dict, List

from fileorg.errors import NotFound
from fileorg.packs.base import Category, Pack
from fileorg.packs.generic import GENERIC
from fileorg.packs.usa import USA

PACKS: Dict[str, Pack] = {
    pack.name: pack
    for pack in (
        USA,
        GENERIC,
    )
}


def list_packs() -> List[Pack]:
    """All packs, sorted by name."""
    return list(PACKS.values())


def get_pack(name: str) -> Pack:
    """The pack of that name; upper and lower case are the same."""
    try:
        return PACKS[name]
    except KeyError:
        known = ", ".join(sorted(PACKS))
        raise NotFound(f"There is no pack {name!r}. Packs: {known}.") from None


__all__ = ["Category", "Pack", "PACKS", "get_pack", "list_packs"]
