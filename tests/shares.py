"""A share of the tests that take long (on real programs mostly): `make test` runs one, each commit another.

All of them take more than half an hour: `make test-all` runs them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

VARIABLE = "LAM_TEST_SHARE"
"""Names the share: `I/N`."""


@dataclass(frozen=True)
class Share:
    """The `number`-th of `count` parts, from 1."""

    number: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.count:
            raise ValueError(f"there is no share {self.number} of {self.count}")

    @classmethod
    def read(cls, text: str) -> Share:
        """From `I/N`; raises ValueError where it is anything else."""
        number, _, count = text.partition("/")
        return cls(int(number), int(count))

    def of(self, files: Iterable[str]) -> frozenset[str]:
        """The files in this share: every `count`-th, so that folders are spread evenly."""
        return frozenset(sorted(files)[self.number - 1 :: self.count])
