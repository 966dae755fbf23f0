"""A copy of a task that can be given away: names, addresses and numbers of people are masked in it."""
