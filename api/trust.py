"""Whom the application trusts when it calls another system over TLS."""

from __future__ import annotations

import ssl
from functools import cache

import httpx


@cache
def authorities(*, environment: bool) -> ssl.SSLContext:
    """Return the context with the certificate authorities, read once in a process: there are more than a hundred.

    Args:
        environment: whether ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` name them; without, those that come with httpx.
    """
    return httpx.create_ssl_context(trust_env=environment)
