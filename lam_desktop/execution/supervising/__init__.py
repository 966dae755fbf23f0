"""What a run tells its journal and the person, and asks them."""
