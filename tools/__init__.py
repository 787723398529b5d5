"""Things the maintainers run; nothing here is needed by a deployment."""
