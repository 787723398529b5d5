"""Sentence encoders: the small one that is shipped, larger ones a deployer may name, and how ours is made."""
