"""The element detector: boxes and kinds from pixels."""
