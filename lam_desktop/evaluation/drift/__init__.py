"""What the benchmark `drift` is made of: conditions, programs, and one task recorded once in each."""
