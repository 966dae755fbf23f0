"""What tests of the learning share."""

from __future__ import annotations

from collections.abc import Generator

import pytest


@pytest.fixture(autouse=True)
def no_training_before() -> Generator[None]:
    """accelerate remembers the first training of a process; a test knows nothing of another one's."""
    from accelerate.state import AcceleratorState

    yield
    AcceleratorState._reset_state(reset_partial_state=True)  # pyright: ignore[reportPrivateUsage] - no public way
