"""Realistic values of office programs: names, dates, money, codes, sentences."""

from __future__ import annotations

import random

from lam_desktop.data.corpus import coining, lexicon

_COINED = 0.25
"""Share of names, towns and firms that are made up: there are more of them than any list holds."""
_FORMS = ("Ltd", "GmbH", "Inc.", "SA", "& Co.", "Group", "AG", "LLC", "Oy", "s.r.o.")
_STEMS = ("report", "letter", "offer", "data", "scan", "invoice", "list", "minutes", "backup", "photo")


def value(rng: random.Random, make: str, lang: str) -> str:
    """A random value of sort `make` as a clerk would see it in `lang`."""
    fixed = lexicon.choices(make, lang)
    return rng.choice(fixed) if fixed else _free_value(rng, make, lang)


def person(rng: random.Random, lang: str) -> str:
    """A full name."""
    first, last = _name(rng, "first", lang), _name(rng, "last", lang)
    if lang in ("zh", "ja"):
        return last + first + (_name(rng, "first", lang) if lang == "zh" and rng.random() < 0.5 else "")
    return f"{first} {last}" if rng.random() < 0.8 else f"{last}, {first}"


def sentences(rng: random.Random, lang: str, count: int) -> str:
    """`count` sentences of running text."""
    return ("" if lang in ("zh", "ja") else " ").join(_sentence(rng, lang) for _ in range(count))


def subject(rng: random.Random, lang: str) -> str:
    """A short title of a letter, task or project."""
    pool = lexicon.entries("values", "subject", lang)
    if rng.random() < 0.5:
        return rng.choice(pool)
    topic = lexicon.word("sections", rng.choice(lexicon.keys("sections", lang)), lang)
    number = rng.choice((coining.code(rng), str(rng.randint(1, 400)), coining.word(rng, lang)))
    return rng.choice((f"{topic} {number}", f"{topic}: {number}", f"{coining.word(rng, lang)} {number}"))


def _sentence(rng: random.Random, lang: str) -> str:
    if rng.random() < 0.5:
        return rng.choice(lexicon.entries("values", "sentence", lang))
    parts = [
        coining.word(rng, lang)
        if rng.random() < 0.3
        else lexicon.word("sections", rng.choice(lexicon.keys("sections", lang)), lang)
        for _ in range(rng.randint(3, 7))
    ]
    if lang in ("zh", "ja"):
        return "".join(parts) + "。"
    return " ".join(parts).capitalize() + "."


def _name(rng: random.Random, which: str, lang: str) -> str:
    own = lexicon.entries("values", which, lang)
    if lang in ("zh", "ja"):
        return rng.choice(own)
    if which == "last" and rng.random() < _COINED:
        return coining.word(rng, lang)
    pool = own if own and rng.random() < 0.8 else lexicon.entries("values", which, "en")
    return rng.choice(pool)


def _company(rng: random.Random, lang: str) -> str:
    known = rng.choice(lexicon.entries("values", "company", "en"))
    stem = coining.word(rng, lang) if rng.random() < 2 * _COINED else known
    return f"{stem} {rng.choice(_FORMS)}" if rng.random() < 0.8 else f"{stem} {coining.word(rng, lang)}"


def _city(rng: random.Random, lang: str) -> str:
    if rng.random() < _COINED:
        return coining.word(rng, lang)
    return rng.choice(lexicon.entries("values", "city", lang))


