"""`lam show NAME`: the steps in words, the variables, and where their values come from."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lam_desktop.tasks.task import Task

SUMMARY = "the steps of a task in words, its variables, and where their values come from"
EXAMPLE = "lam show orders"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which task, or the form of them all."""
    parser.add_argument("name", nargs="?", help="the task")
    parser.add_argument(
        "--schema", action="store_true", help="print the JSON Schema of task.yaml, for editors, instead"
    )
    parser.add_argument("--yaml", action="store_true", help="print its task.yaml as it stands, instead")
    parser.add_argument(
        "--bind", metavar="FILE[#SHEET][:N]",
        help="say which columns of a spreadsheet the texts of a task recorded without --rows come from;"
        " N: the row that was shown, 0 for none",
    )  # fmt: skip
    parser.add_argument(
        "--meant", metavar="STEP=N", action="append", default=[],
        help="with it: which reading of a step is meant, counted as it is shown",
    )  # fmt: skip
    parser.add_argument("--yes", action="store_true", help="with it: keep it without asking")


def run(options: argparse.Namespace) -> int:
    """Prints them; the first time the targets are looked for, which takes some seconds."""
    from lam_desktop.cli.binding import bind_rows
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json
    from lam_desktop.errors import UsageError
    from lam_desktop.execution.shown.demonstrations import check_recordings
    from lam_desktop.execution.shown.settled_whole import understood_whole
    from lam_desktop.minds import ShippedMinds
    from lam_desktop.tasks.explaining.describe import describe_task, task_as_json
    from lam_desktop.tasks.explaining.within import with_offers_left
    from lam_desktop.tasks.storage.unsearched import told_unsearched
    from lam_desktop.tasks.task_yaml.task_file import FILE_NAME
    from lam_desktop.tasks.task_yaml.task_schema import schema_text, task_schema

    if options.schema:
        if options.json:
            print_json({"status": "done", "schema": task_schema()})
        else:
            print(schema_text(), end="")
        return 0
    if options.name is None:
        raise UsageError("Which task shall be shown? Name it, as in lam show orders; lam list has the names.")
    library = library_of(options)
    task = library.open(options.name)
    if options.yaml:
        text = library.files.read_text(task.folder / FILE_NAME)
        if options.json:
            print_json({"status": "done", "yaml": text})
        else:
            print(text, end="")
        return 0
    steps = library.whole(options.name)
    if not steps.looked_at:
        check_recordings(steps)  # before the models, which take seconds and may be missing
        parser, weights = ShippedMinds().load_parser()
        steps = understood_whole(library, task, parser, weights)
        task = library.open(options.name)
    if options.bind:
        return bind_rows(task, options)
    task = with_offers_left(task, library.open)
    unsearched = told_unsearched(task.name, task.folder, task.files)
    shown, damage = _shown_during_runs(task)
    if options.json:
        beside = {"corrections": shown, "unsearched": unsearched, "damaged": damage}
        print_json({"status": "done", **task_as_json(task, steps), **beside})
    else:
        print("\n".join(describe_task(task, steps)))
        if shown:
            print("\nShown by you during runs:", *(f"  {one}" for one in shown), sep="\n")
        if unsearched or damage:
            print("", *unsearched, *damage, sep="\n")
    return 0


def _shown_during_runs(task: Task) -> tuple[list[str], list[str]]:
    """What the person showed during runs, a line each, and why it cannot be told what was taken up of it."""
    from lam_desktop.errors import UsageError
    from lam_desktop.tasks.storage.corrections import Corrections
    from lam_desktop.tasks.storage.taught import TaughtFile

    damage: list[str] = []
    try:
        taught = set(TaughtFile(task.folder, task.files).read().kept)
    except UsageError as error:
        taught, damage = set[str](), [str(error)]
    words = Corrections(task.folder, task.files).words()
    lines = [f"{one.told}{'; later runs rely on it' if one.name in taught else ''}" for one in words]
    return lines, damage
