"""A task as text that people read and edit, checked with line numbers."""
