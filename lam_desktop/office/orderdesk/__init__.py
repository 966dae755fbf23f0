"""An order desk: a program to show the product on, run as a process of its own: `python -m lam_desktop.office.orderdesk`."""
