"""Tasks: what was recorded, as a folder of open formats; rows, and where values come from."""
