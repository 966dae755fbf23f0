"""Faults that strike where it counts: while a contact is being saved, or right behind that."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from tests.e2e.faults import BUTTON, SAVE, Fault
from tests.e2e.faults_in_pages import AT_WORK, GONE
from tests.e2e.faults_on_desktops import IN_FRONT

TOUCHED = (BUTTON, "Contact")
UNSEEN = ("was not seen", "did not appear", "is still there", "did not change", "does not show", *GONE)
"""How a question says that what should have come of saving did not."""
OTHER_WORDS = ("is not what the demonstration showed", "The screen says")
"""How it says that something else came of it."""
REFUSALS = ("The number is not valid: nothing was stored.", "You are signed out. Please sign in again.")
DOUBTS = ("The connection to the server was lost.", "Error 504: the server did not answer in time.")
DRAFTS = ("The contact was put into the outbox.", "A draft of the contact was kept on this computer.")
QUESTION = "There is a contact with this name. Store it all the same?"

_STORING = """<script>
  const ask = window.fetch.bind(window);
  const wait = ms => new Promise(done => setTimeout(done, ms));
  const said = document.getElementById("said");
  window.fetch = async (where, how) => { if (where !== "/contacts") return ask(where, how); %s };
</script>"""
"""Replaces what the page does when a contact is to be stored; what throws leaves the form as it is."""


def _page(kind: str, told: tuple[str, ...], script: str, *touched: str) -> Fault:
    return Fault(kind, SAVE, (*TOUCHED, *touched), told, _STORING % script)


def _said(text: str) -> str:
    return f"said.textContent = {json.dumps(text)};"


def _held(rng: random.Random) -> Fault:
    return _page(
        "held", (*UNSEEN, *AT_WORK), f"await wait({rng.randrange(800, 12000)}); return ask(where, how);"
    )


def _lost(rng: random.Random) -> Fault:
    return _page("lost", UNSEEN, 'throw "lost";')


def _refused(rng: random.Random) -> Fault:
    refusal = rng.choice(REFUSALS)
    return _page("refused", (*UNSEEN, *OTHER_WORDS), f'{_said(refusal)} throw "refused";', refusal)


def _doubted(rng: random.Random) -> Fault:
    """The contact is stored, and the page says that something went wrong."""
    doubt = rng.choice(DOUBTS)
    script = f'await ask(where, how); {_said(doubt)} throw "doubted";'
    return _page("doubted", (*UNSEEN, *OTHER_WORDS), script, doubt)


def _otherwise(rng: random.Random) -> Fault:
    """Nothing is stored, the form is emptied, and the words that tell of it are others."""
    draft = rng.choice(DRAFTS)
    script = f'document.querySelector("form").reset(); {_said(draft)} throw "drafted";'
    return _page("otherwise", (*UNSEEN, *OTHER_WORDS), script, draft)


def _question(rng: random.Random) -> Fault:
    """The page asks first, in a dialog of its own."""
    script = (
        f'const over = document.createElement("div"); over.innerHTML = `<p>{QUESTION}</p>'
        "<button type=button>Store it</button> <button type=button>Leave it</button>`; over.style = "
        '"position:fixed;left:80px;top:90px;background:#fff;border:1px solid #667;padding:30px"; '
        "document.body.append(over); const [yes, no] = over.querySelectorAll('button'); "
        "await new Promise((go, stay) => { yes.onclick = go; no.onclick = stay; }); over.remove(); "
        "return ask(where, how);"
    )
    return _page("question", (*UNSEEN, *OTHER_WORDS), script, "Store it", QUESTION)


def _left(rng: random.Random) -> Fault:
    """The page goes elsewhere behind the click, stored or not."""
    stored = "await ask(where, how); " if rng.random() < 0.5 else ""
    return _page("left", (*UNSEEN, *OTHER_WORDS), f'{stored}location = "order.html"; return wait(9000);')


def _withdrawn(rng: random.Random) -> Fault:
    """The page says at once that the contact was stored, and soon after that it was not."""
    script = (
        f"const refused = () => {{ {_said(rng.choice(REFUSALS))} said.style.color = '#a11'; }}; "
        f"setTimeout(refused, {rng.randrange(150, 1500)});"
    )
    return _page("withdrawn", (*UNSEEN, *OTHER_WORDS), script)


def _book(kind: str, told: tuple[str, ...], *given: object, touched: tuple[str, ...] = ()) -> Fault:
    return Fault(kind, SAVE, (*TOUCHED, *touched), told, json.dumps([kind, SAVE, given]))


DIALOG = ("which the demonstration did not show", *IN_FRONT, *OTHER_WORDS, *UNSEEN)


def _book_held(rng: random.Random) -> Fault:
    return _book("held", (*UNSEEN, *AT_WORK), round(rng.uniform(0.8, 12.0), 1))


def _book_lost(rng: random.Random) -> Fault:
    return _book("lost", UNSEEN)


def _book_doubted(rng: random.Random) -> Fault:
    doubt = rng.choice(DOUBTS)
    return _book("doubted", DIALOG, doubt, touched=(doubt,))


def _book_question(rng: random.Random) -> Fault:
    return _book("question", DIALOG, QUESTION, touched=(QUESTION,))


def _book_otherwise(rng: random.Random) -> Fault:
    draft = rng.choice(DRAFTS)
    return _book("otherwise", (*UNSEEN, *OTHER_WORDS), draft, touched=(draft,))


def _book_quits(rng: random.Random) -> Fault:
    return _book("quits", UNSEEN, rng.random() < 0.5)


PAGE_KINDS: tuple[Callable[[random.Random], Fault], ...] = (
    _held, _lost, _refused, _doubted, _otherwise, _question, _left, _withdrawn,
)  # fmt: skip
BOOK_KINDS: tuple[Callable[[random.Random], Fault], ...] = (
    _book_held, _book_lost, _book_doubted, _book_question, _book_otherwise, _book_quits,
)  # fmt: skip
