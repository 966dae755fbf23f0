"""Given and family names of many countries, and words that are names too but say something else mostly."""
