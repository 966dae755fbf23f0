"""What a run did, for people who were not there: one page, and the same facts for machines."""
