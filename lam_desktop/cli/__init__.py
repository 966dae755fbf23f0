"""The command line `lam`."""
