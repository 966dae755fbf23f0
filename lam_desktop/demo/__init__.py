"""The demonstration: the whole story on a virtual desktop, judged by the program's own records."""
