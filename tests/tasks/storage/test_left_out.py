"""What is left out, changed without an editor: all else of the file stays, and a faulty file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.storage.left_out import (
    LeftOut,
    leave_managers_out,
    leave_out,
    left_out,
    record_again,
)
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.privacy_file import FILE_NAME, TEMPLATE, exclusions_of
from recorder.exclusions import WindowPattern

MAIL, BANK = WindowPattern("thunderbird"), WindowPattern("firefox", 'My "bank": #1')
OWN = """\
# ours
version: 1
password_managers: true # all of them
exclude: # see the handbook
- class: Thunderbird  # mail

# the bank
- title: payroll
regions:
- box: [0, 0, 1920, 28] # the clock
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path / "home")


def text(library: Library) -> str:
    return (library.home / FILE_NAME).read_text(encoding="utf-8")


def test_without_a_file_one_is_made_as_the_editor_shows_it(library: Library) -> None:
    assert left_out(library) == LeftOut()
    leave_out(library, MAIL)
    leave_out(library, BANK)
    leave_out(library, MAIL)
    assert left_out(library) == LeftOut((BANK, MAIL))
    assert {MAIL, BANK} <= set(exclusions_of(library).windows), "the recorder reads the same file"
    assert [line for line in TEMPLATE.splitlines() if line not in text(library)] == ["exclude: []"]
    for one in (BANK, MAIL):
        record_again(library, one)
    assert text(library) == TEMPLATE


def test_what_a_person_wrote_stays(library: Library) -> None:
    library.home.mkdir()
    (library.home / FILE_NAME).write_text(OWN, encoding="utf-8")
    leave_out(library, BANK)
    leave_managers_out(library, False)
    known = left_out(library)
    assert (known.windows[0], known.password_managers, known.regions) == (BANK, False, 1)
    record_again(library, BANK)
    leave_managers_out(library, True)
    assert text(library) == OWN
    record_again(library, WindowPattern("Thunderbird"))
    assert text(library) == OWN.replace("- class: Thunderbird  # mail\n", "")
    record_again(library, WindowPattern("", "payroll"))
    assert left_out(library) == LeftOut((), True, 1)
    assert "# the bank" in text(library) and "# see the handbook" in text(library)


def test_keys_that_are_missing_come_behind_the_others(library: Library) -> None:
    library.home.mkdir()
    (library.home / FILE_NAME).write_text("version: 1", encoding="utf-8")
    leave_managers_out(library, False)
    leave_out(library, MAIL)
    assert left_out(library) == LeftOut((MAIL,), False)
    assert text(library).startswith("version: 1\n")


@pytest.mark.parametrize(
    "written",
    [
        "version: 1\nexclude: [{class: thunderbird}]\n",
        "version: 1\nexclude: &a\n- class: a\nregions: []\nexclude2: *a\n",
        "version: 1\nexclude:\n- {class: a}\nregions:\n- box: [1]\n",
    ],
)
def test_what_cannot_be_changed_line_by_line_is_left_to_the_person(library: Library, written: str) -> None:
    library.home.mkdir()
    (library.home / FILE_NAME).write_text(written, encoding="utf-8")
    with pytest.raises(UsageError, match=r"privacy\.yaml"):
        leave_out(library, BANK)
    assert text(library) == written
