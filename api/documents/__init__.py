"""The register of legal documents in the console: who states what of which, with its source."""
