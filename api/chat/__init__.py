"""The chat gateway: what a person may send, who answers it, and what is kept."""
