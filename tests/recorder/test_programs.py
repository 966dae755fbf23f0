"""What an environment tells of a program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.office.waiting import wait_until
from recorder.surroundings import ProgramFacts
from recorder.windows import _debian_packages
from recorder.windows._debian_packages import DATABASE, release_of
from recorder.windows._xorg_programs import instance_of, language_of, program_facts, scale_of


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "C"),
        ({"LANG": "de_DE.UTF-8"}, "de_DE"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "sv_SE@euro"}, "sv_SE"),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "sv_SE", "LC_ALL": "en_GB.UTF-8"}, "en_GB"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": ""}, "de_DE"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "fr_FR:en"}, "fr_FR"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "fr_FR:en"}, "C"),
        ({"LANG": "POSIX"}, "C"),
    ],
)
def test_language(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


@pytest.mark.parametrize(
    ("environment", "scale"),
    [
        ({}, 1.0),
        ({"QT_SCALE_FACTOR": "1.25"}, 1.25),
        ({"GDK_SCALE": "2", "GDK_DPI_SCALE": "0.5"}, 1.0),
        ({"GDK_DPI_SCALE": "1.5"}, 1.5),
        ({"QT_SCALE_FACTOR": "large"}, None),
        ({"QT_SCALE_FACTOR": "-1"}, None),
        ({"QT_SCALE_FACTOR": "nan"}, None),
    ],
)
def test_scale(environment: dict[str, str], scale: float | None) -> None:
    assert scale_of(environment) == scale


def test_a_process_that_lives_and_one_that_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    mine = program_facts(os.getpid())
    assert mine.path == str(Path(sys.executable).resolve())
    assert mine.build.startswith(f"{Path(sys.executable).stat().st_size} bytes of ")
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    gone = program_facts(2**22 + 1)
    assert (gone.path, gone.build) == ("", "")
    assert gone.language == "sv_SE", "the session's, where the process does not tell"


PERL_SCRIPT = "/usr/bin/json_pp"
"""Of a package; waits for what it is to print, and keeps the name that it was started by."""
STATUS = """Package: desk
Status: install ok installed
Architecture: amd64
Version: 1:4.13-1+b1

