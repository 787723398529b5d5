"""``make tune``: everything about ranking that is fitted, and the questions it is fitted on."""
