"""Phản ánh, kiến nghị (PAKN) in dialogue: what it is, taking it in, following it."""
