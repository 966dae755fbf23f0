"""Makes the lists of this folder anew, from packages that are needed for nothing else.

    pip install --target /tmp/sources faker mimesis stopwordsiso
    PYTHONPATH=/tmp/sources:. python -m lam_desktop.sharing.names.collect

All three are under the MIT licence, which NOTICE.txt repeats.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Any

from lam_desktop.sharing.likeness import folded

LETTERS = re.compile(r"[^\W\d_]+")
SCRIPTS = re.compile(r"[a-zßøłđþðæœŋħıĸŧ]{2,}|[а-ѿ]{2,}|[α-ω]{3,}|[א-ת]{3,}|[ء-ي]{3,}|[一-鿿]+")
"""Scripts whose words stand between spaces and need no marks between their letters, and Chinese ones."""
KNOWN_IN = 5
"""A given name of so many countries is a name also where a text of some language has it as a word."""
NO_NAMES = frozenset({"Name", "Names"})
"""Headings that were left in a list."""
MONTH_OF = re.compile(r"^(day|month)_names$", re.IGNORECASE)


def main() -> None:
    """Writes the three lists."""
    given: defaultdict[str, set[str]] = defaultdict(set)
    family: defaultdict[str, set[str]] = defaultdict(set)
    for country, first, text in (*_of_faker(), *_of_mimesis()):
        for word in _words(text):
            (given if first else family)[word].add(country)
    widely = {word for word, countries in given.items() if len(countries) >= KNOWN_IN}
    running = {word for text in _running() for word in _words(text)}
    running |= {word for text in _stop_words("") for word in _words(text)}
    always = {word for text in (*_calendar(), *_stop_words("en")) for word in _words(text)}
    here = Path(str(files("lam_desktop.sharing.names")))
    for name, words in (
        ("given", given), ("family", family), ("ordinary", (running - widely) | always),
    ):  # fmt: skip
        (here / f"{name}.txt").write_text("\n".join(sorted(words)) + "\n", encoding="utf-8", newline="\n")
        print(f"{name}: {len(words)} words")


def _words(text: str) -> list[str]:
    found = (folded(word) for word in LETTERS.findall(text))
    return [word for word in found if SCRIPTS.fullmatch(word)]


def _of_faker() -> Iterator[tuple[str, bool, str]]:
    """Country, whether it is a given name, the name."""
    for country, provider in _providers("person"):
        for kind in ("first_name", "last_name"):
            for attribute in (one for one in dir(provider) if kind in one):
                for text in _texts(getattr(provider, attribute)):
                    yield country, kind == "first_name", text


def _of_mimesis() -> Iterator[tuple[str, bool, str]]:
    for folder in sorted(Path(str(files("mimesis") / "datasets")).iterdir()):
        path = folder / "person.json"
        if not path.is_file():
            continue
        told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for key in ("names", "surnames"):
            for text in _texts(told.get(key, ())):
                if text not in NO_NAMES:
                    yield folder.name, key == "names", text


def _running() -> Iterator[str]:
    """Words of sentences and of offices."""
    for _, provider in _providers("lorem"):
        yield from _texts(provider.word_list)
    for _, provider in _providers("job"):
        yield from _texts(getattr(provider, "jobs", ()))


def _stop_words(language: str) -> Iterator[str]:
    """The commonest words of one language, or of all."""
    path = Path(str(files("stopwordsiso"))) / "stopwords-iso.json"
    told: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    for key, words in told.items():
        if language in ("", key):
            yield from words


def _calendar() -> Iterator[str]:
    """Months, days of the week, countries, colours: many are given names, too."""
    for room in ("date_time", "address", "color"):
        for _, provider in _providers(room):
            for attribute in dir(provider):
                if MONTH_OF.match(attribute) or attribute in ("countries", "all_colors"):
                    # Of «Saint-Martin» neither word says a country.
                    texts = _texts(getattr(provider, attribute))
                    yield from (text for text in texts if LETTERS.fullmatch(text))


def _providers(room: str) -> Iterator[tuple[str, Any]]:
    package: ModuleType = importlib.import_module(f"faker.providers.{room}")
    for module in pkgutil.iter_modules(package.__path__):
        provider: Any = importlib.import_module(f"{package.__name__}.{module.name}")
        if hasattr(provider, "Provider"):
            yield module.name, provider.Provider


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        # Weighed names are keys, with numbers behind them; in other tables the texts stand behind their keys.
        for key, one in value.items():
            yield from _texts(one if isinstance(one, str | list | tuple | dict | set) else key)
    elif isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _texts(one)


if __name__ == "__main__":
    main()
