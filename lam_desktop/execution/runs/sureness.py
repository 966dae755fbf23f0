"""How surely a value was read from the screen, as it is kept beside the value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard, cast


@dataclass(frozen=True, slots=True)
class Sureness:
    """The recogniser's own probabilities, after which a step decides whether it asks."""

    text: float
    """Mean of all letters of the text that it was read in."""
    figure: float | None = None
    """The least of its figures, of a secret of all its signs; None without one."""

    @property
    def least(self) -> float:
        """The lesser of both."""
        return self.text if self.figure is None else min(self.text, self.figure)

    @property
    def plain(self) -> dict[str, float]:
        """As the journal keeps it beside what was read."""
        figure = {} if self.figure is None else {"figure": round(self.figure, 4)}
        return {"sure": round(self.text, 4), **figure}

    @classmethod
    def read(cls, entry: Mapping[str, Any]) -> Sureness | None:
        """What a journal has beside a reading; None where it says nothing, as of what a person told."""
        sure, figure = entry.get("sure"), entry.get("figure")
        if not _is_chance(sure):
            return None
        return cls(float(sure), float(figure) if _is_chance(figure) else None)


def least_of(all_of: Iterable[Sureness | None]) -> float | None:
    """Of a value that was read in several places; None where one of them is not known."""
    known = list(all_of)
    sure = [one.least for one in known if one is not None]
    return min(sure) if sure and len(sure) == len(known) else None


def sure_by_name(told: object) -> dict[str, float]:
    """What a journal says of a row's values by their names; whatever else stands there is left out."""
    if not isinstance(told, Mapping):
        return {}
    known = cast("Mapping[object, object]", told)
    return {str(name): float(sure) for name, sure in known.items() if _is_chance(sure)}


def _is_chance(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
