"""Tables of figures: what is printed for people and what programs get as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lam_desktop.learning.intervals import wilson


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval that this allows."""

    count: int
    of: int

    @property
    def bounds(self) -> tuple[float, float]:
        """The Wilson interval."""
        return wilson(self.count, self.of)

    def __str__(self) -> str:
        if self.of == 0:
            return "–"
        low, high = self.bounds
        return f"{self.count}/{self.of} {self.count / self.of:.0%} [{low:.0%}, {high:.0%}]"

    def as_json(self) -> dict[str, Any]:
        """Count, total, share and bounds."""
        low, high = self.bounds
        share = round(self.count / self.of, 4) if self.of else None
        return {
            "count": self.count,
            "of": self.of,
            "share": share,
            "low": round(low, 4),
            "high": round(high, 4),
        }


Cell = str | int | float | Share | None


@dataclass(frozen=True)
class Table:
    """Rows under columns; a row may leave cells out."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, Cell], ...]
    notes: tuple[str, ...] = ()
    """Sentences below it."""

    def as_text(self) -> tuple[tuple[str, ...], ...]:
        """The rows as text, in the order of the columns."""
        return tuple(tuple(_text(row.get(name)) for name in self.columns) for row in self.rows)

    def as_json(self) -> list[dict[str, Any]]:
        """The rows as JSON knows them."""
        return [{name: _json(row.get(name)) for name in self.columns} for row in self.rows]


def counted(name: str, outcomes: Sequence[str], kinds: Sequence[str]) -> dict[str, Cell]:
    """One row: under each kind of outcome its share of `outcomes`; `name` leads it, as column `name`."""
    shares = {kind: Share(sum(one == kind for one in outcomes), len(outcomes)) for kind in kinds}
    return {"name": name, **shares}


def _text(cell: Cell) -> str:
    if cell is None:
        return "–"
    return f"{cell:.3g}" if isinstance(cell, float) else str(cell)


def _json(cell: Cell) -> Any:
    if isinstance(cell, Share):
        return cell.as_json()
    return round(cell, 4) if isinstance(cell, float) else cell
