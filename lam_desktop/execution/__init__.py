"""Repeats a task: waits until ready, decides, guards, acts, verifies, journals."""
