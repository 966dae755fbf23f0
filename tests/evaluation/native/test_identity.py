"""The same element is called the same in every look; what cannot be told apart is not."""

from __future__ import annotations

from lam_desktop.evaluation.native.identity import group_of, identities
from lam_desktop.types import Box
from tests.evaluation.native.trees import frame_of, node, window


def test_neither_the_document_nor_the_place_is_part_of_a_name() -> None:
    one, two = window("a.txt - Pad"), window("b.txt - Pad")
    first = node("push button", "Save", one, box=Box(10, 10, 60, 20))
    second = node("push button", "Save", two, box=Box(400, 300, 90, 30))
    assert identities(frame_of(first))[first] == identities(frame_of(second))[second]


def test_what_a_field_holds_is_not_its_name_but_its_label_is() -> None:
    names = []
    for text in ("Sorensen", "Grüner"):
        top = window()
        field = node("text", text, top, text=text, labelled_by="Customer")
        names.append(identities(frame_of(field))[field])
    assert names[0] == names[1]
    assert "Customer" in names[0]


def test_twins_are_known_only_among_as_many() -> None:
    def called(count: int) -> list[str]:
        top = window()
        buttons = [node("push button", "…", top, order=at) for at in range(count)]
        return [identities(frame_of(*buttons))[one] for one in buttons]

    assert len(set(called(3))) == 3
    assert called(2) == called(2)
    assert not set(called(2)) & set(called(3))


def test_a_cell_is_known_by_its_record() -> None:
    def called(rows: list[tuple[str, str]]) -> dict[str, str]:
        top = window()
        table = node("table", "Orders", top)
        cells = [
            node("table cell", text, table, cell=(row, column))
            for row, record in enumerate(rows)
            for column, text in enumerate(record)
        ]
        names = identities([*frame_of(table), *cells])
        assert group_of(cells[0], "cell", names[cells[0]]) == group_of(cells[2], "cell", names[cells[2]])
        assert group_of(cells[0], "cell", names[cells[0]]) != group_of(cells[1], "cell", names[cells[1]])
        return {one.name: names[one] for one in cells}

    before = called([("4711", "Leeds"), ("4712", "Lyon")])
    after = called([("4710", "Bern"), ("4711", "Oslo"), ("4712", "Rome")])
    assert before["Leeds"] == after["Oslo"]
    assert before["4712"] == after["4712"]
    assert before["Lyon"] != after["Oslo"]


def test_a_sheet_is_known_by_its_cells_addresses_not_by_its_file() -> None:
    names = []
    for file in ("offer.csv", "orders.csv"):
        pane = node("root pane", f"{file} - Calc", window())
        sheet = node("table", f"Sheet {file}", node("document spreadsheet", file, pane))
        cell = node("table cell", "B2", sheet, text=file, cell=(1, 1))
        names.append(identities([*frame_of(pane), sheet.parent or pane, sheet, cell])[cell])
    assert names[0] == names[1]
