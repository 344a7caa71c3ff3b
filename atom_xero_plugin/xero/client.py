"""Calls to one organisation's books: authorised, limited, retried where that is safe, failed as text."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

import httpx2
from msgspec import Struct

from atom_xero_plugin.core.bounded_body import read_answer
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import OutcomeUnknown, UnexpectedAnswer, XeroPluginError, XeroUnavailable
from atom_xero_plugin.rate_limits.gate import ApiCaller, LimitGate, Priority, Seen
from atom_xero_plugin.xero.dates import format_if_modified_since
from atom_xero_plugin.xero.error_mapping import failure_of, is_expired, refusals_in
from atom_xero_plugin.xero.file_form import as_sent
from atom_xero_plugin.xero.write import Write

__all__ = ["LimitGate", "Priority", "Reply", "TokenSource", "XeroClient"]

ACCOUNTING = "api.xro/2.0"
"""The address of the accounting API, below that of all of Xero's APIs."""
_TRIES = 3
_LIMITED_TRIES = 4
_BACK_OFF_S = (0.3, 1.5)
_LARGEST_ANSWER = 64 * 1024 * 1024
"""Bytes of JSON; a page of 1,000 invoices with many lines has about 10 MB."""
_USER_AGENT = "atom-xero-plugin"


class TokenSource(Protocol):
    """Where the bearer token comes from."""

    async def bearer(self) -> str:
        """A token good for at least a minute."""
        ...

    async def refused(self, token: str) -> None:
        """Xero said that this token has expired."""
        ...


class Reply(Struct, frozen=True):
    """A good answer."""

    status: int
    body: bytes
    date: datetime | None = None
    """Xero's clock when it answered."""


