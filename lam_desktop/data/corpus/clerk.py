"""A scripted clerk who works a generated program: what is done in which order, and what may come between.

An episode is the same for both looks of a program but for its data: each look has a row of its own, of which
fields, choices and records are filled (`working`). The second look has `MISHAPS` besides, each in the place
of one moment: what an agent that repeats the work may meet, and the demonstration did not show.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.spec import Deed, Node, Program, State, Work, walk
from lam_desktop.data.corpus.states import make_dialog

FILLED = frozenset(("field", "area", "spin"))
CHOSEN_FROM = frozenset(("table", "list", "tree", "mails"))
_WORKED = FILLED | {"check", "radios", "combo"}
_MOST_INPUTS = 3
_TAB, _SELECT, _MENU, _DIALOG = 0.6, 0.4, 0.5, 0.5
"""Shares of programs in which the clerk goes to another tab, marks a record, ends by a menu where there is
one, and presses a button that asks back."""
_LEAVING = ("/cancel", "/no", "/discard", "/close", "/help", "/clear", "/reset")
"""Ends of the ids of buttons that finish nothing."""
_MISHAPS = 3
"""So many of each episode, and a deed that came to nothing."""


@dataclass(frozen=True)
class Moment:
    """One screen of an episode, and the deed that leads to the next one; `mishap` as in `records.Page`."""

    at: int
    state: State
    deed: Deed | None
    mishap: str = ""


@dataclass(frozen=True)
class Episode:
    """A clerk's work from the first screen to the last; a mishap's `at` tells the deed that it is about."""

    moments: tuple[Moment, ...]
    mishaps: tuple[Moment, ...]


def make_episode(program: Program) -> Episode:
    """The episode of a program; the same program always has the same one."""
    rng = random.Random(f"episode/{program.id}")
    clerk = _Clerk(program, rng)
    clerk.work()
    touched = tuple(dict.fromkeys(deed.target for _, deed in clerk.done))
    states = [*(state for state, _ in clerk.done), clerk.state]
    deeds = [*(deed for _, deed in clerk.done), None]
    moments: list[Moment] = []
    for at, (state, deed) in enumerate(zip(states, deeds, strict=True)):
        held = state.work or Work()
        work = replace(held, touched=touched, focus=_focus(deeds, at))
        moments.append(Moment(at, replace(state, name=f"m{at}", work=work), deed))
    return Episode(tuple(moments), _mishaps(program, moments, clerk.builder))


def _focus(deeds: Sequence[Deed | None], at: int) -> str:
    """What has the keyboard: the field that is filled next, or what was worked last."""
    now, last = deeds[at], deeds[at - 1] if at else None
    if now is not None and now.kind == "fill":
        return now.target
    return last.target if last is not None and last.kind in ("fill", "tick", "pick") else ""


class _Clerk:
    """Draws what is done."""

    def __init__(self, program: Program, rng: random.Random) -> None:
        self.builder = Builder(rng, program.lang)
        self.done: list[tuple[State, Deed]] = []
        self.state = State("", work=Work())
        self._program = program
        self._rng = rng

    def work(self) -> None:
        """All of an episode."""
        body, rng = self._program.body, self._rng
        pane = self._other_tab(body) if rng.random() < _TAB else None
        held = [one for one in walk(body) if one.role in CHOSEN_FROM and "sheet" not in one.variant]
        if held and pane is None and rng.random() < _SELECT:
            self._do(Deed("select", rng.choice(held).id))
        shown = walk(_without_tabs(body) if pane is not None else body) + (walk(pane) if pane else [])
        self._enter([one for one in shown if _can_be_worked(one)])
        keys = {key.id for one in shown if one.role == "keypad" for key in one.children}
        buttons = [one for one in shown if one.role == "button" and "tool" not in one.variant]
        buttons = [one for one in buttons if not one.id.endswith(_LEAVING) and one.id not in keys]
        if self._program.menus and (not buttons or rng.random() < _MENU):
            self._by_menu()
        elif buttons:
            self._by_button(rng.choice(buttons))
        else:
            self._end(())

    def _do(self, deed: Deed, popup: str = "", dialog: Node | None = None, **changes: object) -> None:
        """Notes the deed, and what the screen is behind it; what only opens something leaves no mark."""
        self.done.append((self.state, deed))
        work = self.state.work or Work()
        if deed.kind in ("fill", "tick", "choose", "pick", "tab", "select"):
            work = replace(work, done=(*work.done, deed))
        self.state = State("", popup, dialog, work=replace(work, **changes))  # type: ignore[arg-type]

    def _other_tab(self, body: Node) -> Node | None:
        """Goes to another tab of the page, if it has some; what that one shows."""
        b, books = self.builder, [one for one in walk(body) if one.role == "tabs" and one.variant != "ribbon"]
        books = [one for one in books if one.children and len(one.options) > 1]
        if not books:
            return None
        form = b.form("pane", self._rng.randint(2, 5), columns=1)
        pane = b.column(form, *((b.buttons("pane"),) if self._rng.random() < 0.6 else ()), variant="pad")
        self._do(Deed("tab", self._rng.choice(books).id), pane=pane)
        return pane

    def _enter(self, inputs: Sequence[Node]) -> None:
        """Some inputs one after the other, as they follow on the page."""
        rng = self._rng
        count = min(len(inputs), rng.randint(1, _MOST_INPUTS))
        for at in sorted(rng.sample(range(len(inputs)), count)):
            node = inputs[at]
            if node.role == "combo":
                self._do(Deed("open", node.id), popup=node.id)
                self._do(Deed("pick", node.id))
            else:
                self._do(Deed({"check": "tick", "radios": "choose"}.get(node.role, "fill"), node.id))

    def _by_menu(self) -> None:
        menu = self._rng.choice(self._program.menus)
        self._do(Deed("menu", menu.id), popup=menu.id)
        self._ask(Deed("entry", self._rng.choice(menu.children).id))

    def _by_button(self, button: Node) -> None:
        if self._rng.random() < _DIALOG:
            self._ask(Deed("press", button.id))
        else:
            self._end((Deed("press", button.id),))

    def _ask(self, deed: Deed) -> None:
        """A dialog opens; it is filled in, if there is something to fill in, and confirmed."""
        rng = self._rng
        dialog = make_dialog(self.builder, rng.choice(("message", "form", "form")))
        self._do(deed, dialog=dialog)
        fields = [one for one in walk(dialog) if one.role in FILLED and _can_be_worked(one)]
        if fields:
            self._do(Deed("fill", rng.choice(fields).id), dialog=dialog)
        row = next(one for one in walk(dialog) if one.role == "buttons")
        going_on = [one for one in row.children if not one.id.endswith(_LEAVING)] or row.children
        self._end((Deed("confirm", rng.choice(going_on).id),), had_dialog=True)

    def _end(self, deeds: Sequence[Deed], had_dialog: bool = False) -> None:
        """The last deed, and what comes of it: another page, a note, an empty form, a closed dialog."""
        rng, b = self._rng, self.builder
        ways = ("page", "note", "emptied", "closed")
        way = rng.choices(ways, (40, 25, 20, 15 if had_dialog else 0))[0]
        for deed in deeds:
            page = None
            if way == "page":
                again = (b.buttons("done"),) if rng.random() < 0.7 else ()
                told = b.heading("done"), b.para("done/text", rng.randint(1, 3))
                page = b.column(*told, *again, variant="pad")
            self._do(deed, page=page, told=way == "note")
            if way == "emptied":
                work = self.state.work or Work()
                kept = tuple(one for one in work.done if one.kind in ("tab", "select"))
                self.state = replace(self.state, work=replace(work, done=kept))


def _without_tabs(body: Node) -> Node:
    """The body but for what stands on the pages of its tabs."""
    children = () if body.role == "tabs" else tuple(_without_tabs(child) for child in body.children)
    return replace(body, children=children)


def _can_be_worked(node: Node) -> bool:
    """Whether the clerk enters something there: times and days have widgets of their own, found by search."""
    plain = node.variant not in ("date", "time", "search") and "display" not in node.variant
    return node.role in _WORKED and plain and (node.role not in ("combo", "radios") or len(node.options) > 1)


def _mishaps(program: Program, moments: Sequence[Moment], b: Builder) -> tuple[Moment, ...]:
    """What else may come, each at a moment of its own choice."""
    rng = b.rng
    acted = [one for one in moments if one.deed is not None]
    if not acted:
        return ()
    made = [_mishap(rng.choice(acted), "still", b)]
    wanted = rng.sample(("dialog", "loading", "error", "gone"), _MISHAPS)
    for sort in wanted:
        fit = [one for one in acted if _fits(one, sort, program)]
        if fit:
            made.append(_mishap(rng.choice(fit), sort, b))
    return tuple(made)


def _fits(moment: Moment, sort: str, program: Program) -> bool:
    deed, state = moment.deed, moment.state
    assert deed is not None
    if sort == "error":
        return deed.kind in ("press", "confirm") and _complains(program, state) is not None
    if sort == "gone":
        return state.dialog is None and deed.kind in ("fill", "tick", "choose", "open", "press")
    return True


def _complains(program: Program, state: State) -> Node | None:
    """What can say what is wrong: the dialog in front, else the program's form."""
    parts = (state.dialog,) if state.dialog is not None else (program.body, state.work and state.work.pane)
    return next((one for one in parts if one and any(n.role == "item" for n in walk(one))), None)


def _mishap(moment: Moment, sort: str, b: Builder) -> Moment:
    """The moment with what came instead of its deed's effect."""
    rng, state, deed = b.rng, moment.state, moment.deed
    work = state.work or Work()
    assert deed is not None
    if sort == "dialog":
        strange = make_dialog(b, rng.choice(("message", "message", "form")))
        state = replace(state, popup="", dialog=strange)
    elif sort == "loading" and rng.random() < 0.5:
        state = replace(state, popup="", dialog=make_dialog(b, "progress"))
    elif sort == "loading":
        bar = Node("progress", b.uid("busy/bar"), value=str(rng.randint(3, 97)))
        page = b.column(b.para("busy/text"), bar, variant="pad")
        state = replace(state, popup="", dialog=None, work=replace(work, page=page))
    elif sort == "error":
        state = replace(state, work=replace(work, wrong=True))
    elif sort == "still":
        state = replace(state, work=replace(work, focus=deed.target))
    else:
        state = replace(state, work=replace(work, gone=(deed.target,)))
    return Moment(moment.at, replace(state, name=f"{moment.state.name}-{sort}"), deed, sort)
