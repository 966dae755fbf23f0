"""Independent evidence: what the system of record says of a row, whatever the screen says."""
