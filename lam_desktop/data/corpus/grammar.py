"""Random office programs from a seed.

Roles of nodes: containers `column`, `row`, `group` (titled), `form` (of `item`s: a label with its input),
`toolbar`, `ribbon` (of `ribbon_group`s), `buttons`, `keypad`, `tabs`, `statusbar`, `prose` (a line of
`words` and links); leaves `heading`, `para`, `words`, `link`, `button`, `icon`, `field`, `area`, `combo`,
`spin`, `check`, `radio`, `radios`, `picker`, `table`, `list`, `tree`, `mails`, `cards`, `board`, `month`,
`picture`, `progress`, `separator`.
"""

from __future__ import annotations

import random

from lam_desktop.data.corpus.bars import has_bars, workshop
from lam_desktop.data.corpus.builder import Builder
from lam_desktop.data.corpus.plans import PLANS, SPARSE
from lam_desktop.data.corpus.records import Split, split
from lam_desktop.data.corpus.spec import HELD_OUT_LANGUAGE, Program
from lam_desktop.data.corpus.states import make_states

_LANGUAGES = {"en": 50, "de": 10, "fr": 8, "zh": 8, "es": 5, "it": 4, "pl": 5, "ru": 5, "ja": 5}
GRAMMAR = 2
"""Raised whenever a seed's programs become other ones: half a corpus of each would be one of neither. The
first one, without dense bars of tools, noted nothing."""
_HELD_OUT_SHARE = 0.25
"""Share of test programs in the language that no other program has."""


def make_program(seed: int, index: int, toolkit: str, part: Split | None = None) -> Program:
    """The program number `index` of the corpus with this `seed`.

    It keeps to what its split may see, or to what `part` may: a neighbour's window shows on another's page.
    """
    rng = random.Random(f"program/{seed}/{index}")
    lang = rng.choices(list(_LANGUAGES), list(_LANGUAGES.values()))[0]
    if rng.random() < _HELD_OUT_SHARE and (part or split(program_id(seed, index))) == "test":
        lang = HELD_OUT_LANGUAGE
    builder = Builder(rng, lang)
    plan = rng.choices(PLANS, [weight for _, weight in PLANS])[0][0]
    dense = has_bars(seed, index)
    plan = workshop if dense else plan
    body = plan(builder)
    sparse = plan in SPARSE
    menus = builder.menus() if rng.random() < (0.25 if sparse else 0.9 if dense else 0.65) else ()
    title = builder.words.caption("sections", builder.section())
    states = make_states(builder, body, menus, toolkit)
    return Program(program_id(seed, index), lang, toolkit, title, body, menus, states)


def program_id(seed: int, index: int) -> str:
    """The name of the program number `index` of the corpus with this `seed`."""
    return f"{seed}-{index:06d}"
