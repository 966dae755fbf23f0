"""What the benchmark `miniwob` is made of: pages, and an oracle that knows them as the agent does not."""
