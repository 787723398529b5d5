"""Open311 GeoReport v2: PAKN for programs that already speak the standard of civic issue tracking."""
