"""Who may call what, how often, and what is never written down."""
