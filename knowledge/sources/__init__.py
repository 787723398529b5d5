"""Readers: one a file format, each turning a file into records and findings.

:func:`read` finds the reader of a file; :func:`merge` puts the readings of several files together.
"""

from knowledge.sources.merging import merge
from knowledge.sources.reading import Origin, Reading
from knowledge.sources.registry import SUPPORTED, Progress, read

__all__ = ["SUPPORTED", "Origin", "Progress", "Reading", "merge", "read"]
