"""Screens of real Debian programs, with true boxes from their accessibility trees. Never trained on."""
