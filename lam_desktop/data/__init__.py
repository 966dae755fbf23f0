"""Demonstrations and generated programs to learn from."""
