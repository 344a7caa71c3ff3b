"""Forms come from our own pages: what the browser says of their origin, and a token that only such a page could know.

Source: OWASP's Cross-Site Request Forgery Prevention, "Signed double-submit" and "Fetch Metadata headers".
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Final

from atom_xero_plugin.core.errors import NotAllowed

FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"
_SIZE: Final = 32


def token_for(secret: str) -> str:
    """A token for the session of this secret; another text each time, so that compressing a page gives nothing away."""
    mask = secrets.token_bytes(_SIZE)
    return base64.urlsafe_b64encode(mask + _xored(_proof(secret), mask)).decode()


def check(secret: str, given: str | None) -> None:
    """Refuse a form without the token of its session. Raises NotAllowed."""
    try:
        raw = base64.urlsafe_b64decode((given or "").encode("ascii"))
    except ValueError:
        raw = b""
    good = len(raw) == 2 * _SIZE and hmac.compare_digest(_xored(raw[_SIZE:], raw[:_SIZE]), _proof(secret))
    if not good:
        raise NotAllowed("This form is of an earlier session.", hint="Open the page again and send the form once more.")


def _proof(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"form", hashlib.sha256)


def _xored(first: bytes, second: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(first, second, strict=True))
