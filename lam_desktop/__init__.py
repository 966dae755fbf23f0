"""LAM Desktop: record a task once, let the agent repeat it."""

__version__ = "0.1.0"
