"""What is kept of runs, what it proves, and what follows from earlier ones."""
