"""Where generated programs lie, and what was looked at of them."""

from __future__ import annotations

import os
from pathlib import Path

VARIABLE = "LAM_CACHE"


def cache() -> Path:
    """$LAM_CACHE, else ~/.cache/lam."""
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else Path.home() / ".cache" / "lam"
