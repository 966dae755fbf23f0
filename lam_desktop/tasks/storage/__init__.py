"""The library on the disk: tasks, what is kept beside them, and how it is locked."""
