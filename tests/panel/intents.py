"""Intents that are only heard, so that a test can say what a click meant."""

from __future__ import annotations

from typing import Any


class Heard:
    """Every intent, in order, as (name, arguments)."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, tuple[Any, ...]]] = []

    def navigate(self, screen: Any) -> None:
        self.calls.append(("navigate", (screen,)))

    def open_privacy(self) -> None:
        self.calls.append(("open_privacy", ()))

    def leave_out(self, window: Any) -> None:
        self.calls.append(("leave_out", (window,)))

    def record_again(self, window: Any) -> None:
        self.calls.append(("record_again", (window,)))

    def leave_managers_out(self, out: Any) -> None:
        self.calls.append(("leave_managers_out", (out,)))

    def withdraw(self, task: Any) -> None:
        self.calls.append(("withdraw", (task,)))

    def keep_days(self, days: Any) -> None:
        self.calls.append(("keep_days", (days,)))

    def remove_older(self) -> None:
        self.calls.append(("remove_older", ()))

    def drop_keeping(self) -> None:
        self.calls.append(("drop_keeping", ()))

    def close_banner(self) -> None:
        self.calls.append(("close_banner", ()))

    def record(self, request: Any) -> None:
        self.calls.append(("record", (request,)))

    def stop_recording(self) -> None:
        self.calls.append(("stop_recording", ()))

    def review(self, task: str) -> None:
        self.calls.append(("review", (task,)))

    def select_step(self, position: int) -> None:
        self.calls.append(("select_step", (position,)))

    def teach(self, task: str) -> None:
        self.calls.append(("teach", (task,)))

    def delete(self, task: str) -> None:
        self.calls.append(("delete", (task,)))

    def open_run(self, task: str) -> None:
        self.calls.append(("open_run", (task,)))

    def choose_rows(self, path: str) -> None:
        self.calls.append(("choose_rows", (path,)))

    def choose_sheet(self, sheet: str) -> None:
        self.calls.append(("choose_sheet", (sheet,)))

    def choose_range(self, first: int, last: int) -> None:
        self.calls.append(("choose_range", (first, last)))

    def choose_instruction(self, text: str) -> None:
        self.calls.append(("choose_instruction", (text,)))

    def leave_odd_out(self, rows: Any, left_out: Any) -> None:
        self.calls.append(("leave_odd_out", (rows, left_out)))

    def enter_again(self, again: Any) -> None:
        self.calls.append(("enter_again", (again,)))

    def choose_mode(self, mode: Any) -> None:
        self.calls.append(("choose_mode", (mode,)))

    def start_run(self, secrets: Any = None, *, keep: bool = False) -> None:
        self.calls.append(("start_run", (secrets, *(["keep"] if keep else [])) if secrets else ()))

    def choose_keep_going(self, on: Any) -> None:
        self.calls.append(("choose_keep_going", (on,)))

    def check_screen(self) -> None:
        self.calls.append(("check_screen", ()))

    def show_check(self, shown: Any) -> None:
        self.calls.append(("show_check", (shown,)))

    def approve(self, task: str, text: str) -> None:
        self.calls.append(("approve", (task, text)))

    def settle_doubt(self, step: int, doubt: str, value: Any, of: str = "") -> None:
        self.calls.append(("settle_doubt", (step, doubt, value, *([of] if of else []))))

    def name_shown_row(self, row: int) -> None:
        self.calls.append(("name_shown_row", (row,)))

    def bind_rows(self, chosen: Any) -> None:
        self.calls.append(("bind_rows", (dict(chosen),)))

    def forget_secret(self, task: str, name: str) -> None:
        self.calls.append(("forget_secret", (task, name)))

    def do_anew(self) -> None:
        self.calls.append(("do_anew", ()))

    def find_undone(self) -> None:
        self.calls.append(("find_undone", ()))

    def go_on_where_broke_off(self) -> None:
        self.calls.append(("go_on_where_broke_off", ()))

    def run_again(self, repeated: Any) -> None:
        self.calls.append(("run_again", (repeated,)))

    def drop_again(self) -> None:
        self.calls.append(("drop_again", ()))

    def open_taking(self) -> None:
        self.calls.append(("open_taking", ()))

    def take_rows(self, *, scroll: bool) -> None:
        self.calls.append(("take_rows", (scroll,)))

    def stop_taking(self) -> None:
        self.calls.append(("stop_taking", ()))

    def settle_cell(self, row: int, column: int, text: str) -> None:
        self.calls.append(("settle_cell", (row, column, text)))

    def keep_taken(self, path: str) -> None:
        self.calls.append(("keep_taken", (path,)))

    def open_share(self, task: str) -> None:
        self.calls.append(("open_share", (task,)))

    def share(self, request: Any) -> None:
        self.calls.append(("share", (request,)))

    def stop_share(self) -> None:
        self.calls.append(("stop_share", ()))

    def share_report(self, task: str, run: str) -> None:
        self.calls.append(("share_report", (task, run)))

    def open_shared(self) -> None:
        self.calls.append(("open_shared", ()))

    def open_receive(self) -> None:
        self.calls.append(("open_receive", ()))

    def receive(self, request: Any) -> None:
        self.calls.append(("receive", (request,)))

    def stop_receive(self) -> None:
        self.calls.append(("stop_receive", ()))

    def open_table(self) -> None:
        self.calls.append(("open_table", ()))

    def open_report(self) -> None:
        self.calls.append(("open_report", ()))

    def pause(self) -> None:
        self.calls.append(("pause", ()))

    def step(self) -> None:
        self.calls.append(("step", ()))

    def resume(self) -> None:
        self.calls.append(("resume", ()))

    def stop_run(self) -> None:
        self.calls.append(("stop_run", ()))

    def answer(self, answer: Any) -> None:
        self.calls.append(("answer", (answer,)))