def _free_value(rng: random.Random, make: str, lang: str) -> str:
    first, last = (rng.choice(lexicon.entries("values", name, "en")) for name in ("first", "last"))
    if rng.random() < _COINED:
        last = coining.word(rng, "en")
    house = rng.choice(lexicon.entries("values", "company", "en")).lower()
    simple = {
        "money": lambda: _money(rng, lang),
        "name": lambda: person(rng, lang),
        "first": lambda: _name(rng, "first", lang),
        "last": lambda: _name(rng, "last", lang),
        "company": lambda: _company(rng, lang),
        "email": lambda: f"{first.lower()}.{last.lower()}@{house}.example",
        "phone": lambda: f"+{rng.randint(1, 99)} {rng.randint(10, 999)} {rng.randint(100000, 9999999)}",
        "street": lambda: _street(rng, lang),
        "zip": lambda: f"{rng.randint(1000, 99999):05d}",
        "city": lambda: _city(rng, lang),
        "date": lambda: date(rng, lang),
        "time": lambda: f"{rng.randint(7, 19):02d}:{rng.choice((0, 15, 30, 45)):02d}",
        "percent": lambda: f"{rng.randint(0, 60)} %",
        "count": lambda: str(rng.randint(0, 10 ** rng.randint(1, 4))),
        "code": lambda: _code(rng),
        "iban": lambda: (
            f"DE{rng.randint(10, 99)} " + " ".join(f"{rng.randint(0, 9999):04d}" for _ in range(4))
        ),
        "subject": lambda: subject(rng, lang),
        "sentence": lambda: sentences(rng, lang, rng.randint(1, 2)),
        "file": lambda: (
            f"{rng.choice(_STEMS)}_{rng.randint(1, 99)}.{rng.choice(('odt', 'pdf', 'csv', 'txt', 'xlsx'))}"
        ),
        "folder": lambda: (
            f"/home/{first.lower()}/{rng.choice(('Documents', 'orders', 'Desktop', 'archive'))}"
        ),
        "size": lambda: f"{rng.randint(1, 999)} {rng.choice(('KB', 'MB', 'B'))}",
        "user": lambda: f"{first[0].lower()}{last.lower()}",
        "password": lambda: "•" * rng.randint(5, 12),
        "url": lambda: f"www.{house}.example",
        "weight": lambda: f"{rng.uniform(0.1, 200):.1f}",
        "label": lambda: coining.label(rng, lang),
    }
    return simple[make]()


def _code(rng: random.Random) -> str:
    head = rng.choice(("A", "RE", "PO", "INV", "K", "", coining.code(rng)))
    return f"{head}{rng.choice(('-', '', '/'))}{rng.randint(100, 99999)}"


def _money(rng: random.Random, lang: str) -> str:
    plain = f"{rng.uniform(1, 10 ** rng.randint(1, 5)):,.2f}"
    if lang in ("en", "zh", "ja"):
        return rng.choice((plain, plain, f"{plain} €", f"${plain}" if lang == "en" else plain))
    local = plain.translate(str.maketrans(",.", ".,"))
    return rng.choice((local, local, f"{local} €"))


def _street(rng: random.Random, lang: str) -> str:
    number = rng.randint(1, 180)
    name = (
        coining.word(rng, lang)
        if rng.random() < _COINED
        else rng.choice(lexicon.entries("values", "street", lang))
    )
    if lang == "en":
        return f"{number} {name}"
    if lang == "fr":
        return f"{number}, {name}"
    if lang in ("zh", "ja"):
        return f"{name}{number}{'号' if lang == 'zh' else '番地'}"
    return f"{name} {number}"


def date(rng: random.Random, lang: str) -> str:
    """A day of these years, now and then one of somebody's birth."""
    year = rng.randint(1950 if rng.random() < 0.2 else 2022, 2027)
    month, day = rng.randint(1, 12), rng.randint(1, 28)
    iso = f"{year}-{month:02d}-{day:02d}"
    if lang == "en":
        return rng.choice((f"{month:02d}/{day:02d}/{year}", f"{day:02d}/{month:02d}/{year}", iso))
    if lang in ("zh", "ja"):
        return rng.choice((iso, f"{year}年{month}月{day}日"))
    if lang in ("fr", "es", "it"):
        return f"{day:02d}/{month:02d}/{year}"
    return f"{day:02d}-{month:02d}-{year}" if lang == "nl" else f"{day:02d}.{month:02d}.{year}"
