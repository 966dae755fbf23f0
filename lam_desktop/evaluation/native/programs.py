"""The Debian programs that are looked at, and the states that each is brought into.

Adding a program is adding an entry here or in `programs_gtk3`, and its package to
`.ci/benchmark-packages.txt`.
"""

from __future__ import annotations

from lam_desktop.evaluation.native.programs_gtk3 import GTK3
from lam_desktop.evaluation.native.states import Click, Press, Program, Type, key, states, write

GTK4: tuple[Program, ...] = (
    Program(
        "gtk4-widget-factory", "gtk4", ("gtk4-widget-factory",), states(), size=(1200, 760),
    ),
    Program(
        "gtk4-demo", "gtk4", ("gtk4-demo",), states(("source", (Click("Source", "page tab"),))),
        size=(860, 600),
    ),
    Program(
        "gtk4-icon-browser", "gtk4", ("gtk4-icon-browser",),
        states(("symbolic", (Click("Symbolic"),))), size=(960, 640),
    ),
    Program(
        "gnome-calculator", "gtk4", ("gnome-calculator",),
        states(
            ("sum", (Type(make="zip"), Type("*7"))), ("solved", (Type(make="zip"), Type("*7"),
            Press(("enter",)))),
            ("mode", (Click("Basic"),)), langs=("de",),
        ),
    ),
    Program(
        "gnome-text-editor", "gtk4", ("gnome-text-editor", "{file}"),
        states(
            ("find", (*key("ctrl", "f"), *write("last"))), ("replace", key("ctrl", "h")),
            ("menu", key("f10")),
            ("save-as", key("ctrl", "shift", "s")), ("open", (Click("Open"),)), langs=("fr", "zh"),
        ),
        "letter", (760, 540),
    ),
    Program("gnome-font-viewer", "gtk4", ("gnome-font-viewer",), states(langs=("de",)), size=(800, 600)),
    Program(
        "gnome-characters", "gtk4", ("gnome-characters",),
        states(("arrows", (Click("Arrows"),)), ("math", (Click("Math"),))), size=(800, 600),
    ),
    Program(
        "gnome-clocks", "gtk4", ("gnome-clocks",),
        states(
            ("alarms", (Click("Alarms", "page tab"),)), ("timer", (Click("Timer", "page tab"),)),
            ("new-alarm", (Click("Alarms", "page tab"), Click("Add Alarm"))),
            ("stopwatch", (Click("Stopwatch", "page tab"),)), langs=("de",),
        ),
        size=(820, 620),
    ),
    Program("baobab", "gtk4", ("baobab",), states(("menu", key("f10")), langs=("fr",)), size=(820, 560)),
)  # fmt: skip

LIBREOFFICE: tuple[Program, ...] = (
    Program(
        "libreoffice-calc", "libreoffice", ("soffice", "--calc", "--norestore", "--nologo",
        "--infilter=CSV:44,34,76,1", "{file}"),
        states(
            ("cell", (Press(("down",)), *write("city"))), ("format", key("ctrl", "1")), ("find", key("ctrl",
            "h")),
            menus=("Insert", "Data"), langs=("de",),
        ),
        "table", (1100, 680),
    ),
    Program(
        "libreoffice-writer", "libreoffice", ("soffice", "--writer", "--norestore", "--nologo", "{file}"),
        states(
            ("typed", write()), ("find", key("ctrl", "h")), ("table", key("ctrl", "f12")), menus=("Insert",
            "Format"),
            langs=("de",),
        ),
        "letter", (1100, 680),
    ),
)  # fmt: skip

QT: tuple[Program, ...] = (
    Program(
        "featherpad", "qt", ("featherpad", "{file}"),
        states(
            ("find", (*key("ctrl", "f"), *write("last"))), ("replace", key("ctrl", "r")),
            ("preferences", key("ctrl", "p")),
            menus=("File", "Options"), langs=("de",),
        ),
        "letter", (760, 540),
    ),
    Program(
        "speedcrunch", "qt", ("speedcrunch",),
        states(("sum", (Type(make="zip"), Type("*7"), Press(("enter",)))), menus=("View", "Settings")),
        size=(640, 480),
    ),
    Program(
        "pcmanfm-qt", "qt", ("pcmanfm-qt", "{file}"),
        states(
            ("details", (Click("Detailed List", "check box"),)), ("new", key("ctrl", "shift", "n")),
            menus=("View", "Tools"), langs=("fr",),
        ),
        "folder", (760, 520),
    ),
    Program(
        "sqlitebrowser", "qt", ("sqlitebrowser", "{file}"),
        states(("browse", (Click("Browse Data", "page tab"),)), ("sql", (Click("Execute SQL",
        "page tab"),)), menus=("Edit",)),
        "database", (1037, 690),
    ),
)  # fmt: skip

PROGRAMS = (*GTK3, *GTK4, *LIBREOFFICE, *QT)
