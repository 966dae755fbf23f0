"""Draws whether the policy is right as often as its confidence says, on programs it never saw.

    python -m lam_desktop.learning.reliability models/base/policy/calibration.json --out reliability.png

The intervals take every answer for a sample of its own. Answers about one program are not, so they are rather
too narrow; the threshold was chosen without them.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lam_desktop.errors import UsageError
from lam_desktop.learning.intervals import wilson
from lam_desktop.learning.pictures import COLOURS, INK, QUIET, canvas, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TENTH = 10.0
"""Per cent."""
MOST_ANSWERS = 10**12
"""More than anybody counts, and still a number that can be drawn."""


@dataclass(frozen=True)
class Tenth:
    """Answers whose confidence lies in the same tenth; shares in 0..1."""

    confidence: float
    """Their mean."""
    right: float
    count: int

    @property
    def start(self) -> float:
        """Where the tenth begins."""
        return min(9, int(self.confidence * 10)) / 10


@dataclass(frozen=True)
class Reliability:
    """What a calibration says of the policy's confidence."""

    tenths: tuple[Tenth, ...]
    ece: float
    """Expected calibration error."""
    threshold: float
    """From this confidence on the policy acts."""

    @classmethod
    def read(cls, path: Path) -> Reliability:
        """From the `calibration.json` that `learning.ship` writes.

        Raises UsageError where there is none, or one without such a table.
        """
        try:
            held = json.loads(path.read_text(encoding="utf-8"))
            rows = [(_share(sure), _share(right), int(count)) for sure, right, count in held["reliability"]]
            if any(not 0 <= count < MOST_ANSWERS for *_, count in rows):
                raise ValueError("no number of answers")
            return cls(tuple(Tenth(*row) for row in rows), _share(held["ece"]), _share(held["threshold"]))
        except FileNotFoundError:
            raise UsageError(f"{path} is missing: `learning.ship` writes it beside the weights.") from None
        except (KeyError, TypeError, ValueError, OverflowError, RecursionError):
            raise UsageError(
                f"{path} holds no reliability table: calibrate again with `learning.ship`."
            ) from None


def _share(number: float) -> float:
    """It, if it lies in 0..1; ValueError or TypeError for anything else."""
    if not 0 <= number <= 1:
        raise ValueError(f"{number} is no share")
    return float(number)


def draw(found: Reliability, out: Path) -> None:
    """Writes the picture: shares of right answers over confidence, and how many answers each counts."""
    figure, (shares, counts) = canvas((4.2, 1.4), width=5.6)
    answers = sum(one.count for one in found.tenths)
    shares.set_title(
        f"Expected calibration error {100 * found.ece:.1f} % over {answers:,} answers",
        size=10, color=INK, loc="left",
    )  # fmt: skip
    shares.plot([0, 100], [0, 100], color=QUIET, linewidth=1, linestyle=(0, (4, 3)))
    shares.annotate("dashed: as often right as sure; bars: 95 % intervals", (2, 96), fontsize=8, color=QUIET)
    for one in found.tenths:
        _draw_tenth(shares, one)
    shares.set(xlim=(0, 100), ylim=(0, 101), ylabel="right (%)")
    counts.bar(
        [100 * one.start for one in found.tenths], [one.count for one in found.tenths], 0.92 * TENTH,
        align="edge", color=COLOURS[5],
    )  # fmt: skip
    most = max((one.count for one in found.tenths), default=1)
    for one in found.tenths:
        counts.annotate(
            f"{one.count:,}", (100 * one.start + 0.46 * TENTH, one.count), (0, 3), textcoords="offset points",
            ha="center", fontsize=7, color=INK, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0},
        )  # fmt: skip
    counts.set(ylim=(0, 1.25 * most), ylabel="answers", xlabel="confidence (%)")
    counts.yaxis.set_major_formatter("{x:,.0f}")
    for axes in (shares, counts):
        axes.axvline(100 * found.threshold, color=COLOURS[1], linewidth=1.2, zorder=1.5)
        axes.set_xticks(range(0, 101, 10))
    shares.annotate(
        f"acts from {100 * found.threshold:g} %", (100 * found.threshold, 2), (-4, 0),
        textcoords="offset points", ha="right", fontsize=8, color=COLOURS[1],
    )  # fmt: skip
    save(figure, out)


def _draw_tenth(axes: Axes, one: Tenth) -> None:
    """A point with its 95 % interval."""
    low, high = wilson(round(one.right * one.count), one.count)
    at, right = 100 * one.confidence, 100 * one.right
    axes.errorbar(
        at, right, [[max(0.0, right - 100 * low)], [max(0.0, 100 * high - right)]], fmt="o",
        color=COLOURS[0], markersize=4.5, elinewidth=1.2, capsize=3, clip_on=False, zorder=3,
    )  # fmt: skip


def main() -> None:
    """Parses the arguments and draws."""
    parser = argparse.ArgumentParser(description="Draw how reliable the policy's confidence is.")
    parser.add_argument("calibration", type=Path, help="the calibration.json beside a policy's weights")
    parser.add_argument("--out", type=Path, required=True, help="the picture: .png, .svg or .pdf")
    given = parser.parse_args()
    try:
        draw(Reliability.read(given.calibration), given.out)
    except UsageError as error:
        parser.exit(2, f"{error}\n")
    print(f"The diagram is in {given.out}.")


if __name__ == "__main__":
    main()
