"""A program to show the product on, a process of its own: `python -m lam_desktop.office.orderdesk`."""
