"""What recordings show, and tasks made of it."""
