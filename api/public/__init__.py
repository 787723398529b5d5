"""Pages for everybody: sending and following a PAKN, published answers. They work without JavaScript."""
