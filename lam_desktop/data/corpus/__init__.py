"""Synthetic office programs, rendered by real toolkits, with the box and identity of every element."""
