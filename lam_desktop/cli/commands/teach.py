"""`lam teach NAME`: takes up what a person showed during runs, as far as it does no harm."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lam_desktop.teaching.teach import Lesson

SUMMARY = "learn from the places that you showed during runs, with held-out figures"
EXAMPLE = "lam teach orders"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which task, or that it is to be taken back."""
    parser.add_argument("name", help="the task")
    parser.add_argument(
        "--forget", action="store_true",
        help="take back what was taught; what you showed is kept, and may be taught again",
    )  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Prints what was taken up, what was left out and why, and the figures by step."""
    from lam_desktop.cli.opening import library_of
    from lam_desktop.cli.output import print_json, tell_progress
    from lam_desktop.minds import ShippedMinds
    from lam_desktop.teaching.teach import forget, teach

    library = library_of(options)
    if options.forget:
        taught = forget(library, options.name)
        name = f"«{options.name}»"
        message = f"What was taught to {name} is taken back." if taught else f"Nothing was taught to {name}."
        if options.json:
            print_json({"status": "done", "message": message})
        else:
            print(message, flush=True)
        return 0
    lesson = teach(library, options.name, ShippedMinds(), tell_progress)
    if options.json:
        print_json({"status": "done", **lesson.plain})
    else:
        _print(lesson)
    return 0


def _print(lesson: Lesson) -> None:
    from lam_desktop.cli.output import print_table

    print(lesson.message)
    for name, why in lesson.left_out.items():
        print(f"  {name} left out: {why}")
    if lesson.steps:
        print("\nHeld out, one at a time: decided right / asked / wrong")
        print_table(
            ("step", "shown", "demonstration alone", "with the others", "could not be tried", ""),
            [
                (
                    str(one.step),
                    str(one.exemplars),
                    *(f"{each.right} / {each.asked} / {each.wrong}" for each in (one.before, one.after)),
                    str(one.untried),
                    one.caption,
                )
                for one in lesson.steps
            ],
        )
    if lesson.kept or lesson.left_out:
        print(f"It took {lesson.seconds:.1f} s.", flush=True)
