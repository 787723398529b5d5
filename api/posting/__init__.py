"""Sheets of A4 for the notice board: procedures with all their parts, and where to send a PAKN."""