Package: desk
Status: install ok installed
Architecture: i386
Version: 1:4.12-1
Description: an older one
 Version: 9 is not its version

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 2.0
"""
LISTS = {
    "desk:amd64": "/.\n/usr\n/usr/bin/desk\n/bin/old-desk\n", "desk:i386": "/.\n/usr/lib/i386/desk\n",
    "gone": "/.\n/usr/bin/gone\n", "unknown": "/.\n/usr/bin/unknown\n",
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "release"),
    [
        ("/usr/bin/desk", "desk 1:4.13-1+b1"),
        ("/usr/bin/old-desk", "desk 1:4.13-1+b1"),
        ("/usr/lib/i386/desk", "desk 1:4.12-1"),
        ("/usr/bin/des", ""),
        ("/usr/bin", ""),
        ("/usr/bin/gone", ""),
        ("/usr/bin/unknown", ""),
        ("/home/ada/desk", ""),
        ("", ""),
    ],
)
def test_the_package_database_tells_the_version(path: str, release: str, tmp_path: Path) -> None:
    (tmp_path / "info").mkdir()
    (tmp_path / "status").write_text(STATUS, encoding="utf-8")
    for name, files in LISTS.items():
        (tmp_path / "info" / f"{name}.list").write_text(files, encoding="utf-8")
    assert release_of(path, tmp_path) == release


def test_nobody_waits_for_a_disk_that_is_busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "info").mkdir()
    (tmp_path / "status").write_text(STATUS, encoding="utf-8")
    (tmp_path / "info" / "desk:amd64.list").write_text("/.\n/usr/bin/desk\n", encoding="utf-8")
    monkeypatch.setattr(_debian_packages, "LIMIT_S", -1.0)
    assert release_of("/usr/bin/desk", tmp_path) == ""
    monkeypatch.undo()
    assert release_of("/usr/bin/desk", tmp_path) == "desk 1:4.13-1+b1", "it is asked again"


def test_a_new_version_is_known_at_once_and_a_system_without_the_database_knows_none(tmp_path: Path) -> None:
    assert release_of("/usr/bin/desk", tmp_path / "nowhere") == ""
    (tmp_path / "info").mkdir()
    (tmp_path / "info" / "desk.list").write_text("/.\n/usr/bin/desk\n", encoding="utf-8")
    for at, version in enumerate(("4.13-1", "5.0-1"), start=1):
        (tmp_path / "status").write_text(STATUS.replace("1:4.13-1+b1", version), encoding="utf-8")
        os.utime(tmp_path / "status", ns=(at, at))
        assert release_of("/usr/bin/desk", tmp_path) == f"desk {version}"


def test_recordings_of_before_lack_the_release() -> None:
    facts = ProgramFacts("/usr/bin/desk", "12 bytes", "de_DE", 1.0, "desk 5.0")
    plain = facts.plain()
    assert ProgramFacts.of(plain) == facts
    del plain["release"]
    assert ProgramFacts.of(plain) == ProgramFacts("/usr/bin/desk", "12 bytes", "de_DE", 1.0)
    script = replace(facts, script="7 bytes")
    assert ProgramFacts.of(script.plain()) == script
    before = {name: said for name, said in script.plain().items() if name != "script"}
    assert ProgramFacts.of(before) == facts


@contextmanager
def living(*command: str) -> Generator[int]:
    """A process that waits; its number."""
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        try:
            # For a moment after it has become the program, nothing tells what that was started with.
            wait_until((Path("/proc") / str(process.pid) / "cmdline").read_bytes, "its command line")
            yield process.pid
        finally:
            process.kill()


@pytest.mark.skipif(not (DATABASE / "status").exists(), reason="needs the package database of Debian")
def test_real_programs(tmp_path: Path) -> None:
    asked = subprocess.run(
        ["dpkg-query", "--show", "--showformat=${Version}", "coreutils"],
        capture_output=True,
        text=True,
        check=True,
    )
    sleep = str(Path(shutil.which("sleep") or "").resolve())
    with living(sleep, "60") as pid:
        assert program_facts(pid).release == f"coreutils {asked.stdout}"
    copy = shutil.copy(sleep, tmp_path / "sleep")
    with living(str(copy), "60") as pid:
        assert program_facts(pid).release == "", "no package has it"
        Path(copy).unlink()
        assert program_facts(pid).path == str(copy)


@pytest.mark.skipif(not Path(PERL_SCRIPT).exists(), reason="needs scripts of a Debian package")
def test_a_script_has_the_version_of_its_own_package(tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text("sleep 60;")
    with living("/usr/bin/perl", str(script)) as pid:
        assert program_facts(pid).path.startswith("/usr/bin/perl")
        assert program_facts(pid).release == "", "the interpreter's version is not the program's"
        first = program_facts(pid).script
        assert first.startswith("9 bytes of ") and str(tmp_path) not in repr(program_facts(pid))
        script.write_text("sleep 6000;")
        assert program_facts(pid).script.startswith("11 bytes of ")
    with living("/usr/bin/perl", "-e", "sleep 60;") as pid:
        assert program_facts(pid).script == "", "nobody knows which file it is"
    with living("sleep", "60") as pid:
        assert program_facts(pid).script == "", "no script"
    with living("/usr/bin/perl", "-w", PERL_SCRIPT) as pid:
        assert program_facts(pid).release.startswith("perl "), "perl itself is of perl-base"


def test_no_two_processes_are_one() -> None:
    with living("sleep", "60") as one, living("sleep", "60") as other:
        told = {instance_of(one), instance_of(other), instance_of(os.getpid())}
        assert len(told) == 3 and "" not in told and instance_of(one) in told
    assert instance_of(2**22 + 1) == ""
