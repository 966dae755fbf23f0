"""A complete `lam record` and `lam show` that need no display: they write drawn tasks.

Beyond the real options, before the verb: what it is to get into.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.task_yaml import task_file
from tests.panel.making import make_task, task_steps


def main() -> int:
    """Plays one command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--refuse", default="", help="this sentence, and exit code 2")
    parser.add_argument("--break-off", action="store_true", help="die while recording, or reading rows")
    parser.add_argument("--by-hot-key", action="store_true", help="end without being asked")
    parser.add_argument("--hold", action="store_true", help="`show` goes on until it is ended")
    parser.add_argument("--real-record", action="store_true", help="`record` is the real one")
    parser.add_argument("--log", type=Path)
    commands = parser.add_subparsers(dest="verb", required=True)
    record = commands.add_parser("record")
    record.add_argument("--add", action="store_true")
    record.add_argument("--rows")
    record.add_argument("--instruction")
    record.add_argument("name")
    commands.add_parser("show").add_argument("name")
    share = commands.add_parser("share")
    share.add_argument("--json", action="store_true", required=True)
    share.add_argument("--out", required=True)
    share.add_argument("--mask", action="append", default=[])
    share.add_argument("--keep", action="append", default=[])
    share.add_argument("--runs", default="none")
    share.add_argument("name")
    report = commands.add_parser("report")
    report.add_argument("--json", action="store_true", required=True)
    report.add_argument("--share", required=True)
    report.add_argument("--mask", action="append", default=[])
    report.add_argument("--keep", action="append", default=[])
    report.add_argument("name")
    teach = commands.add_parser("teach")
    teach.add_argument("--json", action="store_true", required=True)
    teach.add_argument("name")
    take = commands.add_parser("take")
    take.add_argument("--json", action="store_true", required=True)
    take.add_argument("--name", required=True)
    take.add_argument("name_there", metavar="PATH")
    rows = commands.add_parser("rows")
    rows.add_argument("--json", action="store_true", required=True)
    rows.add_argument("--scroll", action="store_true")
    for name in ("--from-screen", "--pictures", "--delay"):
        rows.add_argument(name, required=True)
    options = parser.parse_args()
    if options.log is not None:
        with options.log.open("a", encoding="utf-8") as file:
            follows = getattr(options, "rows", None) or getattr(options, "instruction", None)
            verb = f"{options.verb}-more" if getattr(options, "add", False) else options.verb
            told = verb, getattr(options, "name", ""), follows, os.getpid()
            file.write(" ".join(map(str, told)) + "\n")
    if options.refuse:
        print("Traceback of something", file=sys.stderr)
        print(f"lam: {options.refuse}", file=sys.stderr)
        return 2
    if options.verb == "share":
        return _share(options)
    if options.verb == "report":
        return _report(options)
    if options.verb == "rows":
        return _rows(options)
    if options.verb == "teach":
        from lam_desktop.cli.main import main as lam

        return lam(["teach", "--json", options.name])
    if options.verb == "take":
        return _take(options)
    if options.real_record and options.verb == "record":
        from lam_desktop.cli.main import main as lam

        return lam(["record", options.name])
    return _record(options) if options.verb == "record" else _show(options)


def _record(options: argparse.Namespace) -> int:
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    print(f"recording {options.name}", flush=True)
    if options.break_off:
        os._exit(139)
    while not options.by_hot_key and not stopped.wait(0.02):
        pass
    rows = Path(options.rows.rpartition(":")[0]) if options.rows else None
    if options.add:
        print("saved d2.lamrec (7 steps)", flush=True)
        print("Both demonstrations agree.", flush=True)
        return 0
    task = make_task(Path(os.environ["LAM_HOME"]), options.name, rows, understood=False)
    print(f"saved {task.recording_path} ({len(task.steps)} steps)", flush=True)
    return 0


def _share(options: argparse.Namespace) -> int:
    """A zip with only its page; with `--hold` it comes to none."""
    print("Reading picture 1 of 2", file=sys.stderr, flush=True)
    if options.hold:
        signal.pause()
    out = Path(options.out)
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"{out.stem}/shared.html", "<p>masked</p>")
    print("Looking again at picture 2 of 2", file=sys.stderr, flush=True)
    masked = [{"kind": "typed text", "texts": 3, "pictures": 2, "sample": "D…"}]
    if options.mask:
        masked.append({"kind": "named with --mask", "texts": len(options.mask), "pictures": 0, "sample": ""})
    told = {"status": "done", "message": "Look at it.", "copy": str(out), "page": f"{out.stem}/shared.html"}
    print(
        json.dumps({**told, "masked": masked, "names": 3, "pictures": 2, "left_out": ["2 runs"]}), flush=True
    )
    return 0


def _report(options: argparse.Namespace) -> int:
    """A folder with only its page, which says whose it is."""
    page = Path(options.share) / "report.html"
    page.parent.mkdir()
    page.write_text(f"<p>{options.name}</p>", encoding="utf-8")
    masked = [{"kind": "typed text", "texts": len(options.mask), "pictures": 2, "sample": "D…"}]
    told = {"status": "done", "message": "Look at it.", "report": str(page), "masked": masked}
    told |= {"names": 3, "pictures": 2}
    print(json.dumps({**told, "rows": 2, "rows_done": 2}), flush=True)
    return 0


def _take(options: argparse.Namespace) -> int:
    """A drawn task of that name; with `--hold` it comes to none."""
    print("Looking at picture 1 of 2", file=sys.stderr, flush=True)
    if options.hold:
        signal.pause()
    if not Path(options.name_there).exists():
        print(json.dumps({"status": "error", "message": f"There is no {options.name_there}."}), flush=True)
        return 2
    task = make_task(Path(os.environ["LAM_HOME"]), options.name)
    told = {"status": "done", "message": "It is there.", "task": task.name, "steps": len(task.steps)}
    needs = ["It is a masked copy: its steps and pictures have stand-ins for names, addresses and numbers."]
    print(json.dumps({**told, "masked": True, "needs": needs, "left_out": ["shared.html"]}), flush=True)
    return 0


def _rows(options: argparse.Namespace) -> int:
    """A table of two rows, with one cell that is not sure."""
    print("Looking at the table.", file=sys.stderr, flush=True)
    if options.hold:
        signal.pause()
    if options.break_off:
        os._exit(139)
    picture = Path(options.pictures) / "2-1.png"
    picture.write_bytes(b"")
    unsure = {"row": 2, "column": 1, "text": "5OO", "why": "it is hard to read", "picture": str(picture)}
    lines = [["Lindqvist", "24"], ["Sorenson", "5OO"]]
    told = {"status": "asked", "message": "Not sure.", "columns": ["Customer", "Quantity"], "rows": lines}
    print(json.dumps({**told, "doubtful": [unsure], "notes": ["A note."]}), flush=True)
    return 3


def _show(options: argparse.Namespace) -> int:
    if options.hold:
        signal.pause()
    task = Library(Path(os.environ["LAM_HOME"])).open(options.name)
    steps = task_steps(from_row=task.row is not None, understood=True)
    task_file.save(replace(task, steps=steps, understood=True))
    print("The steps in words.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
