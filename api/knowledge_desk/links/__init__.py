"""Which links of the published records and of materials still open: asked only when an admin starts it."""
