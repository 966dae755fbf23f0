"""The agent's hands, one module a platform."""
