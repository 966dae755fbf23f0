"""A task that somebody gave away comes into one's own library; what it was given in is trusted in nothing."""
