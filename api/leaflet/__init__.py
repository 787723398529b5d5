"""A procedure on one sheet of A5, to be printed and taken home."""
