"""The program behind a window, as Linux tells it without asking the program itself."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from recorder.surroundings import ProgramFacts
from recorder.windows._debian_packages import release_of

PROCESSES = Path("/proc")
BOOT = PROCESSES / "sys" / "kernel" / "random" / "boot_id"
STARTED = 19
"""Of what stands behind the name in `stat`: when the process began, in ticks since the machine did."""
DELETED = " (deleted)"
"""What Linux adds to the path of an executable that was replaced while it runs."""
SCALES = (("QT_SCALE_FACTOR",), ("GDK_SCALE", "GDK_DPI_SCALE"))
"""Variables by which the toolkits are told to draw larger; those of one toolkit multiply."""
INTERPRETERS = re.compile(r"(?:python|perl|ruby|bash|dash|sh|gjs|node|lua|tclsh|wish)[\d.]*(?:-console)?")


def program_facts(pid: int) -> ProgramFacts:
    """What is known of a process; of its environment nothing but language and scale is kept."""
    executable = PROCESSES / str(pid) / "exe"
    path = build = release = script = ""
    try:
        told = str(executable.readlink())
        path = told.removesuffix(DELETED)
        found = executable.stat()  # the file itself, also where the path means another one to us
        build = _build(found)
        # Of what was replaced while it runs the database knows the successor; in a sandbox the same path is
        # another file.
        if not told.endswith(DELETED) and os.path.samestat(found, Path(path).stat()):
            named = _named(pid, path)
            script = _build(Path(named).stat()) if named and named != path else ""
            release = release_of(named)
    except OSError:
        pass  # another user's, or gone
    environment = _environment(pid)
    return ProgramFacts(path, build, language_of(environment), scale_of(environment), release, script)


def _build(found: os.stat_result) -> str:
    changed = datetime.fromtimestamp(found.st_mtime, UTC)
    return f"{found.st_size} bytes of {changed:%Y-%m-%dT%H:%M:%SZ}"


def instance_of(pid: int) -> str:
    """Boot of the machine, number and start of a process: no other has the same. Empty: not known."""
    try:
        boot = BOOT.read_text(encoding="ascii").strip()
        told = (PROCESSES / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    fields = told.rpartition(")")[2].split()  # the name before may hold anything
    return f"{boot}/{pid}/{fields[STARTED]}" if len(fields) > STARTED else ""


def language_of(environment: Mapping[str, str]) -> str:
    """The language that programs speak by this environment, without encoding: de_DE; `C` for none."""
    named = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    told = _bare(next(filter(None, named), "C"))
    if told == "C":
        return told
    first = environment.get("LANGUAGE", "").split(":")[0]  # goes before the locale, but not before C
    return _bare(first) if first else told


def scale_of(environment: Mapping[str, str]) -> float | None:
    """How much larger programs draw by this environment; 1.0 where it says nothing, None for nonsense."""
    for names in SCALES:
        if any(environment.get(name) for name in names):
            scale = 1.0
            try:
                for name in names:
                    scale *= float(environment.get(name) or 1)
            except ValueError:
                return None
            return scale if 0 < scale < 100 else None
    return 1.0


def _named(pid: int, path: str) -> str:
    """The file by which the program has its version: the executable, or the script that an interpreter runs.

    Empty where that is not known: the version of an interpreter says nothing of what it runs. Nothing else of
    how it was started is kept.
    """
    if not INTERPRETERS.fullmatch(Path(path).name):
        return path
    arguments = (PROCESSES / str(pid) / "cmdline").read_bytes().split(b"\0")[1:]
    script = Path(os.fsdecode(next((one for one in arguments if not one.startswith(b"-")), b"")))
    return str(script.resolve()) if script.is_absolute() and script.is_file() else ""


def _environment(pid: int) -> Mapping[str, str]:
    """What the process was started with; ours, of the same session, where that is not told."""
    try:
        text = (PROCESSES / str(pid) / "environ").read_bytes().decode(errors="replace")
    except OSError:
        return os.environ
    parts = (one.partition("=") for one in text.split("\0"))
    return {name: value for name, _, value in parts}


def _bare(locale: str) -> str:
    """A locale without encoding and modifier."""
    name = locale.split(".")[0].split("@")[0]
    return "C" if name in ("C", "POSIX") else name
