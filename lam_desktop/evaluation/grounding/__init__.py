"""What `lam eval grounding` asks and counts."""
