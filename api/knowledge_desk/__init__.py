"""The office's desk for the knowledge: import with a preview, activation, roll back, corrections, a look at records."""
