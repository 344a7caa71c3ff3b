"""Signed tokens: RS256 with a key of this process, published as a JWKS."""

from __future__ import annotations

from functools import cache
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey


@cache
def _key() -> RSAKey:
    """The key of this process, made when it is first needed."""
    return RSAKey.generate_key(2048, parameters={"use": "sig", "alg": "RS256"}, auto_kid=True)


class Signer:
    """Signs and publishes."""

    def sign(self, claims: dict[str, Any]) -> str:
        """A JWT of these claims."""
        return jwt.encode({"alg": "RS256", "typ": "JWT", "kid": _key().kid}, claims, _key())

    def key_set(self) -> dict[str, Any]:
        """The public key as JWKS."""
        return {"keys": [_key().as_dict(private=False)]}
