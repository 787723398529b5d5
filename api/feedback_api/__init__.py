"""Phản ánh, kiến nghị (PAKN) over HTTP: the JSON interface, and Open311 GeoReport v2."""
