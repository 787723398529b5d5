"""The heart of Một Cửa: published procedures in, cited answers out.

A library with a command line. It knows nothing of the web, of Rasa or of a database,
and importing it loads neither a model nor a file.
"""
