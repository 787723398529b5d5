"""Which links of the published records still open: asked only when an admin starts it."""
