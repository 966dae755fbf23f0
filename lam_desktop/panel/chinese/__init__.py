"""What the panel says in 简体中文, by what it says in English."""
