"""The text of PDF files, read in a process of its own: a file that harms its reader harms nothing else."""

from knowledge.pdf.reader import PAGES, PdfText, PdfUnreadable, read_pdf, whole_text
from knowledge.pdf.trouble import WORDING, Trouble

__all__ = ["PAGES", "WORDING", "PdfText", "PdfUnreadable", "Trouble", "read_pdf", "whole_text"]
