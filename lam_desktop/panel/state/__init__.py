"""What the panel knows: frozen values, reducers, and a store with subscribers. No Qt, no torch."""
