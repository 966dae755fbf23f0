"""Diagrams in one plain style: what was measured, its unit, and little else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lam_desktop.errors import EnvironmentFault

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Told apart by nearly everybody (Okabe & Ito 2008)."""
INK, QUIET, FAINT = "#222222", "#8a8a8a", "#e4e4e4"
"""Of what is read, of what stands behind it, and of the grid."""
DOTS_PER_INCH = 160


def canvas(heights: tuple[float, ...], width: float = 7.5) -> tuple[Figure, list[Axes]]:
    """Diagrams below each other, of these heights in inches, over one horizontal axis.

    Raises EnvironmentFault where matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        raise EnvironmentFault(
            "Pictures need matplotlib, which is not installed: pip install 'lam-desktop[train]'."
        ) from None
    figure = Figure((width, sum(heights)), layout="constrained")
    axes: list[Axes] = figure.subplots(
        len(heights), 1, sharex=True, squeeze=False, height_ratios=heights
    ).ravel().tolist()  # fmt: skip
    for one in axes:
        one.grid(axis="y", color=FAINT, linewidth=0.8)
        one.set_axisbelow(True)
        one.spines[["top", "right"]].set_visible(False)
        one.spines[["left", "bottom"]].set_color(QUIET)
        one.tick_params(colors=INK, labelsize=8, color=QUIET)
        one.yaxis.label.set(color=INK, size=9)
        one.xaxis.label.set(color=INK, size=9)
    figure.align_ylabels(axes)
    return figure, axes


def save(figure: Figure, path: Path) -> None:
    """Writes the picture; the ending of its name says in which format."""
    figure.savefig(path, dpi=DOTS_PER_INCH, facecolor="white")
