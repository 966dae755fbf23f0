"""What was measured, a line a case, on the disk as soon as the case is done: a second call goes on."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

from lam_desktop.errors import EnvironmentFault
from lam_desktop.evaluation.benchmark import Case, Finding, Result
from lam_desktop.types import Frame

RESULTS, PICTURES = "results.jsonl", "pictures"


class Results:
    """The results of one benchmark's folder that belong to one state; those of other states stay as they are.

    Raises EnvironmentFault where the folder cannot be read or written.
    """

    def __init__(self, folder: Path, state: str) -> None:
        self.path = folder / RESULTS
        self._folder = folder
        self._state = state
        self._lines: list[dict[str, Any]] = []
        try:
            (folder / PICTURES).mkdir(parents=True, exist_ok=True)
            self._lines = _read(self.path)
        except OSError as fault:
            raise _refused(folder, fault) from fault

    def of(self, case: Case) -> Result | None:
        """What came of a case in this state; None where that was not measured yet."""
        found = None
        for line in self._lines:
            if line["state"] == self._state and (line["case"], line["policy"]) == (case.name, case.policy):
                found = Result(**{name: value for name, value in line.items() if name != "state"})
        return found

    def put(self, case: Case, finding: Finding, seconds: float) -> Result:
        """Keeps what came of a case, on the disk when this returns."""
        try:
            picture = None if finding.picture is None else self._keep(case, finding.picture)
            result = Result(
                case.name, case.policy, finding.outcome, dict(finding.values), round(seconds, 2), picture
            )
            line = {"state": self._state, **asdict(result)}
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as fault:
            raise _refused(self._folder, fault) from fault
        self._lines.append(line)
        return result

    def forget(self, cases: list[Case]) -> None:
        """Removes what this state holds of these cases."""
        gone = {(case.name, case.policy) for case in cases}
        self._lines = [
            line
            for line in self._lines
            if line["state"] != self._state or (line["case"], line["policy"]) not in gone
        ]
        scratch = self.path.with_suffix(".part")
        text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in self._lines)
        try:
            scratch.write_text(text, encoding="utf-8")
            scratch.replace(self.path)
        except OSError as fault:
            raise _refused(self._folder, fault) from fault

    def _keep(self, case: Case, picture: Frame | Path) -> str:
        name = re.sub(r"[^\w.-]+", "-", f"{case.name}-{case.policy}") + ".png"
        path = self._folder / PICTURES / name
        if isinstance(picture, Path):
            shutil.copyfile(picture, path)
        else:
            from PIL import Image

            Image.fromarray(picture).save(path)
        return path.relative_to(self._folder).as_posix()


def _read(path: Path) -> list[dict[str, Any]]:
    """The whole lines; a last one that was cut short while it was written is removed from the file."""
    if not path.exists():
        return []
    content = path.read_bytes()
    whole = content[: content.rfind(b"\n") + 1]
    if len(whole) < len(content):
        os.truncate(path, len(whole))
    try:
        return [json.loads(line) for line in whole.splitlines()]
    except ValueError as fault:
        raise EnvironmentFault(f"The results in {path} are damaged: move the file away.") from fault


def _refused(folder: Path, fault: OSError) -> EnvironmentFault:
    return EnvironmentFault(
        f"The folder {folder} cannot be read or written ({fault.strerror}): choose another with --out."
    )
