"""What a task says of itself, what it leaves open, and which others are within it."""
