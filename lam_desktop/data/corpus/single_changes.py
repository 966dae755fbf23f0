"""A page as it was shown, and again with one thing changed: what a policy stands, change by change."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from lam_desktop.data.corpus import coining, lexicon, values
from lam_desktop.data.corpus.icons import GLYPHS
from lam_desktop.data.corpus.looks import Look, make_look, make_palette
from lam_desktop.data.corpus.scene import make_scene
from lam_desktop.data.corpus.spec import AGAIN, LANGUAGES, LOOKS, Node, Program, Scene

SHOWN, OTHER_DATA = LOOKS[0], "other data"
_OTHER_SIZES = (0.7, 0.8, 0.9, 1.12, 1.25)
"""Width or height of a window beside the shown one."""
_RENAMED, _GONE = 0.3, 0.2
"""Share of the captions that say something else, and of the controls that are taken away."""
_CAPTIONED = frozenset(("button", "check", "item", "link", "menu", "menu_entry"))
_TAKEN = frozenset(("button", "icon", "item", "check", "link"))
_SHUFFLED = frozenset(("toolbar", "form", "buttons"))


@dataclass(frozen=True)
class _Change:
    look: Callable[[Look, random.Random], Look] = lambda look, _: look
    scene: Callable[[Scene, random.Random], Scene] = lambda scene, _: scene


def changed(program: Program, look: str, neighbour: Program | None) -> tuple[Scene, Callable[[Look], Look]]:
    """What is drawn for `SHOWN` or one of `CHANGES`, and what happens to the program's look A before.

    One state of each program is drawn.
    """
    state = random.Random(f"shown/{program.id}").choice(program.states)
    scene = make_scene(program, state, AGAIN if look == OTHER_DATA else SHOWN, neighbour)
    if look == SHOWN:
        return scene, lambda drawn: drawn
    rng, change = random.Random(f"change/{program.id}/{look}"), CHANGES[look]
    return change.scene(scene, rng), lambda drawn: change.look(drawn, rng)


def _moved(look: Look, rng: random.Random) -> Look:
    _, _, w, h = look.window
    free = look.screen[0] / look.scale - w, look.screen[1] / look.scale - h
    return replace(look, window=(rng.uniform(0, free[0]), rng.uniform(0, free[1]), w, h))


def _resized(look: Look, rng: random.Random) -> Look:
    x, y, w, h = look.window
    w, h = w * rng.choice(_OTHER_SIZES), h * rng.choice(_OTHER_SIZES)
    w, h = min(w, look.screen[0] / look.scale), min(h, look.screen[1] / look.scale)
    x, y = min(x, look.screen[0] / look.scale - w), min(y, look.screen[1] / look.scale - h)
    return replace(look, window=(x, y, w, h))


def _scaled(share: float) -> _Change:
    """Everything larger, the screen as well."""

    def grown(look: Look, _: random.Random) -> Look:
        width, height = (round(side * share) for side in look.screen)
        return replace(look, scale=look.scale * share, screen=(width, height))

    return _Change(grown)


def _turned(look: Look, rng: random.Random) -> Look:
    """Light where it was dark, and the other way round."""
    palette = look.palette
    while palette.dark == look.palette.dark:
        palette = make_palette(rng, look.style)
    return replace(look, palette=palette, turned=True)


def _dressed_up(look: Look, rng: random.Random) -> Look:
    """Another theme in the same place and size; what is dark stays so."""
    other = replace(look, seed=f"{look.seed}/theme", turned=False)
    for _ in range(20):
        drawn = make_look(f"theme/{rng.random()}", "en", False)
        if drawn.style != look.style and drawn.palette.dark == look.palette.dark:
            worn = replace(other, style=drawn.style, palette=drawn.palette)
            return replace(worn, radius=drawn.radius, decoration=drawn.decoration)
    return other


def _set_otherwise(look: Look, rng: random.Random) -> Look:
    """Another typeface, a little smaller or larger, with other space around it."""
    drawn = look
    while drawn.font == look.font:
        drawn = make_look(f"font/{rng.random()}", "zh" if "CJK" in look.font else "en", False)
    size = look.font_px * rng.choice((0.9, 1.0, 1.1, 1.2))
    return replace(look, font=drawn.font, font_px=size, pad=drawn.pad, gap=drawn.gap)


def _everywhere(scene: Scene, visit: Callable[[Node], Node]) -> Scene:
    """The scene with each of its trees as `visit` makes it of the tree's parts, from the leaves up."""

    def through(node: Node) -> Node:
        return visit(replace(node, children=tuple(through(child) for child in node.children)))

    return replace(
        scene,
        body=through(scene.body),
        menus=tuple(through(one) for one in scene.menus),
        popup_items=tuple(through(one) for one in scene.popup_items),
        dialog=through(scene.dialog) if scene.dialog else None,
    )


