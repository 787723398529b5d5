"""Zalo Bot API: a second, simpler channel, good for trials without an Official Account."""
