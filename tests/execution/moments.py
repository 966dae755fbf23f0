"""Every moment of a run at which it may be killed, by its journal."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import pytest

from lam_desktop.execution.runs.journal import Journal


@contextmanager
def after_each_entry(keep: Callable[[], None]) -> Generator[None]:
    """Calls `keep` behind each entry that a journal writes while the block lasts."""
    with pytest.MonkeyPatch.context() as patch:
        write = Journal.write

        def written(self: Journal, *arguments: Any, **fields: Any) -> int:
            number = write(self, *arguments, **fields)
            keep()
            return number

        patch.setattr(Journal, "write", written)
        yield
