"""The retrieval index of a snapshot: lexical, dense, and the ranking that joins them."""
