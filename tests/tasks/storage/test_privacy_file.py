"""`privacy.yaml`: what it says, and what is wrong with it, line by line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lam_desktop.errors import UsageError
from lam_desktop.tasks.storage.editing import edit_privacy
from lam_desktop.tasks.storage.library import Library
from lam_desktop.tasks.storage.privacy_file import FILE_NAME, TEMPLATE, exclusions_of, parse_exclusions, told
from recorder.exclusions import Exclusions, Region, WindowPattern
from tests.tasks.sealed_library import encrypted

GOOD = """\
version: 1
password_managers: false
exclude:
  - class: thunderbird
    title: "*draft*"
  - title: payroll
regions:
  - box: [0, 0, 1280, 28]
  - box: [10, 20, 30, 40]
    class: firefox
"""


def writing(text: str) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        path.write_text(text)

    return edit


def test_what_it_says() -> None:
    assert parse_exclusions(GOOD) == Exclusions(
        (WindowPattern("thunderbird", "*draft*"), WindowPattern(title="payroll")),
        (Region((0, 0, 1280, 28)), Region((10, 20, 30, 40), WindowPattern("firefox"))),
    )
    assert told(parse_exclusions(GOOD)) == (
        "Left out: windows «thunderbird *draft*», windows «payroll», 2 regions."
    )


def test_the_template_and_no_file_mean_password_managers(home: Path) -> None:
    assert parse_exclusions(TEMPLATE) == exclusions_of(Library(home)) == Exclusions()
    assert told(Exclusions()) == "Left out: password managers."
    commented = TEMPLATE.replace(": []\n#", ":\n ").replace("\n#  -", "\n   -").replace("\n#    ", "\n     ")
    assert len(parse_exclusions(commented).less(Exclusions()).windows) == 3


@pytest.mark.parametrize(
    ("was", "made", "told_in"),
    [
        ("class: firefox", "klass: firefox", "line 10: «regions» 2: «klass» is not known here"),
        ("[0, 0, 1280, 28]", "[0, 0, 1280]", "line 8: «regions» 1: «box» must be 4 whole numbers"),
        ("[10, 20, 30, 40]", "[10, 20, 0, 40]", "line 9: «regions» 2: «box» is 0x40 pixels large"),
        ("- title: payroll", "- {}", "line 6: «exclude» 2: «class» and «title» are both missing"),
        ("false", "no", "line 2: «password_managers» is «no», but must be true or false"),
        ("version: 1", "version: 2", "line 1: «version» is 2"),
        ("exclude:", "exclude", "is not valid YAML"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(home: Path, was: str, made: str, told_in: str) -> None:
    home.mkdir(exist_ok=True)
    (home / FILE_NAME).write_text(GOOD.replace(was, made))
    with pytest.raises(UsageError) as error:
        exclusions_of(Library(home))
    assert told_in in str(error.value)


def test_it_is_edited_also_where_the_library_is_encrypted(home: Path) -> None:
    library = encrypted(home)
    assert edit_privacy(library, writing(GOOD), lambda _: False)
    assert b"payroll" not in (home / FILE_NAME).read_bytes()
    assert exclusions_of(library) == parse_exclusions(GOOD)
    with pytest.raises(UsageError, match=r"privacy.yaml of the library.*nothing was changed"):
        edit_privacy(library, writing("exclude: 1"), lambda _: False)
    assert exclusions_of(library) == parse_exclusions(GOOD)


def test_a_look_at_it_leaves_nothing_behind(home: Path) -> None:
    assert not edit_privacy(Library(home), lambda _: None, lambda _: False)
    assert not (home / FILE_NAME).exists()
