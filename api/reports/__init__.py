"""Reports on PAKN and on the assistant: numbers from the log, the page, and files to take away."""
