"""The demonstration's program, run as a process of its own: `python -m lam_desktop.demo.orderdesk`."""
