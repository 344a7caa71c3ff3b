"""Who logged in: the id token, proved by its signature, issuer, audience, times and nonce."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from msgspec import Struct

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import NotAllowed, XeroUnavailable

LEEWAY_S = 60
"""How far Xero's clock and ours may differ; an id token lives 5 minutes."""


class Identity(Struct, frozen=True):
    """Who logged in."""

    user_id: str
    email: str | None


class Prover:
    """Proves id tokens against the keys that Xero publishes, fetched once a process."""

    def __init__(self, *, issuer: str, fetch_keys: Callable[[], Awaitable[Any]], clock: Clock) -> None:
        """`fetch_keys` gives the decoded JSON of the key set; it is asked when the first token comes."""
        self._issuer = issuer
        self._fetch_keys = fetch_keys
        self._clock = clock
        self._keys: KeySet | None = None

    async def prove(self, id_token: str, *, audience: str, nonce: str) -> Identity:
        """Who an id token is about. Raises NotAllowed if anything about it is wrong, XeroUnavailable without keys."""
        try:
            keys = await self._keys_for(jws.extract_compact(id_token.encode()).headers().get("kid"))
            token = jwt.decode(id_token, keys, algorithms=["RS256"])  # the algorithm is ours to say, not the token's
            self._expected(audience, nonce).validate(token.claims)
            if token.claims["aud"] not in (audience, [audience]):
                raise _not_ours()
            user = token.claims.get("xero_userid") or token.claims["sub"]
        except (JoseError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise _not_ours() from None
        email = token.claims.get("email")
        return Identity(str(user), email if isinstance(email, str) else None)

    async def _keys_for(self, kid: object) -> KeySet:
        """Xero's keys; looked up once more for a key we have not seen, because Xero changes them."""
        if not isinstance(kid, str):
            raise _not_ours()
        if self._keys is None or kid not in {key.kid for key in self._keys.keys}:
            self._keys = _key_set(await self._fetch_keys())
        return self._keys

    def _expected(self, audience: str, nonce: str) -> jwt.JWTClaimsRegistry:
        return jwt.JWTClaimsRegistry(
            now=int(self._clock.now().timestamp()),
            leeway=LEEWAY_S,
            iss={"essential": True, "value": self._issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )


def _key_set(answer: Any) -> KeySet:
    try:
        return KeySet.import_key_set(answer)
    except (JoseError, ValueError, KeyError, TypeError, AttributeError):
        raise XeroUnavailable("Xero's signing keys could not be understood.") from None


def _not_ours() -> NotAllowed:
    return NotAllowed("Xero's id token is not what this login asked for; log in again.")
