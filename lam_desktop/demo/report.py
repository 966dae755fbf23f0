"""The demonstration's report: a table for the terminal, and one self-contained page with the pictures."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from html import escape

from lam_desktop import __version__
from lam_desktop.demo.pictures import Gallery, Picture
from lam_desktop.demo.result import DemoResult, Trial, total
from lam_desktop.office.desk import Conditions
from lam_desktop.office.orderdesk.store import COLUMNS
from lam_desktop.office.orders import YES_NO

PICTURE_WIDTH = 760
HEADER = ("policy", "rows right", "rows wrong", "wrong clicks", "clicks", "asked", "seconds a row")


def table(result: DemoResult) -> str:
    """Agent and baselines, one line each, in columns."""
    lines = [HEADER, *_lines(result)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADER))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def write_report(result: DemoResult, gallery: Gallery) -> None:
    """Writes the page to `result.report`."""
    found, plan, options = result.judgement, result.plan, result.options
    parts = [
        f"<h1>{found.rows_right} of {found.rows} orders right, {found.wrong_clicks} wrong clicks</h1>",
        _introduction(result),
        _html_table(HEADER, _lines(result)),
        _conditions(plan.shown, plan.repeated, (len(plan.shown_table), len(plan.repeated_table))),
        _orders(result),
        _stops(result.trials),
        _wrong(result),
        _figures(gallery),
        _HOW_JUDGED,
        f"<p class=quiet>lam demo --seed {options.seed}. The agent waits up to {options.wait_s:g} s for a"
        f" screen, a baseline {options.baseline_wait_s:g} s. The clerk took {result.recording_s:.1f} s for"
        " the order that was shown.</p>",
    ]
    result.report.write_text(_PAGE.replace("{body}", "\n".join(parts)), encoding="utf-8")


def _introduction(result: DemoResult) -> str:
    machine = f"{os.cpu_count()} cores ({platform.machine()}, {platform.system()})"
    return (
        f"<p>A clerk entered one order while LAM Desktop {__version__} recorded. The program was then closed"
        " and opened again elsewhere on the screen, dark, with larger text and with other orders in its"
        f" table, and the agent entered the next {result.judgement.rows} orders from the spreadsheet. Nobody"
        f" answered questions. Everything took {result.seconds:.0f} seconds on {escape(machine)}.</p>"
    )


def _figures(gallery: Gallery) -> str:
    figures = (_figure(number, picture) for number, picture in enumerate(gallery.pictures, 1))
    return f"<h2>Pictures</h2><div class=pictures>{''.join(figures)}</div>"


def _figure(number: int, picture: Picture) -> str:
    caption = f"{number}. {escape(picture.caption)}"
    source = picture.data_uri(PICTURE_WIDTH)
    return f'<figure><img alt="" src="{source}"><figcaption>{caption}</figcaption></figure>'


def _lines(result: DemoResult) -> list[tuple[str, ...]]:
    named = [("lam", result.trials), *result.baselines.items()]
    return [_line(name, trials) for name, trials in named]


def _line(name: str, trials: Sequence[Trial]) -> tuple[str, ...]:
    found = total(trials)
    asked = sum(trial.outcome.asked for trial in trials)
    begun = sum(len(one.outcome.rows_done) + (one.outcome.status != "done") for one in trials)
    seconds = sum(trial.outcome.seconds for trial in trials) / max(1, begun)
    figures = (found.rows_wrong, found.wrong_clicks, found.clicks, asked)
    return (name, f"{found.rows_right} of {found.rows}", *map(str, figures), f"{seconds:.1f}")


def _conditions(shown: Conditions, repeated: Conditions, others: tuple[int, int]) -> str:
    places = [(one.geometry, f"{one.geometry.w}x{one.geometry.h}") for one in (shown, repeated)]
    lines = [
        ("window", *(f"{size} at ({box.x}, {box.y})" for box, size in places)),
        ("theme", shown.theme, repeated.theme),
        ("text", f"{shown.font_pt:g} pt", f"{repeated.font_pt:g} pt"),
        ("colour of what is important", shown.accent, repeated.accent),
        ("other orders in the table", *map(str, others)),
        ("dates as in", shown.locale, repeated.locale),
    ]
    return "<h2>What changed</h2>" + _html_table(("", "when shown", "when repeated"), lines)


def _orders(result: DemoResult) -> str:
    right = result.judgement.right
    lines: list[tuple[str, ...]] = []
    for row, order in enumerate(result.plan.orders[: 1 + len(right)], 1):
        cells = [getattr(order, name) for name in COLUMNS]
        texts = [YES_NO[cell] if isinstance(cell, bool) else str(cell) for cell in cells]
        verdict = "shown" if row == 1 else "right" if right[row - 2] else "not entered rightly"
        lines.append((str(row), *texts, verdict))
    return "<h2>The orders</h2>" + _html_table(("row", *COLUMNS, "verdict"), lines)


def _stops(trials: Sequence[Trial]) -> str:
    stops = [trial for trial in trials if trial.outcome.status != "done"]
    if not stops:
        return ""
    items = "".join(f"<li>{escape(trial.outcome.message)}</li>" for trial in stops)
    return (
        "<h2>Where the agent stopped</h2><p>A person would have answered here; in the demonstration nobody"
        " does. The order counts as not entered, and the agent went on behind it with the program opened"
        " anew, at most twice: then the orders that are left count as not entered too.</p>"
        f"<ul>{items}</ul>"
    )


def _wrong(result: DemoResult) -> str:
    named = [("lam", result.trials), *result.baselines.items()]
    found = [(name, total(trials).wrong) for name, trials in named]
    items = "".join(f"<li>{escape(name)}: {escape(', '.join(wrong))}</li>" for name, wrong in found if wrong)
    return f"<h2>What the wrong clicks hit</h2><ul>{items}</ul>" if items else ""


def _html_table(header: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in line) + "</tr>" for line in lines)
    return f"<div class=wide><table><tr>{head}</tr>{body}</table></div>"


_HOW_JUDGED = """<h2>How this was judged</h2>
<p>By two records that no agent reads. The program's database, read afterwards: an order is right only when
every field is stored exactly. The program's own log of which part received each click: a click is wrong
unless it hit the part that was next in entering that order, so a click on another field, a label, the table
or the bare window is wrong. The baselines are what other tools do: click the recorded coordinates, the
coordinates relative to the window, the place where the recorded picture is found, or the recorded text. Each
did its rows under the same conditions, with the program opened anew for each row.</p>
<p>What this does not show: it is one program, written for this demonstration and never part of the training,
on one screen size, with one demonstration. Figures on other programs are in the model card.</p>"""

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>LAM Desktop: the demonstration</title><style>
body { font: 16px/1.5 system-ui, sans-serif; color: #1f2933; background: #f6f7f9; }
body { margin: 2rem auto; max-width: 1120px; padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2.2rem; }
table { border-collapse: collapse; background: #fff; } .wide { overflow-x: auto; }
th, td { text-align: left; padding: .35rem .7rem; border-bottom: 1px solid #dde2e8; font-size: .9rem; }
td { white-space: nowrap; }
th { color: #55606e; font-weight: 600; }
.pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(440px, 1fr)); gap: 1.2rem; }
figure { margin: 0; }
img { width: 100%; border: 1px solid #cfd6de; border-radius: 4px; }
figcaption, .quiet { color: #55606e; font-size: .85rem; }
@media (prefers-color-scheme: dark) {
  body { background: #1c2026; color: #e4e8ee; } table { background: #262b33; }
  th, td { border-color: #3a424d; } th, figcaption, .quiet { color: #98a2b0; }
}
</style></head><body>
{body}
</body></html>
"""
