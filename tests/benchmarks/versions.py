"""What looks and decisions take beside an earlier version of the package, and whether both find the same.

`LAM_BEFORE=REVISION python -m tests.benchmarks versions`: git knows the earlier version by this name. Where
none is given nothing is compared: most versions are meant to find something else than those before them. Both
versions run in processes of their own and take turns, screen by screen, so that what else the machine does
meets both. Milliseconds on the clock tell what a person waits for, those of computing are steadier on a busy
machine.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import subprocess
import sys
import tarfile
from collections.abc import Generator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

import numpy as np

from lam_desktop.evaluation.benchmarks.latency import SIZES, enlarged, screens
from tests.benchmarks import Figure
from tests.benchmarks.looks import Looks

HERE = Path(__file__).resolve().parents[2]
SCREENS, CHANGES = 8, 6
NOISE = 1e-4
"""Probabilities of both versions are as near to each other."""


def run(quick: bool = False) -> list[Figure]:
    """Of each size: medians of this version and of the quotients, and how many looks differ.

    Nothing where LAM_BEFORE names no earlier version; SystemExit with a sentence where git cannot give it.
    """
    revision = os.environ.get("LAM_BEFORE", "")
    if not revision:
        print(
            "  Not compared: name the earlier version in LAM_BEFORE, such as LAM_BEFORE=HEAD^.",
            file=sys.stderr,
        )
        return []
    count, changes = (2, 3) if quick else (SCREENS, CHANGES)
    with contextlib.ExitStack() as held:
        made = Path(held.enter_context(TemporaryDirectory()))
        places = {"before": _earlier(revision, made / "before"), "now": HERE}
        versions = {name: held.enter_context(_started(place)) for name, place in places.items()}
        figures: list[Figure] = []
        for size, (pixels, scale) in SIZES.items():
            looks: list[tuple[Looks, Looks]] = []
            for number, (frame, window) in enumerate(screens(pixels, count)):
                frame, window = enlarged(frame, window, scale)
                np.save(made / "frame.npy", frame)
                asked = str(made / "frame.npy"), (window.x, window.y, window.w, window.h), changes
                order = list(versions) if number % 2 else list(versions)[::-1]
                found = {name: _asked(versions[name], asked) for name in order}
                if found["before"] is not None and found["now"] is not None:
                    looks.append((found["before"], found["now"]))
            figures += _figures(size, looks)
        return figures


def _figures(size: str, looks: Sequence[tuple[Looks, Looks]]) -> list[Figure]:
    if not looks:
        print(f"  {size}: nothing on its screens can be clicked, so nothing is compared.", file=sys.stderr)
        return []
    figures: list[Figure] = []
    for name, of in (("cold", lambda one: [one.cold]), ("warm", lambda one: one.warm)):
        before, now = (np.array([took for pair in looks for took in of(pair[at])]) for at in (0, 1))
        shares = np.median(now / before, 0)
        figures += [
            Figure(f"{name}, {size}, median", round(float(np.median(now[:, 0])), 1), "ms"),
            Figure(f"{name}, {size}, of the earlier version's", round(100 * float(shares[0]), 1), "%"),
            Figure(f"{name}, {size}, computing", round(float(np.median(now[:, 1])), 1), "ms"),
            Figure(
                f"{name}, {size}, computing, of the earlier version's", round(100 * float(shares[1]), 1), "%"
            ),
        ]
    told = [one for before, now in looks for one in zip(before.said, now.said, strict=True)]
    others = sum(not is_same(before, now) for before, now in told)
    return [*figures, Figure(f"{size}, of {len(told)} looks found otherwise", others, "looks", at_most=0)]


def is_same(before: Sequence[tuple[object, ...]], now: Sequence[tuple[object, ...]]) -> bool:
    """Whether two versions have seen and decided the same, but for noise in what is a float."""
    if [len(one) for one in before] != [len(one) for one in now]:
        return False
    pairs = ((a, b) for one, other in zip(before, now, strict=True) for a, b in zip(one, other, strict=True))
    return all(
        abs(a - b) <= NOISE if isinstance(a, float) and isinstance(b, float) else a == b for a, b in pairs
    )


def _earlier(revision: str, place: Path) -> Path:
    """Writes out the earlier version."""
    archive = place.with_suffix(".tar")
    command = ["git", "-C", str(HERE), "archive", "-o", str(archive), "--end-of-options", revision]
    try:
        subprocess.run([*command, "lam_desktop", "models", "recorder"], check=True, capture_output=True)
    except FileNotFoundError:
        sys.exit("The earlier version cannot be fetched: git is not installed. Install it.")
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode(errors="replace").strip() or "no reason"
        sys.exit(f"git cannot give the version {revision!r} ({said}): name a commit of it in LAM_BEFORE.")
    with tarfile.open(archive) as held:
        held.extractall(place, filter="data")
    return place


@contextlib.contextmanager
def _started(place: Path) -> Generator[subprocess.Popen[bytes]]:
    environment = {**os.environ, "PYTHONPATH": str(place), "GOMP_SPINCOUNT": "1000"}  # as `lam` sets it
    environment.pop("LAM_MODELS", None)
    script = HERE / "tests" / "benchmarks" / "looks.py"
    command = [sys.executable, "-P", str(script)]  # else the script's own folder goes first
    pipes = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipes, stdout=pipes, env=environment, cwd=place) as process:
        try:
            yield process
        finally:
            process.kill()


def _asked(process: subprocess.Popen[bytes], asked: object) -> Looks | None:
    requests: IO[bytes] | None = process.stdin
    assert requests is not None and process.stdout is not None
    pickle.dump(asked, requests)
    requests.flush()
    found = pickle.load(process.stdout)
    return None if found is None else Looks(*found)
