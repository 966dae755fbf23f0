"""A letter typed in mousepad from row data and saved under a name from the row."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from lam_desktop.office.clerk import Clerk
from tests.e2e.harness import Office, wait_for, write_rows

ROWS = [
    {
        "salutation": "Dear Ms Sorensen,",
        "text": "Your order 4711 left our house today.",
        "file": "sorensen.txt",
    },
    {"salutation": "Chère Mme Grüner,", "text": "Ihr Stuhl 905 kommt am 3. März.", "file": "grüner-2.txt"},
]
GREETING = "Kind regards, the office"
DARK = {"GTK_THEME": "Adwaita:dark", "GDK_DPI_SCALE": "1.2"}


def letter(row: dict[str, str]) -> bytes:
    """The file that a row must give, to the byte."""
    return f"{row['salutation']}\n\n{row['text']}\n\n{GREETING}".encode()


@pytest.mark.e2e
@pytest.mark.cold
@pytest.mark.parametrize(
    ("look", "click_first"),
    [
        pytest.param({}, False, id="moved and resized", marks=pytest.mark.proof),
        pytest.param(DARK, False, id="dark, larger text"),
        pytest.param({}, True, id="after a click into the page", marks=pytest.mark.proof),
    ],
)
def test_letters(look: dict[str, str], click_first: bool, tmp_path: Path) -> None:
    rows = write_rows(tmp_path / "letters.csv", ROWS)
    folder = tmp_path / "letters"
    folder.mkdir()
    with Office() as office:
        program = start(office, folder)
        window = office.place(office.window("Mousepad", "Untitled"), 60, 90, (620, 480))
        office.settled()

        def act(clerk: Clerk) -> None:
            if click_first:
                x, y, width, height = window.geometry
                clerk.click(x + width // 2, y + height // 2)
            write(clerk, office, ROWS[0])

        office.record("letters", act, "--rows", f"{rows}:1")
        assert (folder / ROWS[0]["file"]).read_bytes() == letter(ROWS[0]), "the clerk's own letter"

        office.desktop.stop(program)
        start(office, folder, look)
        office.place(office.window("Mousepad", "Untitled"), 480, 150, (700, 560))
        done = office.run("letters", "--rows", f"{rows}:2")
        assert done.code == 0, done.report
        assert (folder / ROWS[1]["file"]).read_bytes() == letter(ROWS[1])


def start(office: Office, folder: Path, look: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Mousepad with an empty document; it saves into `folder` unless told otherwise."""
    return office.desktop.start(
        "mousepad", "--disable-server", cwd=folder, extra=look,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def write(clerk: Clerk, office: Office, row: dict[str, str]) -> None:
    """What a person does for one letter: an empty document has the keyboard as it opens."""
    for line in (row["salutation"], "", row["text"], ""):
        clerk.type(line)
        clerk.press("enter")
    clerk.type(GREETING)
    clerk.press("ctrl", "s")
    dialog = office.window("Mousepad", "Save As")
    office.settled()
    clerk.type(row["file"])
    x, y, width, height = dialog.geometry
    clerk.click(x + width - 52, y + height - 24)
    wait_for(lambda: (Path(f"/proc/{dialog.pid}/cwd").resolve() / row["file"]).exists(), "the letter's file")
