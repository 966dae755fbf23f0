"""What came of an action, and whether that is what the demonstration showed."""
