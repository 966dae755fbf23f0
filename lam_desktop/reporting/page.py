"""The report as one page that needs nothing else: works offline, light and dark, on paper too."""

from __future__ import annotations

import base64
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from lam_desktop import __version__
from lam_desktop.execution.machine.overlay import percent
from lam_desktop.execution.runs.gone_before import picture_path
from lam_desktop.reporting.facts import RowFacts, RunFacts
from lam_desktop.reporting.words import Language, said, told
from lam_desktop.tasks.files import PLAIN, Files
from lam_desktop.tasks.provenance.rows import spans_told

MOST_BYTES = 24 << 20
"""Of all pictures in a page: browsers open it at once, and it can be sent by mail."""
WHOLE_ROWS = 50
"""Of so many rows that went well the page tells each step at length; of the others, which have no picture, in
a line each."""
MOST_LINES = 60_000
"""Steps told in a line each; a browser is slow with more."""
TYPES = {".png": "image/png", ".webp": "image/webp"}


def page(
    facts: RunFacts,
    folder: Path,
    language: Language = "en",
    most_bytes: int | None = MOST_BYTES,
    files: Files = PLAIN,
    most_lines: int | None = MOST_LINES,
) -> str:
    """The page as HTML; pictures come from the run's folder, those of rows in trouble first.

    `most_bytes` of pictures and `most_lines` of steps bound it; None: all of them, however many.
    """
    rows = facts.all_parts
    shown, left_out = _pictures(rows, folder, facts.before, most_bytes, files)
    whole = _whole(rows, shown)
    in_lines = _in_lines(rows, whole, most_lines)
    environment = Environment(
        loader=PackageLoader("lam_desktop.reporting", "."),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "percent": percent, "duration": duration, "spans": spans_told,
        "told": partial(told, language=language),
    }  # fmt: skip
    return environment.get_template("page.html.jinja").render(
        run=facts,
        started=_local(facts.started),
        t=partial(said, language=language),
        language=language,
        picture=shown.get,
        left_out=left_out,
        whole=whole,
        in_lines=in_lines,
        short=len(rows) - len(whole) - len(in_lines),
        alone=lambda row: next((name for name in row.pictures if name in shown), ""),
        version=__version__,
    )


def duration(seconds: float) -> str:
    """Seconds below two minutes, else minutes and hours."""
    if seconds < 120:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} h" if hours else f"{minutes}:{rest:02} min"


def _whole(rows: Sequence[RowFacts], shown: Collection[str]) -> frozenset[int]:
    """Places of the rows whose steps are told at length: all that somebody should see, the first that went
    well, and those with more pictures than the last one."""
    others = {at for at, row in enumerate(rows) if not row.well}
    well = (at for at, row in enumerate(rows) if row.well)
    drawn = {at for at, row in enumerate(rows) if sum(name in shown for name in row.pictures) > 1}
    return frozenset(others | drawn | set(islice(well, WHOLE_ROWS)))


def _in_lines(rows: Sequence[RowFacts], whole: Collection[int], most: int | None) -> frozenset[int]:
    """Places of the others whose steps are told in a line each, as far as they have a place in the page."""
    found: set[int] = set()
    lines = 0
    for at, row in enumerate(rows):
        if at in whole:
            continue
        lines += len(row.steps)
        if most is not None and lines > most:
            break
        found.add(at)
    return frozenset(found)


def _pictures(
    rows: Iterable[RowFacts], folder: Path, before: Sequence[str], most_bytes: int | None, files: Files
) -> tuple[dict[str, str], int]:
    """Pictures as data URIs by their names, and how many had no place."""
    shown: dict[str, str] = {}
    left_out = used = 0
    for row in sorted(rows, key=lambda one: one.well):
        for step in row.steps:
            for name in (*step.pictures, *(question.picture for question in step.questions)):
                path = picture_path(folder, name, before)
                if path is None or path.suffix not in TYPES:
                    continue
                try:
                    data = files.read(path)
                except OSError:
                    continue
                if most_bytes is not None and used + len(data) > most_bytes:
                    left_out += 1
                    continue
                used += len(data)
                shown[name] = f"data:{TYPES[path.suffix]};base64,{base64.b64encode(data).decode()}"
    return shown, left_out


def _local(started: str) -> str:
    """The beginning as the person's clock showed it."""
    try:
        return datetime.fromisoformat(started).astimezone().strftime("%Y-%m-%d %H:%M")
    except (ValueError, OverflowError):
        return started
