"""From a screenshot to the elements on it."""
