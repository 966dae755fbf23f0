"""Training: the detector and the base policy, from the generated corpus."""
