"""Faults that strike in a web page: what its own scripts, or those of its makers, may do to it."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.e2e.contacts import Scene
from tests.e2e.faults import Fault, at_work, filled

GONE = (
    "not there",
    "not open",
    "on this screen",
    "not on the screen",
    "not found",
    "covered",
    "no longer",
    "missing",
    "does not show",
    "but the screen shows",
)
"""How a question says that the agent does not find what it needs."""
ELSEWHERE = ("but the screen shows", "stands elsewhere", "does not show")
"""How a question says that what was typed is not where it belongs."""
AT_WORK = ("greyed out", "still at work", "does not answer", "not ready", *GONE)
"""How a question says that the program does not take anything now."""
ANOTHER = ("does not seem to be", "is needed to act", "not sure", "says something else")
"""How a question says that nothing there is surely what was shown."""


_WHEN = """<script>
  const typed = (field, strike) => document.getElementById(field).addEventListener(
    "input", () => setTimeout(strike, 40), {once: true});
  const wake = {
    load: strike => addEventListener("load", () => setTimeout(strike, 600)),
    name: strike => typed("name", strike), phone: strike => typed("phone", strike),
  };
  wake["%s"](() => { %s });
</script>"""


def _fault(kind: str, stage: str, touched: tuple[str, ...], told: tuple[str, ...], script: str) -> Fault:
    return Fault(kind, stage, touched, told, _WHEN % (stage, script))


def _dialog(rng: random.Random, stage: str) -> Fault:
    return _fault("dialog", stage, (*at_work(stage), "What is new"), GONE, _OVERLAY)


def _theme(rng: random.Random, stage: str) -> Fault:
    return _fault("theme", stage, at_work(stage), GONE, _DARK)


def _swapped(rng: random.Random, stage: str) -> Fault:
    return _fault("swapped", stage, ("Name", "Phone"), (*ELSEWHERE, *ANOTHER), _SWAPPED)


def _emptied(rng: random.Random, stage: str) -> Fault:
    return _fault("emptied", stage, filled(stage), ELSEWHERE, _EMPTIED)


def _elsewhere(rng: random.Random, stage: str) -> Fault:
    return _fault("elsewhere", stage, (*at_work(stage), *Scene.program), GONE, 'location = "order.html"')


def _slow(rng: random.Random, stage: str) -> Fault:
    script = f"const end = Date.now() + {rng.randrange(1000, 7000)}; while (Date.now() < end) {{}}"
    return _fault("slow", stage, at_work(stage), AT_WORK, script)


def _refused(rng: random.Random, stage: str) -> Fault:
    """A field takes nothing, only digits, or only its beginning: the value that was typed is not there."""
    field = "name" if stage == "load" else stage
    how = rng.choice(('""', "now.slice(0, 3)", 'now.replace(/[a-z ]/g, "")'))
    script = (
        f'const field = document.getElementById("{field}"); const refuse = () => {{ const now = field.value; '
        f"const kept = {how}; if (kept !== now) field.value = kept; }}; refuse(); "
        'field.addEventListener("input", refuse); setInterval(refuse, 50)'
    )
    return _fault("refused", stage, (field.capitalize(),), ELSEWHERE, script)


def _disabled(rng: random.Random, stage: str) -> Fault:
    ends = rng.choice((1500, 4000, 10**9))
    script = (
        'const button = document.querySelector("button"); button.disabled = true; '
        f"setTimeout(() => {{ button.disabled = false; }}, {ends})"
    )
    return _fault("disabled", stage, ("Save contact",), AT_WORK, script)


def _renamed(rng: random.Random, stage: str) -> Fault:
    called = rng.choice(("Delete contact", "Store", "Cancel", "Next"))
    script = f'document.querySelector("button").textContent = "{called}"'
    return _fault("renamed", stage, ("Save contact",), ANOTHER, script)


def _focus(rng: random.Random, stage: str) -> Fault:
    """The page moves the caret into another field while one is being typed into."""
    other = "name" if stage == "phone" else "phone"
    return _fault("caret", stage, ("Name", "Phone"), ELSEWHERE, f'document.getElementById("{other}").focus()')


_OVERLAY = (
    'const over = document.createElement("div"); over.innerHTML = "<h2>What is new</h2><p>We moved '
    "things around for you.</p><button type=button>Take the tour</button> "
    '<button type=button>Not now</button>"; '
    'over.style = "position:fixed;inset:60px 6% 40px 3%;background:#fff;border:1px solid #667;padding:40px;'
    'box-shadow:0 8px 40px #0006"; document.body.append(over); '
    'over.querySelectorAll("button").forEach(one => one.onclick = () => over.remove())'
)
_DARK = (
    'document.body.style.cssText += "background:#1d2430!important;color:#e8ecf2!important"; '
    'document.querySelectorAll("input,button").forEach(one => one.style.cssText += '
    '"background:#2a3344;color:#f2f4f8;border:1px solid #66738a")'
)
_SWAPPED = (
    'const form = document.querySelector("form"); const parts = [...form.children]; '
    "form.prepend(parts[2], parts[3])"
)
_EMPTIED = 'document.querySelector("form").reset()'
KINDS: tuple[Callable[[random.Random, str], Fault], ...] = (
    _dialog, _theme, _swapped, _emptied, _elsewhere, _slow, _refused, _disabled, _renamed, _focus,
)  # fmt: skip
