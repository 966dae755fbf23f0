"""What the panel shows: widgets that subscribe to the store, draw, and pass intent on."""