class _Got(Struct, frozen=True):
    """An answer, good or bad."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _Lost(Exception):
    """The request went out, or may have, and no answer came."""


class XeroClient:
    """One organisation at Xero. Cheap to make; the pool of connections is shared."""

    def __init__(
        self,
        *,
        api_url: str,
        tenant_id: str,
        http: httpx2.AsyncClient,
        tokens: TokenSource,
        limits: LimitGate,
        clock: Clock,
        workspace_id: str = "default",
        priority: Priority = Priority.PERSON,
        feature: str = "call",
        timeout_s: float = 30.0,
        custom: bool = False,
    ) -> None:
        """`custom` for a custom connection, which is for one organisation and names none."""
        self._api_url = api_url
        self._http = http
        self._tokens = tokens
        self._limits = limits
        self._clock = clock
        self._timeout_s = timeout_s
        self.xero_time: datetime | None = None
        """Xero's clock in the last answer that this client got; it does not go back when ours does."""
        self._caller = ApiCaller(tenant_id, workspace_id, priority, feature)
        self._headers = {"accept": "application/json", "user-agent": _USER_AGENT}
        if not custom:
            self._headers["xero-tenant-id"] = tenant_id

    @property
    def tenant_id(self) -> str:
        """The organisation's id at Xero."""
        return self._caller.tenant_id

    async def get(
        self,
        path: str,
        params: Mapping[str, str] | None = None,
        *,
        modified_since: datetime | None = None,
        accept: str | None = None,
    ) -> Reply:
        """Read, for example `Invoices` with `{"page": "1"}`; tried again when Xero is not there.

        `accept` is the media type that is wanted, where that is not JSON.

        Raises the errors of failures.py, and RateLimited rather than wait for long.
        """
        headers = {"if-modified-since": format_if_modified_since(modified_since)} if modified_since else {}
        headers |= {"accept": accept} if accept else {}
        for attempt in range(_TRIES):
            try:
                return await self._call("GET", path, params, headers, None)
            except (_Lost, XeroUnavailable) as error:
                if attempt + 1 == _TRIES:
                    raise _unavailable(error) from None
                await self._back_off(attempt)
        raise AssertionError("unreachable")

    async def send(self, write: Write, *, idempotency_key: str | None, content: bytes | None = None) -> Reply:
        """Write, by one request that is never repeated once it may have left without an answer.

        `content` are the bytes of the write's file, where it sends one.

        An answer by which Xero did nothing (a limit, an expired token) is followed by the same request again. Raises
        OutcomeUnknown if the request may have left and its answer did not come or says nothing: only a check the
        books says then what came of it. Every other error says that this request wrote nothing: XeroRefused and
        its like if Xero answered so, WaitAndTry errors if it was never sent.
        """
        content_type, sent = "application/json", write.body.encode() if content is None else content
        if write.file is not None:
            content_type, sent = as_sent(write.file, sent)
        headers = {"content-type": content_type}
        if idempotency_key is not None:
            headers["idempotency-key"] = idempotency_key
        try:
            reply = await self._call(write.method, write.path, write.params, headers, sent)
        except (_Lost, UnexpectedAnswer) as error:
            raise _unknown(getattr(error, "reference", None)) from None
        except XeroUnavailable as error:
            if error.may_have_written:
                raise _unknown(error.reference) from None
            raise
        refused = refusals_in(reply.body)
        if refused is not None:
            raise refused
        return reply

    async def _call(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str],
        content: bytes | None,
    ) -> Reply:
        """One request, again once after a token that was not taken and after a limit that frees up soon.

        A 401 says that nothing was done. One that names no missing scope is answered with a new token, be it that it
        says nothing at all: only if that is not taken either, the connection does not work.
        """
        renewed, limited = False, 0
        while True:
            token = await self._tokens.bearer()
            got = await self._once(method, path, params, {**self._headers, **headers}, token, content)
            date = _date(got.headers.get("date"))
            self.xero_time = date or self.xero_time
            if got.status < 300:  # noqa: PLR2004 - the good ones
                return Reply(got.status, got.body, date)
            if got.status == httpx2.codes.TOO_MANY_REQUESTS and limited < _LIMITED_TRIES:
                limited += 1
                continue  # the gate was reported; it waits for what is short and raises for what is long
            if got.status == httpx2.codes.UNAUTHORIZED and not renewed and is_expired(got.headers, got.body):
                renewed = True
                await self._tokens.refused(token)
                continue
            raise _failure(got, path, wrote=content is not None, now=self._clock.now())

    async def _once(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str],
        token: str,
        content: bytes | None,
    ) -> _Got:
        got: _Got | None = None
        try:
            async with self._limits.permit(self._caller) as permit:
                got = await self._exchanged(
                    method, path, params, {**headers, "authorization": f"Bearer {token}"}, content
                )
                permit.saw(Seen.of(got.status, got.headers, len(got.body), now=self._clock.now()))
        except XeroPluginError as error:
            if got is None or content is None:
                raise
            raise _Lost(type(error).__name__) from None  # it was sent; that its count could not be noted says no less
        return got

    async def _exchanged(
        self,
        method: str,
        path: str,
        params: Mapping[str, str] | None,
        headers: Mapping[str, str],
        content: bytes | None,
    ) -> _Got:
        try:
            async with (
                asyncio.timeout(self._timeout_s),
                self._http.stream(
                    method, self._address(path), params=params, headers=headers, content=content
                ) as response,
            ):
                body = await read_answer(response, most=_LARGEST_ANSWER)
        except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            raise XeroUnavailable(f"Xero cannot be reached ({type(error).__name__}).") from None
        except (httpx2.HTTPError, TimeoutError, OSError) as error:
            raise _Lost(type(error).__name__) from None
        return _Got(response.status_code, response.headers, body)

    def _address(self, path: str) -> str:
        """Below the accounting API, unless the path begins with another API's own address, as `projects.xro/2.0/`."""
        api = "" if path.split("/", maxsplit=1)[0].endswith(".xro") else f"{ACCOUNTING}/"
        return f"{self._api_url}/{api}{path}"

    async def _back_off(self, attempt: int) -> None:
        await self._clock.sleep(_BACK_OFF_S[attempt] * (0.5 + secrets.randbelow(1000) / 1000))


def _failure(got: _Got, path: str, *, wrote: bool, now: datetime) -> XeroPluginError:
    error = failure_of(got.status, got.headers, got.body, now=now, reading=None if wrote else path)
    if wrote and isinstance(error, XeroUnavailable):
        error.may_have_written = True
    return error


def _date(text: str | None) -> datetime | None:
    try:
        reported = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return reported.astimezone(UTC) if reported is not None and reported.tzinfo is not None else None


def _unavailable(error: Exception) -> XeroUnavailable:
    if isinstance(error, XeroUnavailable):
        return error
    return XeroUnavailable(f"Xero gave no answer ({error}).")


def _unknown(reference: str | None) -> OutcomeUnknown:
    return OutcomeUnknown(
        "Xero gave no answer to a write, so it is not known whether it was executed.",
        may_have_written=True,
        reference=reference,
    )
