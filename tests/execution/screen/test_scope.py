from __future__ import annotations

from dataclasses import replace

from lam_desktop.execution.screen.scope import Held, find_scope, is_of
from lam_desktop.tasks.step import WindowName
from lam_desktop.types import Box, Window

EDITOR = Window("a.txt", "Editor", "editor", Box(0, 0, 400, 300), "normal", 1)
SAVE_AS = Window("Save as", "Editor", "editor", Box(100, 100, 200, 100), "dialog", 2)
MENU = Window("", "Editor", "editor", Box(10, 20, 120, 350), "popup", 3)
MAIL = Window("Mail", "Mail", "mail", Box(200, 0, 400, 300), "normal", 4)
PANEL = Window("LAM", "lam-desktop", "lam", Box(0, 0, 90, 40), "normal", 5)
NAME = WindowName("Editor", "editor")


def test_a_title_says_nothing() -> None:
    assert is_of(replace(EDITOR, title="something else"), NAME)
    assert not is_of(replace(MAIL, title=EDITOR.title), NAME)


def test_the_same_class_of_another_program_is_another_program() -> None:
    assert not is_of(replace(EDITOR, process="other"), NAME)
    assert is_of(replace(EDITOR, process=""), NAME)


def test_a_popup_without_a_class_is_known_by_its_process() -> None:
    assert is_of(replace(MENU, wm_class=""), NAME)
    assert not is_of(replace(MENU, wm_class="", process="mail"), NAME)


def test_our_own_windows_belong_to_no_program() -> None:
    assert not is_of(PANEL, WindowName("lam-desktop", "lam"))


def test_a_dialog_in_front_is_where_the_work_is() -> None:
    scope = find_scope((EDITOR, SAVE_AS), NAME, SAVE_AS)
    assert scope is not None and scope.reference == SAVE_AS
    assert not scope.holds(10, 10)
    assert scope.top_at(10, 10) == EDITOR


def test_a_dialog_counts_even_where_its_parent_kept_the_keyboard() -> None:
    scope = find_scope((EDITOR, SAVE_AS), NAME, EDITOR)
    assert scope is not None and scope.reference == SAVE_AS


def test_an_open_menu_belongs_to_its_window() -> None:
    scope = find_scope((EDITOR, MENU), NAME, EDITOR)
    assert scope is not None and scope.reference == EDITOR and scope.popups == (MENU,)
    assert scope.holds(20, 340)


def test_what_another_window_covers_is_not_seen() -> None:
    scope = find_scope((EDITOR, MAIL), NAME, EDITOR)
    assert scope is not None
    assert scope.holds(50, 50) and not scope.holds(250, 50)


def test_the_panel_covers_too() -> None:
    scope = find_scope((EDITOR, PANEL), NAME, EDITOR)
    assert scope is not None and not scope.holds(20, 20)


def test_no_window_no_scope() -> None:
    assert find_scope((MAIL,), NAME, MAIL) is None
    assert find_scope((), None, None) is None


SECOND = replace(EDITOR, title="b.txt", window_id=6)


def test_the_held_window_stays_where_another_one_is_active() -> None:
    held = Held(EDITOR.window_id, frozenset({EDITOR.window_id, SECOND.window_id}))
    scope = find_scope((EDITOR, SECOND), NAME, SECOND, held)
    assert scope is not None and scope.reference == EDITOR and scope.rivals == (SECOND,)


def test_a_window_that_the_work_opened_takes_over() -> None:
    scope = find_scope((EDITOR, SECOND), NAME, SECOND, Held(EDITOR.window_id, frozenset({EDITOR.window_id})))
    assert scope is not None and scope.reference == SECOND


def test_once_the_held_window_is_closed_the_active_one_is_meant() -> None:
    scope = find_scope((EDITOR, SECOND), NAME, EDITOR, Held(99, frozenset({1, 6, 99})))
    assert scope is not None and scope.reference == EDITOR


def test_a_dialog_has_no_rivals() -> None:
    scope = find_scope((EDITOR, SECOND, SAVE_AS), NAME, SECOND)
    assert scope is not None and scope.reference == SAVE_AS and scope.rivals == ()


def test_keys_belong_to_the_dialog_and_not_to_the_window_behind_it() -> None:
    scope = find_scope((EDITOR, SECOND, SAVE_AS), NAME, SECOND)
    assert scope is not None and scope.is_beside(SECOND) and not scope.is_beside(SAVE_AS)
    alone = find_scope((EDITOR, SECOND), NAME, SECOND)
    assert alone is not None and alone.is_beside(EDITOR) and not alone.is_beside(SECOND)
