"""What counts as a right order and as a wrong click."""

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from lam_desktop.office.judge import Judgement, judge, parts_of, wrong_clicks
from lam_desktop.office.orderdesk.store import Order, OrderStore

ORDER = Order("Café Zoë", "Desk lamp", 3, "Courier", "2026-03-17", True, "Ring twice")
OTHER = replace(ORDER, customer="Weiß & Partner", express=False, shipping="Freight")
RIGHT = parts_of(ORDER)


def left(*parts: str) -> list[tuple[str, str]]:
    return [(part, "left") for part in parts]


def test_the_way_that_was_shown_has_no_wrong_click() -> None:
    assert RIGHT == (
        "customer", "article", "quantity", "shipping", "shipping:Courier", "date", "express", "note", "save",
    )  # fmt: skip
    assert wrong_clicks(left(*RIGHT, *parts_of(OTHER)), [ORDER, OTHER]) == []


@pytest.mark.parametrize(
    "stray", ["window", "background", "orders", "label-date", "clear", "shipping:Freight"]
)
def test_a_stray_click_is_wrong_and_costs_nothing_else(stray: str) -> None:
    for at in range(len(RIGHT)):
        clicks = left(*RIGHT[:at], stray, *RIGHT[at:])
        assert wrong_clicks(clicks, [ORDER]) == [stray], at


def test_a_wrong_part_in_place_of_the_right_one() -> None:
    assert wrong_clicks(left("window", *RIGHT[1:]), [ORDER]) == ["window"]
    assert wrong_clicks(left("customer", "window", "window", *RIGHT[3:]), [ORDER]) == ["window", "window"]


def test_a_neighbouring_field_is_wrong() -> None:
    assert wrong_clicks(left("article", *RIGHT[1:]), [ORDER]) == ["article"]


def test_two_fields_changed_about_are_two_wrong_clicks() -> None:
    assert len(wrong_clicks(left("article", "customer", *RIGHT[2:]), [ORDER])) == 2


def test_a_part_left_out_makes_the_next_click_wrong() -> None:
    assert wrong_clicks(left("customer", *RIGHT[2:]), [ORDER]) == ["quantity"]
    assert wrong_clicks(left(*RIGHT[:-2], "save", *parts_of(OTHER)), [ORDER, OTHER]) == ["save"]


def test_an_order_that_was_broken_off_has_no_wrong_click() -> None:
    for at in range(len(RIGHT)):
        assert wrong_clicks(left(*RIGHT[:at]), [ORDER, OTHER]) == []


def test_a_field_may_be_clicked_again_but_not_a_check_box() -> None:
    assert wrong_clicks(left("customer", *RIGHT), [ORDER]) == []
    again = [*RIGHT[:7], "express", *RIGHT[7:]]
    assert wrong_clicks(left(*again), [ORDER]) == ["express"]


def test_express_is_wrong_where_the_order_is_not() -> None:
    assert wrong_clicks(left(*RIGHT), [replace(ORDER, express=False)]) == ["express"]


def test_other_buttons_are_wrong() -> None:
    assert wrong_clicks([("customer", "right"), *left(*RIGHT)], [ORDER]) == ["customer (right)"]


def test_clicks_after_the_last_order_are_wrong() -> None:
    assert wrong_clicks(left(*RIGHT, "customer", "save"), [ORDER]) == ["customer", "save"]


def test_random_strays_are_all_found() -> None:
    rng = random.Random(4)
    for _ in range(200):
        clicks = left(*RIGHT, *parts_of(OTHER))
        strays = rng.randint(0, 5)
        for _ in range(strays):
            clicks.insert(rng.randrange(len(clicks) + 1), ("window", "left"))
        assert wrong_clicks(clicks, [ORDER, OTHER]) == ["window"] * strays


def write_log(path: Path, parts: tuple[str, ...]) -> None:
    lines = [json.dumps({"widget": part, "button": "left"}) for part in parts]
    path.write_text("".join(line + "\n" for line in lines))


def test_rows_are_compared_in_every_field(tmp_path: Path) -> None:
    log, database = tmp_path / "clicks.jsonl", tmp_path / "orders.sqlite"
    write_log(log, (*RIGHT, *parts_of(OTHER)))
    for name, value in [("customer", "Cafe Zoe"), ("quantity", 8), ("date", "2026-03-18"), ("express", False),
                        ("note", "Ring twice "), ("shipping", "Freight"), ("article", "")]:  # fmt: skip
        database.unlink(missing_ok=True)
        known = OrderStore(database).add([ORDER, OTHER])  # what was there before does not count
        OrderStore(database).add([replace(ORDER, **{name: value}), OTHER])
        assert judge(database, known, log, [ORDER, OTHER]) == Judgement((False, True), 1, 17)


def test_an_order_stored_twice_is_right_once_and_wrong_once(tmp_path: Path) -> None:
    log, database = tmp_path / "clicks.jsonl", tmp_path / "orders.sqlite"
    write_log(log, RIGHT)
    OrderStore(database).add([ORDER, ORDER])
    found = judge(database, 0, log, [ORDER])
    assert (found.rows_right, found.rows_wrong, found.wrong_clicks) == (1, 1, 0)


def test_judgements_add_up() -> None:
    both = Judgement((True,), 0, 9) + Judgement((False,), 1, 3, ("window",))
    assert (both.rows, both.rows_right, both.rows_wrong, both.clicks, both.wrong_clicks) == (2, 1, 1, 12, 1)
