"""How dates are written in the order desk, by locale."""

from __future__ import annotations

DATE_FORMATS = {"de_DE": "%d.%m.%Y", "en_GB": "%d/%m/%Y", "en_US": "%m/%d/%Y", "sv_SE": "%Y-%m-%d"}


def date_hint(locale: str) -> str:
    """How a date is to be written there: «dd.mm.yyyy»."""
    return DATE_FORMATS[locale].replace("%d", "dd").replace("%m", "mm").replace("%Y", "yyyy")
