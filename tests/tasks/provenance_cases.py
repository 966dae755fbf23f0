"""Sixty texts that somebody types at a desk, each with the row before them and what the next row should say.

Written down before anything was tried on them. Of each, one demonstration is recorded; the rows of the table
are known, as they are where a recording was begun with `--rows`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from lam_desktop.errors import UsageError
from lam_desktop.tasks.provenance.compile import compile_task
from lam_desktop.tasks.provenance.rows import Row
from lam_desktop.tasks.provenance.values import written
from lam_desktop.tasks.task import DemonstratedRow
from tests.tasks.recordings import Clerk


@dataclass(frozen=True, slots=True)
class Case:
    """What is typed for `shown`, and what is to be typed for `present`; cells by column, in order."""

    columns: str
    shown: str
    typed: str
    present: str
    expected: str

    def rows(self) -> tuple[dict[str, str], dict[str, str]]:
        """The cells of both rows."""
        names = self.columns.split("|")
        shown, present = (
            dict(zip(names, cells.split("|"), strict=True)) for cells in (self.shown, self.present)
        )
        return shown, present


ORDERS = "customer|city|net|tax|no|date"
ONE, TWO = "Miller & Sons|Bath|12.50|2.38|4711|2026-03-05", "Grüner GmbH|Bern|1203.00|228.57|4712|2026-11-28"
PEOPLE = "name|born|ward|insurance|mail"
MARIA, PETER = (
    "Maria Sorensen|1974-06-25|B 12|a 119 642 003|maria@sorensen.example",
    "Peter van Dyk|2001-01-09|C 4|x 224 771 910|pvd@mail.example",
)
SPLIT = "first|last|street|zip|town|phone"
ANNA, JOSE = (
    "Anna|Weber|Lindenweg 4|04109|Leipzig|0341 55 20 17",
    "José|Ortega|Hauptstraße 112|10115|Berlin|030 70 01 99",
)
GRADES = "student|subject|mark|points|term"
LI, AMIRA = "Li Wei|Maths|2|41.5|2026-1", "Amira Haddad|History|4|27|2026-1"
STOCK = "item|code|price|count|arrived"
HINGE, LAMP = (
    "Door hinge 80 mm|dh-80|1249.5|24|05.03.2026",
    "Desk lamp|dl-2|89.9|1200|28.11.2026",
)

CASES = (
    # as it stands
    Case(ORDERS, ONE, "Miller & Sons", TWO, "Grüner GmbH"),
    Case(ORDERS, ONE, "4711", TWO, "4712"),
    Case(ORDERS, ONE, "12.50", TWO, "1203.00"),
    Case(PEOPLE, MARIA, "B 12", PETER, "C 4"),
    Case(SPLIT, ANNA, "04109", JOSE, "10115"),
    Case(STOCK, HINGE, "Door hinge 80 mm", LAMP, "Desk lamp"),
    # large and small letters
    Case(ORDERS, ONE, "MILLER & SONS", TWO, "GRÜNER GMBH"),
    Case(STOCK, HINGE, "DH-80", LAMP, "DL-2"),
    Case(SPLIT, ANNA, "weber", JOSE, "ortega"),
    Case(PEOPLE, MARIA, "A 119 642 003", PETER, "X 224 771 910"),
    # dates
    Case(ORDERS, ONE, "05.03.2026", TWO, "28.11.2026"),
    Case(ORDERS, ONE, "5.3.2026", TWO, "28.11.2026"),
    Case(PEOPLE, MARIA, "25/06/1974", PETER, "09/01/2001"),
    Case(PEOPLE, MARIA, "25.06.74", PETER, "09.01.01"),
    Case(STOCK, HINGE, "2026-03-05", LAMP, "2026-11-28"),
    Case(STOCK, HINGE, "20260305", LAMP, "20261128"),
    # numbers
    Case(ORDERS, ONE, "12,50", TWO, "1203,00"),
    Case(STOCK, HINGE, "1249,50", LAMP, "89,90"),
    Case(STOCK, HINGE, "1,249.50", LAMP, "89.90"),
    Case(STOCK, HINGE, "1.249,50", LAMP, "89,90"),
    Case(GRADES, LI, "41,5", AMIRA, "27"),
    Case(STOCK, HINGE, "€1249.50", LAMP, "€89.90"),
    Case(ORDERS, ONE, "12.50 EUR", TWO, "1203.00 EUR"),
    # parts of names
    Case(PEOPLE, MARIA, "Sorensen", PETER, "Dyk"),
    Case(PEOPLE, MARIA, "Maria", PETER, "Peter"),
    Case(PEOPLE, MARIA, "M. Sorensen", PETER, "P. Dyk"),
    Case(SPLIT, ANNA, "A. Weber", JOSE, "J. Ortega"),
    Case(SPLIT, ANNA, "AW", JOSE, "JO"),
    Case(GRADES, LI, "LW", AMIRA, "AH"),
    Case(PEOPLE, MARIA, "SORENSEN", PETER, "DYK"),
    # several columns
    Case(SPLIT, ANNA, "Anna Weber", JOSE, "José Ortega"),
    Case(SPLIT, ANNA, "Weber, Anna", JOSE, "Ortega, José"),
    Case(SPLIT, ANNA, "WEBER Anna", JOSE, "ORTEGA José"),
    Case(SPLIT, ANNA, "04109 Leipzig", JOSE, "10115 Berlin"),
    Case(SPLIT, ANNA, "Lindenweg 4, 04109 Leipzig", JOSE, "Hauptstraße 112, 10115 Berlin"),
    Case(ORDERS, ONE, "12.50+2.38", TWO, "1203.00+228.57"),
    Case(ORDERS, ONE, "=12.50+2.38", TWO, "=1203.00+228.57"),
    Case(GRADES, LI, "Li Wei (Maths)", AMIRA, "Amira Haddad (History)"),
    Case(STOCK, HINGE, "24 x dh-80", LAMP, "1200 x dl-2"),
    Case(ORDERS, ONE, "4711/2026-03-05", TWO, "4712/2026-11-28"),
    # with words of one's own
    Case(ORDERS, ONE, "Order 4711", TWO, "Order 4712"),
    Case(ORDERS, ONE, "Your order 4711 of 05.03.2026", TWO, "Your order 4712 of 28.11.2026"),
    Case(PEOPLE, MARIA, "Dear Maria Sorensen,", PETER, "Dear Peter van Dyk,"),
    Case(ORDERS, ONE, "INV-4711", TWO, "INV-4712"),
    Case(SPLIT, ANNA, "anna.weber@school.example", JOSE, "josé.ortega@school.example"),
    Case(GRADES, LI, "Mark for Li Wei: 2", AMIRA, "Mark for Amira Haddad: 4"),
    Case(ORDERS, ONE, "Delivery to Bath", TWO, "Delivery to Bern"),
    # digits and spaces
    Case(PEOPLE, MARIA, "119642003", PETER, "224771910"),
    Case(SPLIT, ANNA, "0341552017", JOSE, "030700199"),
    Case(PEOPLE, MARIA, "B12", PETER, "C4"),
    # nothing of the row
    Case(ORDERS, ONE, "paid", TWO, "paid"),
    Case(ORDERS, ONE, "Thank you for your order.", TWO, "Thank you for your order."),
    Case(PEOPLE, MARIA, "Call back tomorrow", PETER, "Call back tomorrow"),
    Case(GRADES, LI, "present", AMIRA, "present"),
    Case(STOCK, HINGE, "Main store", LAMP, "Main store"),
    Case(SPLIT, ANNA, "Germany", JOSE, "Germany"),
    Case(GRADES, LI, "1", AMIRA, "1"),
    Case(ORDERS, ONE, "100", TWO, "100"),
    Case(PEOPLE, MARIA, "no allergies", PETER, "no allergies"),
    Case(STOCK, HINGE, "checked by J. Doe", LAMP, "checked by J. Doe"),
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one case."""

    case: Case
    typed: str
    """For the present row; empty where that was refused with a sentence."""
    doubt: str

    @property
    def right(self) -> bool:
        """Whether the present row is typed as it should be."""
        return self.typed == self.case.expected

    @property
    def silent(self) -> bool:
        """Whether it is wrong, and nobody was told."""
        return not self.right and bool(self.typed) and not self.doubt


def outcome(case: Case, folder: Path) -> Outcome:
    """Records the demonstration of a case, traces its text, and writes it for the present row."""
    shown, present = case.rows()
    rows = Row(1, shown), Row(2, present)
    recording = Clerk().click(320, 140).type(case.typed).save(folder)
    task = compile_task("orders", folder, recording, DemonstratedRow("orders.csv", 1, shown), rows)
    step = task.steps[1]
    assert step.value is not None
    try:
        return Outcome(case, written(step.value, (2, present)), step.doubt)
    except UsageError as error:
        return Outcome(case, "", str(error))
