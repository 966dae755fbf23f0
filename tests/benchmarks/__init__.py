"""Benchmarks: each module with a function `run(quick)` measures one part and returns its figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value; with a target it is held or missed."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def held(self) -> bool | None:
        """Whether the target is held; None where there is none."""
        if self.at_most is None and self.at_least is None:
            return None
        low = self.at_least is None or self.value >= self.at_least
        return low and (self.at_most is None or self.value <= self.at_most)

    def line(self) -> str:
        """For a person to read."""
        target = ""
        if self.held is not None:
            bounds = [f">= {self.at_least:g}"] if self.at_least is not None else []
            bounds += [f"<= {self.at_most:g}"] if self.at_most is not None else []
            target = f"   (target {', '.join(bounds)}: {'held' if self.held else 'MISSED'})"
        return f"  {self.name:<58} {self.value:>10.3g} {self.unit}{target}"
