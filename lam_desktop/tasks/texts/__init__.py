"""How texts, dates, numbers and tables are written, compared and cut, whatever task they are of."""
