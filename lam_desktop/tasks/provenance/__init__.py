"""Where the values of a task come from, and which steps and rows they lead to."""
