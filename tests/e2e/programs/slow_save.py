"""A small Tk form whose Save is greyed out: until the form is complete, for a while longer, or for ever.

Usage: python slow_save.py STATE.json WHEN X Y      WHEN: complete, later or never
"""

from __future__ import annotations

import json
import sys
import tkinter as tk
from pathlib import Path
from tkinter import ttk

BUSY_MS = 2500


class Form(tk.Tk):
    """Writes what reached it, and where its parts lie, after every change."""

    def __init__(self, path: Path, when: str) -> None:
        super().__init__(className="Members")
        self._path = path
        self._when = when
        self._stored: list[list[str]] = []
        self._presses: list[str] = []
        self._due = ""
        self.title("Members")
        ttk.Style(self).theme_use("clam")
        self._fields: dict[str, ttk.Entry] = {}
        self._buttons: dict[str, ttk.Button] = {}
        for row, name in enumerate(("Name", "Town")):
            ttk.Label(self, text=name).grid(row=row, column=0, sticky="w", padx=12, pady=10)
            field = ttk.Entry(self, width=34)
            field.grid(row=row, column=1, padx=12)
            field.bind("<KeyRelease>", lambda _: self._typed())
            self._fields[name] = field
        for column, name in enumerate(("Close", "Save")):
            button = ttk.Button(self, text=name, command=self._save if name == "Save" else self.destroy)
            button.grid(row=2, column=column, sticky="e", padx=12, pady=14)
            # Tk tells of presses on what is greyed out, too.
            button.bind("<ButtonPress-1>", lambda _, name=name: self._pressed(name), add="+")
            self._buttons[name] = button
        self._said = ttk.Label(self, text="")
        self._said.grid(row=3, column=0, columnspan=2, sticky="w", padx=12, pady=10)
        self._able(False)
        self.after(300, self._write)

    def _able(self, able: bool) -> None:
        self._buttons["Save"].state(["!disabled" if able else "disabled"])

    def _typed(self) -> None:
        complete = all(field.get().strip() for field in self._fields.values())
        if self._due:
            self.after_cancel(self._due)
            self._due = ""
        if self._when == "complete" or not complete:
            self._able(complete)
        elif self._when == "later":
            self._due = self.after(BUSY_MS, lambda: self._able(True))
        self._write()

    def _pressed(self, name: str) -> None:
        greyed = self._buttons[name].instate(["disabled"])
        self._presses.append(f"{name} greyed" if greyed else name)
        self._write()

    def _save(self) -> None:
        self._stored.append([field.get() for field in self._fields.values()])
        for field in self._fields.values():
            field.delete(0, "end")
        self._said.configure(text=f"Member {len(self._stored)} stored")
        self._able(False)
        self._write()

    def _write(self) -> None:
        places = {
            name: [one.winfo_rootx(), one.winfo_rooty(), one.winfo_width(), one.winfo_height()]
            for name, one in (self._fields | self._buttons).items()
        }
        state = {"stored": self._stored, "presses": self._presses, "places": places}
        part = self._path.with_suffix(".part")
        part.write_text(json.dumps(state), encoding="utf-8")
        part.replace(self._path)


if __name__ == "__main__":
    form = Form(Path(sys.argv[1]), sys.argv[2])
    form.geometry(f"+{sys.argv[3]}+{sys.argv[4]}")
    form.mainloop()
