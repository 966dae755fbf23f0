"""What tests of a run on a desk in memory share."""

from __future__ import annotations

import pytest

from tests.fakes.clock import skip_waiting


@pytest.fixture
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the run's own patience passes on a desk in memory: its time passes at once."""
    skip_waiting(monkeypatch)
