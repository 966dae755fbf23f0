"""Tasks on Qt programs and LibreOffice."""

from __future__ import annotations

import re

from lam_desktop.evaluation.drift.program import Row
from lam_desktop.evaluation.tasks.gtk import (
    LETTERS,
    NOTE,
    NOTE_STEPS,
    NOTED,
    PATIENTS,
    SUMS,
    total,
)
from lam_desktop.evaluation.tasks.proofs import display, files, folders
from lam_desktop.evaluation.tasks.task import Evidence, OfficeTask, Proof, click, press, say

_NAMESPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"'
)
_DOCUMENT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document {namespaces} '
    'office:mimetype="application/vnd.oasis.opendocument.{kind}"><office:body>{body}</office:body>'
    "</office:document>\n"
)
FOLDERS: tuple[Row, ...] = tuple({"folder": name} for name in ("bills", "offers 2026", "archive", "Möbel"))


def _sheet() -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{name}</text:p></table:table-cell>'
        for name in ("Surname", "First", "Ward")
    )
    table = f'<table:table table:name="Visits"><table:table-row>{cells}</table:table-row></table:table>'
    body = f"<office:spreadsheet>{table}</office:spreadsheet>"
    return _DOCUMENT.format(namespaces=_NAMESPACES, kind="spreadsheet", body=body)


def _letter() -> str:
    body = f"<office:text><text:p>{NOTE.strip()}</text:p></office:text>"
    return _DOCUMENT.format(namespaces=_NAMESPACES, kind="text", body=body)


def paragraphs(name: str) -> Proof:
    """The paragraphs of a flat OpenDocument file, with bars between them."""

    def held(evidence: Evidence) -> str:
        path = evidence.home / name
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        body = text[text.find("<office:body") :]
        return "|".join(
            re.sub(r"<[^>]+>", "", one) for one in re.findall(r"<text:p[^>]*>(.*?)</text:p>", body)
        )

    return held


SOFFICE = ("soffice", "--norestore", "--nologo")

TASKS = (
    OfficeTask(
        "calc-visit", "libreoffice", (*SOFFICE, "visits.fods"), PATIENTS,
        (*press("down"), *say("{surname}"), *press("tab"), *say("{first}"), *press("tab"), *say("{ward}"),
         *press("enter"), *press("ctrl", "s")),
        paragraphs("visits.fods"), "Surname|First|Ward|{surname}|{first}|{ward}",
        files=(("visits.fods", _sheet()),), size=(1100, 700),
    ),
    OfficeTask(
        "calc-cell", "libreoffice", (*SOFFICE, "visits.fods"), PATIENTS,
        (*click("B3", "table cell"), *say("{first}"), *press("enter"), *click("Save", "push button")),
        paragraphs("visits.fods"), "Surname|First|Ward|{first}", files=(("visits.fods", _sheet()),),
        size=(1100, 700),
    ),
    OfficeTask(
        "writer-letter", "libreoffice", (*SOFFICE, "letter.fodt"), LETTERS,
        (*press("ctrl", "end"), *press("enter"), *say("{salutation}"), *press("enter"), *say("{text}"),
         *press("ctrl", "s")),
        paragraphs("letter.fodt"), "Notes of the day|{salutation}|{text}",
        files=(("letter.fodt", _letter()),), size=(1100, 700),
    ),
    OfficeTask(
        "writer-button", "libreoffice", (*SOFFICE, "letter.fodt"), LETTERS,
        (*press("ctrl", "end"), *press("enter"), *say("{text}"), *click("Save", "push button")),
        paragraphs("letter.fodt"), "Notes of the day|{text}", files=(("letter.fodt", _letter()),),
        size=(1100, 700),
    ),
    OfficeTask(
        "featherpad-note", "qt", ("featherpad", "note.txt"), LETTERS, (*NOTE_STEPS, *press("ctrl", "s")),
        files("note.txt"), NOTED + "\n", files=(("note.txt", NOTE),),
    ),
    OfficeTask(
        "featherpad-button", "qt", ("featherpad", "note.txt"), LETTERS,
        (*press("ctrl", "end"), *say("{text}"), *click("Save", "push button")),
        files("note.txt"), "note.txt=" + NOTE + "{text}\n", files=(("note.txt", NOTE),),
    ),
    OfficeTask(
        "pcmanfm-folder", "qt", ("pcmanfm-qt", "."), FOLDERS,
        (*press("ctrl", "shift", "n"), *say("{folder}"), *click("OK")), folders(), "{folder}",
    ),
    OfficeTask(
        "speedcrunch-sum", "qt", ("speedcrunch",), SUMS,
        (*say("{net}"), *say("+"), *say("{tax}"), *press("enter")),
        display("text"), lambda row: f"{row['net']}+{row['tax']}\n= {total(row)}", transient=True,
    ),
)  # fmt: skip
