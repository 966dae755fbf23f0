"""Which columns tell rows apart, and which rows share what only one should have."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from lam_desktop.tasks.checks import SqlCheck
from lam_desktop.tasks.provenance.oddities import odd_rows
from lam_desktop.tasks.provenance.row_keys import lasting_keys, row_keys
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.step import TaskStep, Value
from lam_desktop.tasks.task import DemonstratedRow, Task
from lam_desktop.tasks.texts.headings import names_document, names_line, names_number, names_shared
from lam_desktop.tasks.texts.patterns.pattern import parse_pattern

Cells = Mapping[str, str]


def task_of(cells: Cells, used: Sequence[str] = (), checked: Sequence[str] = ()) -> Task:
    """One that types the cells of a row; `checked`: columns by which its check finds the record."""
    steps = tuple(
        TaskStep(n, n, "type", "", value=Value("row", column, cells[column]))
        for n, column in enumerate(used or cells, start=1)
    )
    checks = (SqlCheck({column: parse_pattern(f"{{{column}}}") for column in checked}),) if checked else ()
    row = DemonstratedRow("t.csv", 1, dict(cells))
    return Task("t", Path("t"), "demos/1.lamrec", steps, row, checks=checks)


def rows_of(lines: Sequence[Cells]) -> list[Row]:
    return [Row(index, dict(cells)) for index, cells in enumerate(lines, start=1)]


def told(lines: Sequence[Cells], used: Sequence[str] = (), checked: Sequence[str] = ()) -> dict[int, str]:
    """Row -> what it has in common with another one, of a table whose first row was shown."""
    odd = odd_rows(task_of(lines[0], used, checked), rows_of(lines))
    return {one.row: one.what for one in odd if "the same" in one.what}


def orders(number: Callable[[int], str], heading: str = "Order no", count: int = 24) -> list[dict[str, str]]:
    """Orders of a few customers, whose cities, days and amounts come again and again."""
    rng = random.Random(7)
    towns = {"Kim": "Seoul", "Miller Hardware": "Leeds", "Grüner GmbH": "Köln", "Ortega": "Sevilla"}
    return [
        {
            heading: number(n),
            "Customer": (name := rng.choice([*towns])),
            "City": towns[name],
            "Date": f"2026-03-{rng.randint(1, 28):02}",
            "Quantity": str(rng.randint(1, 60)),
            "Amount": f"{rng.randint(10, 900)}.{rng.choice(['00', '50'])}",
        }
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("Order no", lambda n: str(10_200 + n)),
        ("Order no", lambda n: f"{(n * 7919) % 90_000 + 10_000}"),
        ("Rechnungsnummer", lambda n: f"RE-2026-{(n * 37) % 900 + 100}"),
        ("InvoiceID", lambda n: f"{(n * 7919) % 90_000 + 10_000:x}7"),
        ("订单号", lambda n: f"DD{(n * 7919) % 90_000 + 10_000}"),
        ("Numéro de commande", lambda n: f"{(n * 13) % 800 + 100}"),
        ("Job", lambda n: f"K{4000 + n}"),
    ],
)
@pytest.mark.parametrize("changed", ["Amount", "Quantity", "Customer", "Date"])
def test_an_order_number_that_comes_again_with_another_cell_is_told(
    heading: str, number: Callable[[int], str], changed: str
) -> None:
    lines = orders(number, heading)
    again = {**lines[2], changed: "2026-03-29" if changed == "Date" else f"7{lines[2][changed]}"}
    assert told(lines) == {}
    lines.append(again)
    what = f"It has the same «{heading}» “{lines[2][heading]}” as row 3, but another «{changed}»."
    assert told(lines)[25] == what
    lines[-1] = {**again, heading: again[heading].lower()}
    assert "as row 3" in told(lines)[25], "case and spaces make no other number"


def test_what_else_differs_is_named_and_a_third_is_told_too() -> None:
    lines = orders(lambda n: str(10_200 + n))
    lines += [
        {**lines[2], "City": "Wien", "Quantity": "77", "Amount": "1.00"},
        {**lines[2], "Amount": "5.00"},
    ]
    said = told(lines)
    assert said[25].endswith("but another «City», «Quantity» and «Amount».")
    assert said[26].endswith("as row 3, but another «Amount».")


def test_a_row_that_says_all_the_same_is_told_once() -> None:
    lines = orders(lambda n: str(10_200 + n))
    lines.append(dict(lines[2]))
    assert told(lines) == {25: "It says the same as row 3."}


def test_the_number_need_not_be_typed_to_be_the_orders_own() -> None:
    lines = orders(lambda n: str(10_200 + n))
    lines.append({**lines[2], "Amount": "5.00"})
    used = ("Customer", "Amount")
    assert told(lines, used) == {25: "It has the same «Order no» as row 3, but another «Amount»."}, (
        "what stands in a column that the task does not use is nobody's business"
    )
    lines[-1]["Customer"] = "Nobody"
    assert told(lines, used) == {}, "nobody said that it is the record's number"
    assert 25 in told(lines)


def test_what_many_rows_may_have_is_no_key() -> None:
    """Cities, days, quantities, amounts, names: also where they happen to differ in nearly all rows."""
    rng = random.Random(3)
    for count in (5, 12, 40):
        for _ in range(20):
            lines = [
                {
                    "Name": f"{rng.choice(['Ada', 'Kim', 'Ben', 'Lea'])} {rng.choice(['Ng', 'Diaz'])}{n}",
                    "City": rng.choice(["Leeds", "Köln", "Wien", "Oslo", "Porto", "Graz"]),
                    "Postcode": str(rng.randint(10_000, 10_400)),
                    "Phone": f"030 {rng.randint(100_000, 100_400)}",
                    "Date": f"2026-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}",
                    "Quantity": str(rng.randint(1, 400)),
                    "Price": str(rng.randint(100, 500)),
                    "Street": f"Main St {rng.randint(1, 90)}",
                    "Size": f"{rng.randint(30, 60)} cm",
                    "Time": f"{rng.randint(8, 17):02}:{rng.randint(0, 59):02}",
                }
                for n in range(count)
            ]  # fmt: skip
            said = odd_rows(task_of(lines[0]), rows_of(lines))
            assert not [one for one in said if "the same" in one.what]


def order_lines(rng: random.Random) -> Iterator[Cells]:
    """Some orders have two lines, and many share an article."""
    for number in itertools.count(5001):
        for line in range(1 if rng.random() < 0.7 else 2):
            yield {
                "Order no": str(number), "Pos": str(line + 1), "Article no": f"A-{rng.randint(100, 999)}",
                "Qty": str(rng.randint(1, 99)), "Price": f"{rng.randint(1, 99)}.50",
            }  # fmt: skip


def hours(rng: random.Random) -> Iterator[Cells]:
    """Each of the staff stands there on several days."""
    for day in itertools.count():
        yield {
            "Employee no": str(4000 + rng.randint(0, 90)), "Day": f"2026-03-{day % 28 + 1:02}",
            "Hours": str(rng.randint(4, 10)), "Cost centre": rng.choice(["4100", "4200"]),
        }  # fmt: skip


def stock(rng: random.Random) -> Iterator[Cells]:
    while True:
        yield {
            "SKU": str(rng.randint(10_000, 10_200)), "Name": f"part {rng.randint(1, 400)}",
            "Bin": f"{rng.choice('ABC')}{rng.randint(10, 60)}", "Count": str(rng.randint(100, 999)),
            "Weight": str(rng.randint(100, 999)),
        }  # fmt: skip


def payments(rng: random.Random) -> Iterator[Cells]:
    while True:
        iban = "DE1234567890" if rng.random() < 0.1 else f"DE{rng.randint(10**9, 10**10)}"
        yield {
            "Date": f"2026-03-{rng.randint(1, 28):02}", "IBAN": iban, "Text": f"rent {rng.randint(1, 99)}",
            "Amount": f"{rng.randint(1, 999)},{rng.randint(0, 99):02}",
        }  # fmt: skip


@pytest.mark.parametrize("made", [order_lines, hours, stock, payments])
def test_tables_of_offices_have_no_such_rows(made: Callable[[random.Random], Iterator[Cells]]) -> None:
    for seed, count in itertools.product(range(12), (5, 25, 60)):
        lines = [*itertools.islice(made(random.Random(seed)), count)]
        said = odd_rows(task_of(lines[0]), rows_of(lines))
        assert not [one for one in said if one.what.startswith("It has the same")], (seed, count)


def test_a_customer_who_orders_twice_is_no_oddity() -> None:
    lines = [
        {"Customer no": f"{(n * 7919) % 90_000 + 10_000}", "Name": f"Firm {n}", "Article": f"hinge {n}",
         "Quantity": str(n + 3)}
        for n in range(20)
    ]  # fmt: skip
    lines.append({**lines[4], "Article": "lamp", "Quantity": "2"})
    assert told(lines) == {}
    lines[-1] = {**lines[4], "Quantity": "2"}
    assert list(told(lines)) == [21], "the same order of the same customer, but for the quantity"


@pytest.mark.parametrize("heading", ["User ID", "ID", "Guest ID", "Owner ID", "Parent ID", "Contract no."])
def test_an_unused_number_that_comes_again_is_no_oddity(heading: str) -> None:
    lines = [
        {heading: f"U{4100 + n * 7}", "Ticket": f"T-{900 + n * 3}", "Text": f"printer {n}"} for n in range(18)
    ]
    lines.append({**lines[4], "Ticket": "T-2000", "Text": "screen"})
    assert told(lines, used=("Ticket", "Text")) == {}


@pytest.mark.parametrize(
    ("heading", "cells"),
    [("Year", [str(1990 + n) for n in range(20)]), ("Time", [f"08{n:02}" for n in range(20)]),
     ("Begin", [f"{n}h" for n in range(4, 24)])],
)  # fmt: skip
def test_years_and_times_in_order_are_no_numbers_of_records(heading: str, cells: list[str]) -> None:
    lines = [{heading: cell, "Name": f"Firm {n}", "Sum": f"{n}.50"} for n, cell in enumerate(cells)]
    lines.append({**lines[-1], "Name": "Other", "Sum": "7.00"})
    assert told(lines) == {}
    job = [{**line, heading: f"K{4000 + n}"} for n, line in enumerate(lines[:-1])]
    assert list(told([*job, {**job[-1], "Sum": "7.00"}])) == [21], "numbers that were given in order are"


def test_rows_that_differ_in_case_and_spaces_alone_say_the_same() -> None:
    lines = orders(lambda n: f"RE-{10_200 + n}")
    lines.append({**lines[2], "Order no": "re-10202", "City": f" {lines[2]['City'].upper()}"})
    assert told(lines) == {25: "It says the same as row 3."}


def test_a_patient_who_comes_again_is_no_oddity() -> None:
    lines = [
        {"Patient ID": f"P{2000 + n * 7}", "Date": f"2026-03-{n + 1:02}", "Reason": "flu"} for n in range(20)
    ]
    lines.append({**lines[4], "Date": "2026-03-28"})
    assert told(lines) == {}
    visits = [{**line, "Case no": f"C-{n}"} for n, line in enumerate(lines)]
    visits[-1]["Date"] = visits[4]["Date"]
    assert told(visits) == {}, "another case of the same patient"


def test_a_mark_that_was_entered_for_one_student_twice() -> None:
    lines = [{"Student ID": f"S{4100 + n * 3}", "Mark": str(40 + n * 2)} for n in range(20)]
    assert told(lines) == {}
    lines.append({**lines[4], "Mark": "91"})
    assert told(lines) == {21: "It has the same «Student ID» “S4112” as row 5, but another «Mark»."}


def test_the_lines_of_one_order_belong_together() -> None:
    lines = orders(lambda n: str(10_200 + n))
    for line in lines:
        line["Pos"] = "1"
    lines.append({**lines[-1], "Pos": "2", "Quantity": "9", "Amount": "3.00"})
    assert told(lines) == {}
    single = orders(lambda n: str(10_200 + n), count=9)
    many = [line for one in single for line in (one, {**one, "City": "x"})]
    assert not row_keys(task_of(many[0]), rows_of(many)), "most orders have two rows"


def test_what_counts_the_rows_is_no_number_of_an_order() -> None:
    lines = [{"No": str(n + 1), "Name": f"Firm {n}", "Amount": f"{n}.50"} for n in range(12)]
    assert not row_keys(task_of(lines[0]), rows_of(lines))


def test_a_check_says_what_its_record_is_known_by() -> None:
    lines = [{"Name": f"Firm {n}", "Day": f"2026-03-{n + 1:02}", "Amount": f"{n}.50"} for n in range(6)]
    lines.append({**lines[1], "Amount": "9.00"})
    assert told(lines) == {}
    what = "It has the same «Name» “Firm 1” as row 2, but another «Amount»."
    assert told(lines, used=("Name", "Amount"), checked=("Name",)) == {7: what}
    what = "It has the same «Name» “Firm 1” and «Day» “2026-03-02” as row 2, but another «Amount»."
    assert told(lines, checked=("Name", "Day")) == {7: what}
    lines[-1]["Day"] = "2026-03-09"
    assert told(lines, checked=("Name", "Day")) == {}


def test_two_rows_tell_no_key_but_the_rest_of_their_table_does() -> None:
    lines = orders(lambda n: f"{(n * 7919) % 90_000 + 10_000}")
    lines.append({**lines[2], "Amount": "5.00"})
    task, rows = task_of(lines[0]), rows_of(lines)
    chosen = [rows[2], rows[24]]
    assert odd_rows(task, chosen) == ()
    for some in (chosen, rows[24:]):
        [odd] = [one for one in odd_rows(task, some, rows) if one.column == "Order no"]
        assert odd.row == 25 and "as row 3" in odd.what


@pytest.mark.parametrize("count", [1, 2])
def test_an_order_number_is_known_again_also_in_a_table_of_one_or_two_rows(count: int) -> None:
    lines = orders(lambda n: str(20_417 + 31 * n), count=count)
    keys = lasting_keys(task_of(lines[0]), rows_of(lines))
    assert [key.columns for key in keys] == [("Order no",)]
    others = [
        {("Reference" if name == "Order no" else name): cell for name, cell in line.items()} for line in lines
    ]
    assert lasting_keys(task_of(others[0]), rows_of(others)) == [], "no heading says so"


@pytest.mark.parametrize(
    ("heading", "number", "shared"),
    [
        ("Order no.", True, False), ("Order-No", True, False), ("OrderID", True, False),
        ("order_id", True, False), ("#", True, False), ("Nº de pedido", True, False),
        ("№ заказа", True, False),
        ("Auftragsnr.", True, False), ("Bestellnummer", True, False), ("受注番号", True, False),
        ("Customer number", True, True), ("Kundennummer", True, True), ("电话号码", True, True),
        ("Postal code", False, True), ("Number of items", True, True), ("Notes", False, False),
        ("Paid", False, False), ("Nothing", False, False), ("Amount", False, False), ("客户", False, True),
        ("Zip", False, True), ("", False, False), ("Meter no.", True, True), ("Policy no.", True, True),
        ("Asset ID", True, True), ("UserID", True, True),
    ],
)  # fmt: skip
def test_what_a_heading_names(heading: str, number: bool, shared: bool) -> None:
    assert (names_number(heading), names_shared(heading)) == (number, shared)
    assert not names_line(heading)
    assert names_document("Order no.") and names_document("Rechnungsnummer") and names_document("订单号")
    assert not names_document("Meter no.") and not names_document("Site ID") and not names_document("Post")
    assert names_line("Pos.") and names_line("Order line")
