"""Draws how trainings went: loss, share of right answers and pace over their steps.

    python -m lam_desktop.learning.curves ~/.cache/lam/policy --out curves.png

One training is drawn with the parts of its loss; several are compared by the loss alone.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lam_desktop.learning.pictures import COLOURS, INK, QUIET, canvas, save
from lam_desktop.learning.progress import CURVE, Point, curve

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LOSS_HEIGHT, OTHER_HEIGHT = 3.0, 1.6
NEXT_LABEL = 0.075
"""Labels beside lines keep this distance, as a share of the diagram's height."""


def draw(runs: Sequence[Path], out: Path) -> None:
    """Writes a picture of the trainings in these folders.

    Raises ValueError for a folder in which no training has written a point.
    """
    trainings = {name: curve(run) for name, run in zip(_names(runs), runs, strict=True)}
    for name, points in trainings.items():
        if not points:
            raise ValueError(f"The {CURVE} of {name} is empty: its training has not come to a point yet.")
    counted = any(point.right is not None for points in trainings.values() for point in points)
    figure, axes = canvas((LOSS_HEIGHT, *[OTHER_HEIGHT] * (1 + counted)))
    if len(trainings) == 1:
        _draw_parts(axes[0], *trainings.values())
        axes[0].set_title(next(iter(trainings)), size=10, color=INK, loc="left")
    else:
        for colour, (name, points) in zip(_colours(), trainings.items(), strict=False):
            _line(axes[0], points, [point.loss for point in points], colour, name)
        axes[0].legend(
            loc="lower left", bbox_to_anchor=(0, 1), borderaxespad=0, ncols=4, frameon=False, fontsize=8
        )
    _logarithmic(axes[0])
    axes[0].set_ylabel("loss (log scale)")
    for colour, points in zip(_colours(), trainings.values(), strict=False):
        _line(axes[-1], points, [point.pace for point in points], colour)
        known = [point for point in points if point.right is not None]
        if known:
            _line(axes[1], known, [100 * (point.right or 0) for point in known], colour)
    if counted:
        axes[1].set_ylabel("ranked first (%)")
    samples = {point.sample for points in trainings.values() for point in points}
    axes[-1].set_ylabel(f"pace ({samples.pop() if len(samples) == 1 else 'samples'}/s)")
    axes[-1].set_ylim(bottom=0)
    axes[-1].set_xlabel("step")
    axes[-1].xaxis.set_major_formatter("{x:,.0f}")
    save(figure, out)


def _names(runs: Sequence[Path]) -> list[str]:
    """The names of the folders; their paths where two are called the same."""
    names = [run.name for run in runs]
    return names if len(set(names)) == len(names) else [str(run) for run in runs]


def _colours() -> Iterator[str]:
    return itertools.chain(COLOURS, itertools.repeat(QUIET))


def _line(axes: Axes, points: Sequence[Point], values: Sequence[float], colour: str, name: str = "") -> None:
    steps = [point.step for point in points]
    marker = "o" if len(points) == 1 else ""
    axes.plot(steps, values, color=colour, linewidth=1.6, marker=marker, markersize=4, label=name or None)


def _draw_parts(axes: Axes, points: Sequence[Point]) -> None:
    """The loss and, thinner, what it is made of; each line is named at its end."""
    steps = [point.step for point in points]
    ends = {"loss": (points[-1].loss, COLOURS[0])}
    for colour, name in zip(itertools.islice(_colours(), 1, None), points[-1].parts, strict=False):
        values = [point.parts[name] for point in points]
        if max(values) > 0:
            marker = "o" if len(points) == 1 else ""
            axes.plot(steps, values, color=colour, linewidth=0.9, marker=marker, markersize=3)
            ends[name] = (values[-1], colour)
    _line(axes, points, [point.loss for point in points], COLOURS[0])
    _logarithmic(axes)  # before the names, whose places depend on it
    _name_lines(axes, steps[-1], ends)


def _name_lines(axes: Axes, step: int, ends: Mapping[str, tuple[float, str]]) -> None:
    """Names beside the last values of lines, moved apart where they would lie over each other."""
    to_axes = axes.transData + axes.transAxes.inverted()
    wanted = {name: to_axes.transform((step, max(value, 1e-6)))[1] for name, (value, _) in ends.items()}
    lowest = -1.0
    places: dict[str, float] = {}
    for name, height in sorted(wanted.items(), key=lambda one: one[1]):
        lowest = places[name] = max(height, lowest + NEXT_LABEL)
    above = max(0.0, lowest - 1)
    for name, height in places.items():
        axes.annotate(
            name, (1.01, height - above), xycoords="axes fraction", va="center", fontsize=8,
            color=ends[name][1], fontweight="bold" if name == "loss" else "normal",
        )  # fmt: skip


def _logarithmic(axes: Axes) -> None:
    from matplotlib.ticker import LogLocator, NullLocator

    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 3, 5, 7)))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_locator(NullLocator())


def main() -> None:
    """Parses the arguments and draws."""
    parser = argparse.ArgumentParser(description="Draw how trainings went.")
    parser.add_argument("runs", type=Path, nargs="+", metavar="RUN", help="folder that a training wrote")
    parser.add_argument("--out", type=Path, required=True, help="the picture: .png, .svg or .pdf")
    given = parser.parse_args()
    try:
        draw(given.runs, given.out)
    except ValueError as error:
        parser.exit(2, f"{error}\n")
    print(f"The curves are in {given.out}.")


if __name__ == "__main__":
    main()
