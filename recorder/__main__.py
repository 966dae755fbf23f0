"""Records alone: `python -m recorder FILE.lamrec [--seconds N]`; Ctrl+Alt+Esc, SIGINT or SIGTERM ends it."""

from __future__ import annotations

import argparse
import signal
import sys
import time

from recorder.chords import Chord
from recorder.errors import RecorderBug, RecorderUserError
from recorder.exclusions import Exclusions, Region, named
from recorder.options import RecordingOptions
from recorder.recording import Recording
from recorder.session import RecordingSession


def main(arguments: list[str] | None = None) -> int:
    """Runs until stopped. 0: saved; 2: bad usage; 6: the environment is at fault; 1: we are."""
    parser = argparse.ArgumentParser(prog="python -m recorder", description=__doc__)
    parser.add_argument("file", help="new .lamrec file")
    parser.add_argument("--seconds", type=float, default=None, help="stop by itself after so long")
    parser.add_argument(
        "--stop-key", default=RecordingOptions().stop_chord, help="hot key, like ctrl+alt+esc"
    )
    parser.add_argument(
        "--settle", type=float, default=RecordingOptions().settle_s, metavar="S",
        help="the picture after an action is taken when the screen rested so long, after 3 S at the latest",
    )  # fmt: skip
    parser.add_argument(
        "--exclude", action="append", default=[], metavar="CLASS|TITLE", help="windows that are left out"
    )
    parser.add_argument(
        "--exclude-region",
        action="append",
        default=[],
        metavar="X,Y,W,H",
        help="a part of the screen that is black",
    )
    options = parser.parse_args(arguments)
    try:
        Chord.parse(options.stop_key)
        words = [pattern for word in options.exclude for pattern in named(word)]
        chosen = RecordingOptions(
            stop_chord=options.stop_key,
            settle_s=options.settle,
            settle_limit_s=3 * options.settle,
            exclusions=Exclusions().with_more(words, map(Region.parse, options.exclude_region)),
        )
    except (RecorderUserError, ValueError) as error:
        parser.error(str(error))
    session = RecordingSession(options.file, chosen)
    # Set explicitly: a shell starts background jobs with SIGINT ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: session.request_stop())
    try:
        session.start()
    except RecorderUserError as error:
        print(error, file=sys.stderr)
        return 6
    print(f"recording {options.file}", flush=True)
    code = _record(session, options.seconds)
    with Recording.open(options.file) as recording:
        print(f"saved {options.file} ({len(recording.steps())} steps)", flush=True)
    return code


def _record(session: RecordingSession, seconds: float | None) -> int:
    """Waits for the end and finishes the file; the exit code."""
    code = 0
    for part in (lambda: _wait(session, seconds), session.stop):
        try:
            part()
        except (RecorderUserError, RecorderBug) as error:
            # One fault may bring a second one with it; the first is the one to tell.
            if not code:
                print(error, file=sys.stderr)
                code = 6 if isinstance(error, RecorderUserError) else 1
    return code


def _wait(session: RecordingSession, seconds: float | None) -> None:
    end = None if seconds is None else time.monotonic() + seconds
    # In slices: a signal handler runs only when the main thread comes back from a wait.
    while not session.wait(0.2):
        if end is not None and time.monotonic() >= end:
            return


if __name__ == "__main__":
    sys.exit(main())
