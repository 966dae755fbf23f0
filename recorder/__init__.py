"""Records mouse, keyboard and screen of one demonstration into a `.lamrec` file."""
