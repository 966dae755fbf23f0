"""What proves a task is what lies on the disk."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from lam_desktop.evaluation.tasks.others import paragraphs
from lam_desktop.evaluation.tasks.proofs import SAID, display, files, folders, matches, said, table
from lam_desktop.evaluation.tasks.task import Evidence
from lam_desktop.types import Box
from tests.evaluation.native.trees import node


def test_files_folders_and_what_was_printed(tmp_path: Path) -> None:
    held = Evidence(tmp_path, list)
    assert (files("*.txt")(held), folders()(held), said(held)) == ("", "", "")
    (tmp_path / "b.txt").write_text("two\n")
    (tmp_path / "a.txt").write_text("one")
    (tmp_path / SAID).write_text("Sorensen|B 12\n")
    (tmp_path / "bills").mkdir()
    (tmp_path / ".config").mkdir()
    assert files("*.txt")(held) == "a.txt=one b.txt=two\n"
    assert folders()(held) == "bills"
    assert said(held) == "Sorensen|B 12"


def test_documents_and_databases(tmp_path: Path) -> None:
    held = Evidence(tmp_path, list)
    body = "<office:body><text:p>Dear <b>Ms</b></text:p><text:p>Hi</text:p></office:body>"
    (tmp_path / "letter.fodt").write_text(f"<x><text:p>style</text:p>{body}</x>")
    (tmp_path / "tasks.xml").write_text("<summary>One</summary>\n<summary>Two</summary>")
    with contextlib.closing(sqlite3.connect(tmp_path / "orders.db")) as database:
        database.execute("create table orders (number, city)")
        database.execute("insert into orders values (4711, 'Lyon')")
        database.commit()
    assert paragraphs("letter.fodt")(held) == "Dear Ms|Hi"
    assert matches("tasks.xml", "<summary>(.*?)</summary>")(held) == "One|Two"
    assert table("orders.db", "select * from orders")(held) == "4711|Lyon"
    assert table("none.db", "select 1")(held) == ""


def test_a_display_is_the_first_that_is_shown(tmp_path: Path) -> None:
    hidden = node("text", text="9", box=Box(0, 0, 0, 0))
    shown = node("text", text=" 42.75 ")
    assert display("text")(Evidence(tmp_path, lambda: [hidden, shown])) == "42.75"
