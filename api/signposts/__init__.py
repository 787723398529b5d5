"""The signposts of a deployment: the shipped table with what the office has switched off or corrected."""
