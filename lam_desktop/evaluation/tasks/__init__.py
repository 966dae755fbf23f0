"""What the benchmark `tasks` is made of: whole tasks on real programs, described in a few words each."""
