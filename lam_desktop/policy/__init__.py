"""Which element of the screen is meant: the learned policy, and the baselines beside it."""
