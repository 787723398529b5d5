"""Own parts of the NLU pipeline."""
