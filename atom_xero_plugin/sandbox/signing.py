"""Signed tokens: RS256 with a key of this process, published as a JWKS."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from joserfc import jwt
from joserfc.jwk import RSAKey


class Signer:
    """Signs and publishes. The key is made when it is first needed."""

    @cached_property
    def _key(self) -> RSAKey:
        return RSAKey.generate_key(2048, parameters={"use": "sig", "alg": "RS256"}, auto_kid=True)

    def sign(self, claims: dict[str, Any]) -> str:
        """A JWT of these claims."""
        return jwt.encode({"alg": "RS256", "typ": "JWT", "kid": self._key.kid}, claims, self._key)

    def key_set(self) -> dict[str, Any]:
        """The public key as JWKS."""
        return {"keys": [self._key.as_dict(private=False)]}
