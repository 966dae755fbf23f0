"""A LibreOffice profile that begins with work: no tip of the day, no notes, no window over everything."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import quoteattr

OFFICE, SETUP = "/org.openoffice.Office", "/org.openoffice.Setup"
_SETTINGS = (
    (f"{OFFICE}.Common/Misc", "ShowTipOfTheDay", "false"),
    (f"{OFFICE}.Common/Misc", "FirstRun", "false"),
    (f"{SETUP}/Product", "ooSetupLastVersion", "7.4"),
    (f"{SETUP}/Product", "LastTimeDonateShown", "4000000000"),
    (f"{SETUP}/Product", "LastTimeGetInvolvedShown", "4000000000"),
    *(
        (
            f"{SETUP}/Office/Factories/org.openoffice.Setup:Factory['com.sun.star.{document}']",
            "ooSetupFactoryWindowAttributes",
            "60,60,1100,680;1;,,,;",
        )
        for document in ("sheet.SpreadsheetDocument", "text.TextDocument")
    ),
)
_NAMESPACES = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'


def write_profile(config: Path, lang: str) -> None:
    """Writes it below the user's configuration folder; `lang` is the language of the menus."""
    settings = list(_SETTINGS)
    if lang != "en":
        settings.append((f"{OFFICE}.Linguistic/General", "UILocale", lang))
    items = (
        f'<item oor:path={quoteattr(path)}><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in settings
    )
    folder = config / "libreoffice" / "4" / "user"
    folder.mkdir(parents=True)
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + f"<oor:items {_NAMESPACES}>\n" + "\n".join(items)
    (folder / "registrymodifications.xcu").write_text(f"{text}\n</oor:items>\n", encoding="utf-8")
