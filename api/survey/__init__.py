"""One short question after a finished need: how satisfied somebody is, and some words if they like."""
