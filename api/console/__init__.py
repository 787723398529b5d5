"""The office's console under /admin: server-rendered pages for those who handle PAKN."""
