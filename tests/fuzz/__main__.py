"""Looks for files that make a reader fail, guided by what of its code each one reaches.

python -m tests.fuzz                                 every reader for 30 s
python -m tests.fuzz --seconds 300 task.yaml lamrec  these two, five minutes each
python -m tests.fuzz --again FILE task.yaml          reads one file once more, as it was found

Needs atheris, which has wheels for Linux and some Pythons only: pip install 'lam-desktop[fuzz]'.
`tests/test_hostile_files.py` tries the same readers in `make test`, without guidance.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import importlib
import importlib.util
import io
import os
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

INSTRUMENTED = ["lam_desktop", "recorder", "yaml", "ruamel", "json"]
MOST_MB = 2048
"""Of memory: what makes a reader take more is a find."""
SLOW_S = 10
"""What a reader takes longer for is a find."""
MEMORY = Path("/dev/shm")
"""Where the files are written that are read."""
EXECUTED = re.compile(rb"number_of_executed_units: (\d+)|^#(\d+)\t", re.MULTILINE)
REACHED = re.compile(rb"cov: (\d+)")
RAISED = re.compile(r"==\d+== ERROR: libFuzzer: .*|[\w.]+(Error|Exception|Fault|Bug)\b.*")


@dataclass(frozen=True)
class Found:
    """What came of one reader."""

    files: int
    reached: int
    """Branches of the instrumented code."""
    why: str
    """The last words of what failed; empty where nothing did."""
    content: Path | None
    """The file that did it."""


def main() -> int:
    """0 where every file was read or refused."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.fuzz", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("parsers", nargs="*", metavar="PARSER", help="such as task.yaml; all")
    parser.add_argument("--seconds", type=int, default=30, help="for each; 30")
    parser.add_argument("--again", type=Path, metavar="FILE", help="only read this file")
    parser.add_argument(
        "--keep", type=Path, default=Path(tempfile.gettempdir()) / "lam-fuzz", help="the folder for finds"
    )
    options = parser.parse_args()
    if options.again is None and importlib.util.find_spec("atheris") is None:
        print(
            "atheris is not installed: pip install 'lam-desktop[fuzz]' (it has wheels for Linux), or run"
            " tests/test_hostile_files.py, which needs none.",
            file=sys.stderr,
        )
        return 2
    if options.again is None:
        atheris: Any = importlib.import_module("atheris")

        with (
            contextlib.redirect_stderr(io.StringIO()),  # it names each module
            atheris.instrument_imports(include=INSTRUMENTED),
        ):
            from tests.fuzz.parsers import PARSERS
    else:
        from tests.fuzz.parsers import PARSERS

    names: list[str] = options.parsers or list(PARSERS)
    if unknown := [name for name in names if name not in PARSERS]:
        parser.error(f"there is no parser «{unknown[0]}»; these are there: {', '.join(PARSERS)}")
    if options.again is not None:
        for name in names:
            print(f"{name}: {'read' if PARSERS[name].tried(options.again.read_bytes()) else 'refused'}")
        return 0
    options.keep.mkdir(parents=True, exist_ok=True)
    failed = False
    for name in names:
        one = PARSERS[name]
        found = fuzz(name, one.tried, one.sound(), options.seconds, options.keep)
        failed |= bool(found.why)
        print(f"{name}: {found.files} files, {found.reached} branches reached", flush=True)
        if found.why:
            print(f"  failed: {found.why}\n  python -m tests.fuzz --again {found.content} {name}", flush=True)
    return int(failed)


def fuzz(name: str, tried: Callable[[bytes], object], sound: bytes, seconds: int, keep: Path) -> Found:
    """Tries a reader for so long, or until it fails; a file that makes it fail is put into `keep`.

    In a child of this process, for libFuzzer never returns: what was imported is instrumented there already.
    """
    tried(sound)  # what is made or imported at the first use is no find
    before = set(keep.iterdir())
    with tempfile.TemporaryDirectory(prefix="lam-fuzz-") as folder:
        corpus, log = Path(folder) / "corpus", Path(folder) / "log"
        corpus.mkdir()
        (corpus / "sound").write_bytes(sound)
        child = os.fork()
        if not child:
            found = keep / name.replace("/", "-").strip("-")
            _fuzz_here(tried, log, found, [
                f"-max_total_time={seconds}", f"-artifact_prefix={found}-", f"-rss_limit_mb={MOST_MB}",
                f"-timeout={SLOW_S}", "-print_final_stats=1", str(corpus),
            ])  # fmt: skip
        _, status = os.waitpid(child, 0)
        told = log.read_bytes()
    files = [int(number) for found in EXECUTED.findall(told) for number in found if number]
    reached = [int(one) for one in REACHED.findall(told)]
    made = sorted(set(keep.iterdir()) - before)
    why = ""
    if status:
        lines = [one.strip() for one in told.decode(errors="replace").splitlines()]
        why = next(filter(RAISED.match, lines), lines[-1] if lines else f"it ended with {status}")
    return Found(max(files, default=0), max(reached, default=0), why, made[-1] if made else None)


def _fuzz_here(tried: Callable[[bytes], object], log: Path, found: Path, options: list[str]) -> None:
    """Never returns. `found`: how the name of a file begins that made the reader fail."""
    atheris: Any = importlib.import_module("atheris")

    out = os.open(log, os.O_WRONLY | os.O_CREAT)
    os.dup2(out, 1)
    os.dup2(out, 2)
    if MEMORY.is_dir():
        tempfile.tempdir = str(MEMORY)

    def one(content: bytes) -> None:
        try:
            tried(content)
        except BaseException:
            found.with_name(f"{found.name}-failed-{hashlib.sha256(content).hexdigest()[:12]}").write_bytes(
                content
            )
            raise

    try:
        atheris.Setup(["fuzz", *options], one)
        atheris.Fuzz()
    finally:
        os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
