"""What is on the screen now: windows, stillness, carets, and texts as they are compared."""
