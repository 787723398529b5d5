"""Own input channels."""
