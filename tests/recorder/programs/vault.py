"""A window of one colour that no other shows, run as a program of its own: it moves, goes and comes again.

With `--still` it stays; a line its stdin gives it another title.
"""

from __future__ import annotations

import argparse
import itertools
import math
import sys
import threading
import tkinter


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--name", default="KeePassXC", help="class of the window")
    parser.add_argument("--title", default="Family.kdbx [Ѫѫ]")
    parser.add_argument("--colour", default="#ff00fe")
    parser.add_argument("--at", default="300x200+500+300")
    parser.add_argument("--still", action="store_true")
    options = parser.parse_args()

    window = tkinter.Tk(className=options.name)
    window.title(options.title)
    window.geometry(options.at)
    window.configure(background=options.colour)
    if not options.still:
        size = options.at.partition("+")[0]
        numbers = itertools.count()

        def move() -> None:
            at = next(numbers)
            x, y = 400 + int(250 * math.sin(at / 9)), 300 + int(150 * math.cos(at / 7))
            window.geometry(f"{size}+{x}+{y}")
            if at % 40 == 25:
                window.withdraw()
            elif at % 40 == 32:
                window.deiconify()
            window.after(15, move)

        window.after(300, move)

    def read() -> None:
        for line in sys.stdin:
            window.after(0, window.title, line.strip())

    threading.Thread(target=read, daemon=True).start()
    print("ready", flush=True)
    window.mainloop()


if __name__ == "__main__":
    main()
