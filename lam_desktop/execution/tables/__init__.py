"""Rows taken from a table that another program shows."""
