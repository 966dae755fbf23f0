"""What an environment tells of a program."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from recorder.windows._xorg_programs import language_of, program_facts, scale_of


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
