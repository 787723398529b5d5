"""Chat quality: what was not answered well, and what the office adds so that it will be."""
