"""The benchmarks, a file a table; `lam_desktop.evaluation.registry` opens them by name."""
