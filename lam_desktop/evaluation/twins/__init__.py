"""Screens on which the right control stands in the wrong record too."""
