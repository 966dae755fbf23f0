"""How a step is done: once ready, again where that does no harm, and with what a person shows."""
