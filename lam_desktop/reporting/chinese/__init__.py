"""What the agent says, in 简体中文, by what it says in English: for the report and for the panel."""
