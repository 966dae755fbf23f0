"""Runs parts and remembers what came of them, so that a proof that was cut short goes on."""

from __future__ import annotations

import hashlib
import json
import subprocess
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.proof.parts import Part


@dataclass(frozen=True)
class Result:
    """What came of one part."""

    part: str
    ok: bool
    told: str
    seconds: float
    when: str
    """UTC, ISO 8601."""
    commit: str
    state: str
    """Of the sources that it was shown with, as `state_of` names it."""


class Memory:
    """The last result of every part, in one file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._results = self._held()

    def last(self, part: str) -> Result | None:
        """What came of a part when it was run last, with whatever sources."""
        return self._results.get(part)

    def of(self, part: str, state: str) -> Result | None:
        """What came of a part with these sources."""
        result = self.last(part)
        return result if result is not None and result.state == state else None

    def put(self, result: Result) -> None:
        """Keeps a result, on the disk when this returns, beside those of a proof that ran meanwhile."""
        self._results = self._held() | {result.part: result}
        self._path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps([asdict(one) for one in self._results.values()], indent=1)
        scratch = self._path.with_suffix(".part")
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(self._path)

    def _held(self) -> dict[str, Result]:
        try:
            held = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            held = []
        return {one["part"]: Result(**one) for one in held}


def state_of(root: Path) -> str:
    """Names what `root` holds, but for its documents: those may change without anything to prove anew."""
    tree = [line for line in _git(root, "ls-tree", "HEAD").splitlines() if not line.endswith("\tdocs")]
    elsewhere = ("--", ".", ":!docs")
    changes = _git(root, "diff", "HEAD", *elsewhere) + _git(root, "status", "--porcelain", *elsewhere)
    return hashlib.blake2b("\n".join([*tree, changes]).encode(), digest_size=8).hexdigest()


def commit_of(root: Path) -> str:
    """The commit checked out in `root`, marked with a plus where something was changed since."""
    commit = _git(root, "rev-parse", "--short=10", "HEAD").strip()
    return commit + ("+" if _git(root, "status", "--porcelain", "--", ".", ":!docs") else "")


def run_part(part: Part, root: Path) -> tuple[Result, str]:
    """Runs it to its end; the result and all it said."""
    commit, state = commit_of(root), state_of(root)
    started, when = time.monotonic(), datetime.now(UTC).isoformat(timespec="seconds")
    try:
        done = subprocess.run(
            part.command, cwd=root, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=part.limit_s,
        )  # fmt: skip
        ok, output = done.returncode == 0, done.stdout
        told = part.told(output)
    except subprocess.TimeoutExpired as late:
        ok, told = False, f"not done after {part.limit_s:.0f} s"
        output = late.output.decode(errors="replace") if isinstance(late.output, bytes) else ""
    seconds = round(time.monotonic() - started, 1)
    return Result(part.name, ok, told, seconds, when, commit, state), output


def as_markdown(parts: Sequence[Part], memory: Memory, page: str = "") -> str:
    """What was proved, as a page; where the `page` knows of a later time,
    and the claim was the same, that stays."""
    told = {line.split("|")[1].strip(): line for line in page.splitlines() if line.startswith("| ")}
    lines = [
        "# What was proved",
        "",
        "Written by `make proof`. Every line can be run again: `python -m tests.proof --only NAME --fresh`.",
        "Shown is the last time that each was run; a plus behind the commit says that something was changed.",
        "",
        "| name | what holds | result | figures | took | when (UTC) | commit |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for part in parts:
        result, line = memory.last(part.name), told.get(part.name, "")
        kept = line if line.startswith(f"| {part.name} | {part.claim} | ") and _when(line) else ""
        if result is None or (kept and _when(kept) > _told(result.when)):
            lines.append(kept or f"| {part.name} | {part.claim} | not run | | | | |")
            continue
        verdict = "holds" if result.ok else "**does not hold**"
        lines.append(
            f"| {part.name} | {part.claim} | {verdict} | {result.told} | {result.seconds:.0f} s"
            f" | {_told(result.when)} | {result.commit} |"
        )
    return "\n".join(lines) + "\n"


def _told(when: str) -> str:
    return when.removesuffix("+00:00").replace("T", " ")


def _when(line: str) -> str:
    """Of a line of the page; empty where nothing was run."""
    return line.split(" | ")[-2].strip(" |")


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)
    return done.stdout
