"""Where a step acts, and what it reads, on the screen as it is."""
