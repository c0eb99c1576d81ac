"""Settings of the service."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Optional


@dataclass(frozen=True)
class Settings:
    """What can be set. The defaults suit one person on one machine."""

    host: str = "127.0.0.1"
    port: int = 8700
    store_path: Optional[Path] = None
    default_pack: str = "generic"
    max_body_bytes: int = 1_000_000
    min_confidence: float = 0.25
    workers: int = 2
