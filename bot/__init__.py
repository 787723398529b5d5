"""The Rasa project; runs in its own environment (see README.md)."""
