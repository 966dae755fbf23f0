"""What was shown during runs, taken up by a child: its end is told, and one is at work at a time."""

from __future__ import annotations

from pathlib import Path

from lam_desktop.panel.state import events
from lam_desktop.panel.state.panel import PanelState, reduce
from lam_desktop.panel.state.review import ReviewState, reduce_review
from tests.panel.living_panel import Living
from tests.panel.making import make_task


def test_a_child_learns_and_what_came_of_it_is_told(living: Living, home: Path) -> None:
    make_task(home, "orders")
    living.controller.review("orders")
    living.until(lambda state: bool(state.review.steps))
    living.controller.teach("orders")
    assert living.state.review.learning == "orders"
    banner = living.until(lambda state: state.banner is not None).banner
    assert banner is not None and banner.tone == "info" and "nothing to learn from yet" in banner.text
    assert living.state.review.learning == ""


def test_a_task_that_is_not_there_is_a_problem(living: Living) -> None:
    living.controller.teach("nothing")
    banner = living.until(lambda state: state.banner is not None).banner
    assert banner is not None and banner.tone == "problem" and "no task «nothing»" in banner.text


def test_going_to_another_task_does_not_end_it() -> None:
    state = reduce_review(ReviewState("orders"), events.Learning("orders"))
    state = reduce_review(state, events.ReviewOpened("marks"))
    assert state.learning == "orders" and state.shown == 0
    state = reduce_review(state, events.StepsLoaded("marks", (), shown=3))
    assert state.shown == 3
    assert reduce_review(state, events.Learned("")).learning == ""


def test_that_it_is_over_and_what_came_of_it_are_one() -> None:
    state = reduce(PanelState(), events.Learning("orders"))
    learned = reduce(state, events.Learned("Later runs rely on 2 of 3 places that you showed.", "info"))
    assert learned.review.learning == "" and learned.banner is not None
    assert (learned.banner.tone, learned.banner.text[:10]) == ("info", "Later runs")
    given_up = reduce(reduce(learned, events.Learning("orders")), events.Learned(""))
    assert given_up.review.learning == "" and given_up.banner == learned.banner
