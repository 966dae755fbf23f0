"""The GTK 3 programs that are looked at."""

from __future__ import annotations

from lam_desktop.evaluation.native.states import Click, Press, Program, Type, key, states, write

GTK3: tuple[Program, ...] = (
    Program(
        "mousepad", "gtk3", ("mousepad", "--disable-server", "{file}"),
        states(
            ("typed", write()), ("replace", (*key("ctrl", "h"), *write("name"))), ("save-as", key("ctrl",
            "shift", "s")),
            ("find", (*key("ctrl", "f"), *write("city"))),
            ("preferences", (Click("Edit"), Click("Preferences..."))),
            menus=("File", "Document"), langs=("de", "zh"),
        ),
        "letter", (760, 520),
    ),
    Program(
        "galculator", "gtk3", ("galculator",),
        states(
            ("sum", (Type(make="zip"),)), ("scientific", (Click("View"), Click("Scientific Mode"))),
            ("preferences", (Click("Edit"), Click("Preferences..."))), menus=("View",), langs=("de",),
        ),
        size=(420, 380),
    ),
    Program(
        "gtk3-widget-factory", "gtk3", ("gtk3-widget-factory",),
        states(
            ("page2", (Click("Page 2", "radio button"),)), ("page3", (Click("Page 3", "radio button"),)),
            ("combo", (Click("Left", "combo box"),)), ("menu", (Click("Menu", "toggle button"),)),
        ),
        size=(1150, 690),
    ),
    Program(
        "gtk3-demo", "gtk3", ("gtk3-demo",),
        states(("source", (Click("Source", "page tab"),)), ("next", (Press(("down",)), Press(("down",))))),
        size=(900, 600),
    ),
    Program(
        "gtk3-icon-browser", "gtk3", ("gtk3-icon-browser",),
        states(("symbolic", (Click("Symbolic"),)), ("network", (Click("Network"),))), size=(1000, 680),
    ),
    Program(
        "l3afpad", "gtk3", ("l3afpad", "{file}"),
        states(
            ("open", key("ctrl", "o")), ("replace", key("ctrl", "r")), ("find", (*key("ctrl", "f"),
            *write("last"))),
            menus=("Edit", "Options"), langs=("fr",),
        ),
        "letter", (700, 480),
    ),
    Program(
        "gucharmap", "gtk3", ("gucharmap",),
        states(
            ("details", (Click("Character Details", "page tab"),)), ("find", key("ctrl", "f")),
            menus=("View", "Go"),
            langs=("de",),
        ),
        size=(900, 600),
    ),
    Program(
        "zenity-forms", "gtk3",
        ("zenity", "--forms", "--title=Patient", "--text=Visit", "--add-entry=Surname",
        "--add-entry=First name",
         "--add-entry=Ward", "--add-combo=Doctor", "--combo-values=Lang|Mori|Okafor", "--add-calendar=Date"),
        states(("filled", (Type(make="last"), Press(("tab",)), Type(make="first"),
        Press(("tab",)), Type(make="code")))),
    ),
    Program(
        "zenity-list", "gtk3",
        ("zenity", "--list", "--title=Orders", "--text=Choose", "--checklist", "--column=Take",
        "--column=Order",
         "--column=Customer", "--column=City", "--height=320", "--width=460", "{rows}"),
        states(("moved", (Press(("tab",)), Press(("down",))))), "table",
    ),
    Program(
        "yad-form", "gtk3",
        ("yad", "--form", "--title=Order", "--field=Customer", "--field=Amount:NUM", "--field=Paid:CHK",
         "--field=Kind:CB", "--field=Delivery:DT", "--field=Note:TXT", "", "3", "TRUE",
         "Letter!Parcel!Freight", "", ""),
        states(("filled", (Type(make="company"), Press(("tab",)), Type("7"))), ("combo", (Click("Letter",
        "combo box"),))),
        size=(420, 420),
    ),
    Program(
        "xarchiver", "gtk3", ("xarchiver",),
        states(
            ("new", key("ctrl", "n")), ("preferences", (Click("Action"), Click("Preferences"))),
            menus=("Archive", "Action"), langs=("fr",),
        ),
        size=(760, 500),
    ),
    Program(
        "evince", "gtk3", ("evince",), states(("open", key("ctrl", "o"))), size=(700, 560),
    ),
    Program(
        "gedit", "gtk3", ("gedit", "{file}"),
        states(
            ("replace", (*key("ctrl", "h"), *write("name"))), ("menu", (Click("Menu", "toggle button"),)),
            ("save-as", key("ctrl", "shift", "s")), langs=("zh",),
        ),
        "letter", (880, 600),
    ),
    Program(
        "dconf-editor", "gtk3", ("dconf-editor",),
        states(("menu", (Click("Menu", "toggle button"),)), ("search", (Click("Search",
        "push button"), Type("font")))),
        size=(700, 560), first=(Click("I’ll be careful."),),
    ),
    Program(
        "seahorse", "gtk3", ("seahorse",),
        states(("add", (Click("Add new items"),)), ("menu", (Click("Menu", "toggle button"),)),
        langs=("de",)),
        size=(640, 520),
    ),
    Program(
        "catfish", "gtk3", ("catfish", "{file}"),
        states(("typed", (Click("Menu", "toggle button"),)), ("search", (Type(make="last"),))),
        "folder", (760, 560),
    ),
    Program(
        "gnumeric", "gtk3", ("gnumeric", "--no-splash", "{file}"),
        states(
            ("cell", (Press(("down",)), *write("city"))), ("format", key("ctrl", "1")), ("find", key("f7")),
            menus=("Data", "Format"), langs=("de",),
        ),
        "table", (960, 620),
    ),
    Program(
        "abiword", "gtk3", ("abiword", "{file}"),
        states(
            ("typed", write()), ("font", key("ctrl", "d")), ("replace", key("ctrl", "h")), menus=("Insert",
            "Table"),
            langs=("fr",),
        ),
        "letter", (900, 600),
    ),
    Program(
        "qalculate-gtk", "gtk3", ("qalculate-gtk",),
        states(("sum", (Type(make="zip"), Type("+120"), Press(("enter",)))), menus=("Edit", "Mode")),
        size=(820, 560),
    ),
    Program(
        "homebank", "gtk3", ("homebank",),
        states(("preferences", (Click("Edit"), Click("Preferences..."))), menus=("Manage", "Reports"),
        langs=("de",)),
        size=(1000, 620), first=(Press(("esc",)),),
    ),
    Program(
        "osmo", "gtk3", ("osmo",),
        states(
            ("tasks", (Click("Tasks", "page tab"),)), ("contacts", (Click("Contacts", "page tab"),)),
            ("new-task", (Click("Tasks", "page tab"), Click("New task"))),
            ("new-contact", (Click("Contacts", "page tab"), Click("New contact"))),
        ),
        size=(900, 600),
    ),
)  # fmt: skip
