"""`lam rows --from-screen FILE`: a spreadsheet of the rows that another program shows."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any

from lam_desktop.cli.prompts import answer_to
from lam_desktop.tasks.texts.given_path import given_path

if TYPE_CHECKING:
    from pathlib import Path

    from lam_desktop.execution.tables.scrolling import ScreenTable, TableCell
    from lam_desktop.types import Box, Frame

SUMMARY = "read a table that a program shows, and write it as rows for `lam run --rows`"
EXAMPLE = "lam rows --from-screen orders.csv --scroll"
DELAY_S = 5.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the table is, and where its rows go."""
    parser.add_argument(
        "--from-screen",
        metavar="FILE",
        type=given_path,
        required=True,
        help="the spreadsheet to write (.csv or .xlsx)",
    )
    parser.add_argument("--scroll", action="store_true", help="scroll the table down to its end")
    parser.add_argument(
        "--delay", type=float, default=DELAY_S, metavar="SECONDS",
        help="so long you have to put the table's window in front (default 5)",
    )  # fmt: skip
    parser.add_argument(
        "--region", metavar="X,Y,W,H", help="this part of the screen, pixels, instead of a window"
    )
    parser.add_argument(
        "--pictures",
        metavar="FOLDER",
        type=given_path,
        help="with --json: where pictures of unsure cells are written",
    )


def run(options: argparse.Namespace) -> int:
    """Reads it, asks about every cell that is not sure, and writes it."""
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import ExitCode, UsageError
    from lam_desktop.execution.machine.workplace import this_desktop
    from lam_desktop.execution.tables.taking_rows import checked_out, take_rows, write_rows
    from lam_desktop.minds import ShippedMinds

    if not 0 <= options.delay <= 600:
        raise UsageError("--delay takes seconds from 0 to 600.")
    out = checked_out(options.from_screen)
    region = None if options.region is None else _region(options.region)
    alone = options.json or not sys.stdin.isatty()

    def tell(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    parser, _ = ShippedMinds().load_parser()
    with this_desktop() as place:
        if region is None and options.delay:
            tell(f"Put the window with the table in front: it is read in {options.delay:g} seconds.")
        table = take_rows(place, parser, region, options.delay, tell, scroll=options.scroll)
    if not options.json:
        for note in table.notes:
            print(note, flush=True)
    lines = [[cell.text for cell in line] for line in (table.columns, *table.rows)]
    if table.doubtful and not alone and not _asked(table, lines):
        print("Stopped; nothing was written.", flush=True)
        return ExitCode.STOPPED
    code = ExitCode.ASKED if table.doubtful and alone else ExitCode.DONE
    cells = sum(map(len, lines))
    if code is ExitCode.DONE:
        write_rows(out, lines[0], lines[1:])
        message = f"{len(lines) - 1} rows, {cells} cells, are in {out}."
    else:
        message = (
            f"Of {cells} cells {len(table.doubtful)} are not sure, and nobody was there to look at them;"
            " nothing was written: read it at a terminal, or in the panel."
        )
    if options.json:
        status = "done" if code is ExitCode.DONE else "asked"
        print_json({"status": status, "message": message, **_plain(table, options.pictures)})
    else:
        print(message, flush=True)
    return code


def _region(text: str) -> Box:
    from lam_desktop.errors import UsageError
    from lam_desktop.types import Box

    try:
        x, y, w, h = (int(part) for part in text.split(","))
        return Box(x, y, w, h)
    except ValueError:
        raise UsageError(f"«{text}» is no part of the screen; write --region X,Y,W,H in pixels.") from None


def _asked(table: ScreenTable, lines: list[list[str]]) -> bool:
    """Asks about each unsure cell and corrects `lines`; False where the person stops."""
    import shutil
    import tempfile
    from pathlib import Path

    folder = Path(tempfile.mkdtemp(prefix="lam-rows-"))  # only its owner may look into it
    try:
        for y, x in table.doubtful:
            cell = _cell(table, y, x)
            where = f"Row {y}, {lines[0][x]}" if y else f"The heading of column {x + 1}"
            shown = "" if cell.picture is None else f" See {_written(folder, y, x, cell.picture)}."
            print(f"{where}: {cell.why}.{shown}", flush=True)
            try:
                said = answer_to(f"[Enter: “{cell.text}”, or what it says; - for nothing, s: stop] ").strip()
            except EOFError:
                return False
            if said.casefold() in ("s", "stop"):
                return False
            lines[y][x] = cell.text if not said else "" if said == "-" else said
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return True


def _cell(table: ScreenTable, y: int, x: int) -> TableCell:
    return (table.columns, *table.rows)[y][x]


def _written(folder: Path, y: int, x: int, picture: Frame) -> Path:
    from PIL import Image

    path = folder / f"{y}-{x}.png"
    image = Image.fromarray(picture)
    image.resize((image.width * 2, image.height * 2), Image.Resampling.LANCZOS).save(path)
    return path


def _plain(table: ScreenTable, pictures: Path | None) -> dict[str, Any]:
    doubtful: list[dict[str, Any]] = []
    for y, x in table.doubtful:
        cell = _cell(table, y, x)
        told: dict[str, Any] = {"row": y, "column": x, "text": cell.text, "why": cell.why}
        if pictures is not None and cell.picture is not None:
            told["picture"] = str(_written(pictures, y, x, cell.picture))
        doubtful.append(told)
    return {
        "columns": [cell.text for cell in table.columns],
        "rows": [[cell.text for cell in row] for row in table.rows],
        "doubtful": doubtful,
        "notes": list(table.notes),
    }
