"""A small viewer of invoices: a number is typed, Enter shows what that letter says, label beside value.

    python letters.py LETTERS.json LAYOUT.json X Y

LETTERS.json: number -> {label: value}. Where the entry lies is written to LAYOUT.json, for the clerk.
"""

from __future__ import annotations

import json
import sys
import tkinter as tk
from pathlib import Path


def main(letters: Path, layout: Path, x: str, y: str) -> None:
    """Shows the window until it is closed."""
    known: dict[str, dict[str, str]] = json.loads(letters.read_text(encoding="utf-8"))
    root = tk.Tk(className="letters")
    root.title("Letters")
    root.geometry(f"430x330+{x}+{y}")
    root.configure(padx=24, pady=20, background="#f4f4f2")
    style = {"font": ("DejaVu Sans", 11), "background": "#f4f4f2", "anchor": "w"}
    tk.Label(root, text="Letter", **style).grid(row=0, column=0, sticky="w", pady=8)
    number = tk.Entry(root, font=("DejaVu Sans", 11), width=14)
    number.grid(row=0, column=1, sticky="w")
    values: dict[str, tk.Label] = {}
    for at, label in enumerate(next(iter(known.values())), start=1):
        tk.Label(root, text=label, **style).grid(row=at, column=0, sticky="w", pady=8, padx=(0, 40))
        values[label] = tk.Label(root, **style)
        values[label].grid(row=at, column=1, sticky="w")

    def show(_event: object) -> None:
        for label, text in known.get(number.get().strip(), {}).items():
            values[label].configure(text=text)
        number.delete(0, "end")

    def tell() -> None:
        box = [number.winfo_rootx(), number.winfo_rooty(), number.winfo_width(), number.winfo_height()]
        layout.write_text(json.dumps({"letter": box}), encoding="utf-8")

    number.bind("<Return>", show)
    root.after(500, tell)
    root.mainloop()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:5])