def _shuffled(scene: Scene, rng: random.Random) -> Scene:
    def visit(node: Node) -> Node:
        if node.role not in _SHUFFLED:
            return node
        return replace(node, children=tuple(rng.sample(node.children, len(node.children))))

    return _everywhere(scene, visit)


def _renamed(scene: Scene, rng: random.Random) -> Scene:
    """Captions made more exact («Customer» to «Billing customer»), or another word altogether."""

    def visit(node: Node) -> Node:
        if node.role not in _CAPTIONED or len(node.text) < 2 or rng.random() >= _RENAMED:
            return node
        key = rng.choice(lexicon.keys("sections", scene.lang))
        more = lexicon.word("sections", key, scene.lang)
        first, second = (more, node.text) if node.role == "item" else (node.text, more)
        exact = lexicon.compound(first, second, scene.lang)
        return replace(node, text=exact if rng.random() < 0.5 else coining.label(rng, scene.lang))

    return _everywhere(scene, visit)


def _added(scene: Scene, rng: random.Random) -> Scene:
    """New tools in each bar, and a new button in each row of them."""

    def visit(node: Node) -> Node:
        if node.role not in ("toolbar", "buttons") or not node.children:
            return node
        children, like = list(node.children), rng.choice(node.children)
        for n in range(rng.randint(1, 3) if node.role == "toolbar" else 1):
            new = Node("icon", f"added/{node.id}/{n}", icon=rng.choice([*GLYPHS]), variant="tool icon")
            if like.role == "button":
                new = replace(new, role="button", text=coining.label(rng, scene.lang), variant=like.variant)
            children.insert(rng.randint(0, len(children)), new)
        return replace(node, children=tuple(children))

    return _everywhere(scene, visit)


def _without_some(scene: Scene, rng: random.Random) -> Scene:
    def visit(node: Node) -> Node:
        left = [one for one in node.children if one.role not in _TAKEN or rng.random() >= _GONE]
        return replace(node, children=tuple(left) or node.children)

    return _everywhere(scene, visit)


def _said_elsewhere(scene: Scene, rng: random.Random) -> Scene:
    """What stands in fields, in another language; captions and records stay."""
    lang = rng.choice([one for one in LANGUAGES if one != scene.lang])

    def visit(node: Node) -> Node:
        if node.role != "field" or not node.value or not node.make:
            return node
        if lexicon.choices(node.make, scene.lang) and not lexicon.choices(node.make, lang):
            return node  # not every language has each list
        return replace(node, value=values.value(rng, node.make, lang))

    return replace(_everywhere(scene, visit), title=values.value(rng, "file", lang))


CHANGES: Mapping[str, _Change] = {
    "moved": _Change(_moved),
    "resized": _Change(_resized),
    "scaled 1.25": _scaled(1.25),
    "scaled 1.5": _scaled(1.5),
    "scaled 2": _scaled(2.0),
    "dark or light": _Change(_turned),
    "other theme": _Change(_dressed_up),
    "other type": _Change(_set_otherwise),
    OTHER_DATA: _Change(),
    "data of another language": _Change(scene=_said_elsewhere),
    "reordered": _Change(scene=_shuffled),
    "renamed": _Change(scene=_renamed),
    "added": _Change(scene=_added),
    "occluded": _Change(lambda look, _: replace(look, neighbour="front")),
    "some are gone": _Change(scene=_without_some),
}
"""Names of looks. A page that comes out as it was shown (a framework without a dark theme) says nothing."""
