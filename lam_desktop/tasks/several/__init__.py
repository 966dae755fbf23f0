"""Several demonstrations of one task, side by side."""
