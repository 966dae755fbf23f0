"""Where a run works: the desktop, hands, brake, clipboard, and what surrounds the programs."""
