"""What was shown during runs, taken up for later ones."""
