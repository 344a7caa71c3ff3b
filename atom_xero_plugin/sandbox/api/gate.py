"""What every call to the accounting API passes: token, organisation, scope, limits, idempotency, faults."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Final
from urllib.parse import parse_qs
from uuid import uuid4

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from atom_xero_plugin.sandbox.api import imitated, xml_body
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.catalogue import RESOURCES
from atom_xero_plugin.sandbox.api.error_responses import (
    Refused,
    bad_body,
    forbidden,
    normalised_arguments,
    not_allowed,
    not_found,
    too_large,
    unauthorised,
)
from atom_xero_plugin.sandbox.api.request_body import Malformed, NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import ATTACHMENT_SCOPES, Resource
from atom_xero_plugin.sandbox.api.xml_answer import as_xml
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.faults import Fault
from atom_xero_plugin.sandbox.identity.grants import Consent
from atom_xero_plugin.sandbox.state import Sandbox

BASE: Final = "/api.xro/2.0/"
LARGEST_BODY: Final = 10 * 1024 * 1024
LONGEST_ADDRESS: Final = 2_091
"""Characters; a longer one is answered 404, which is how Xero answers more than some 52 ids."""
_JSON = msgspec.json.Decoder(float_hook=Decimal)
_BY_PATH: Final[Mapping[str, Resource]] = {resource.path.lower(): resource for resource in RESOURCES}
BASES: Final = (BASE, *sorted({f"/{'/'.join(path.split('/')[:2])}/" for path in _BY_PATH if ".xro/" in path}))
"""The addresses of the APIs that are imitated: the paths of resources of another one begin with its own."""
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Gate:
    """The accounting API as an ASGI app."""

    def __init__(self, sandbox: Sandbox) -> None:
        """Serve this sandbox."""
        self._sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        request = Request(scope, receive)
        path = scope["path"]
        fault = self._sandbox.faults.take(request.method, path)
        if fault is not None:
            self._before(fault)
        headers: dict[str, str] = {"Xero-Correlation-Id": str(uuid4()), "Date": self._date()}
        try:
            result = await self._answered(request, path, fault, headers)
        except Refused as refused:
            result = refused.result
        if fault is not None and fault.kind == "drop_after_write":
            await self._drop(send)
            return
        await self._respond(request, _spoilt(result, fault, path), headers, scope, receive, send)

    def _before(self, fault: Fault) -> None:
        if fault.kind == "drop_before":
            raise ConnectionResetError("the call is dropped, as asked")
        if fault.kind == "expired_token":
            self._sandbox.grants.expire_access()

    async def _drop(self, send: Send) -> None:
        """The write is done and its answer is lost: a promise of bytes that never come, so the server cuts the line."""
        if not self._sandbox.on_socket:
            raise ConnectionResetError("the answer is dropped, as asked")
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"9999")]})

    def _date(self) -> str:
        return format_datetime(self._sandbox.clock.now(), usegmt=True)

    async def _answered(self, request: Request, path: str, fault: Fault | None, headers: dict[str, str]) -> Result:
        sandbox = self._sandbox
        now = sandbox.clock.now()
        consent, books = self._authorised(request, now)
        app = consent.app.client_id
        headers |= sandbox.limits.enter(books.tenant_id, app, now)
        try:
            sandbox.requests.note(request.method, path)
            if fault is not None and fault.kind == "slow":
                await asyncio.sleep(fault.seconds)  # while it is slow it is one of the five at once
            if len(str(request.url)) > LONGEST_ADDRESS:
                raise not_found()
            if fault is not None and fault.kind == "status":
                raise normalised_arguments(fault)
            body = await request.body()
            if len(body) > LARGEST_BODY:
                raise too_large()
            key = request.headers.get("idempotency-key")
            ignored = fault is not None and fault.kind == "ignore_key"
            if key is None or request.method == "GET" or ignored:
                return self._handled(request, path, body, consent, books, now)
            whole = f"{request.method} {request.url} {books.tenant_id}\n".encode() + body
            stored = sandbox.idempotency.replay(app, key, whole, now)
            if stored is None:
                stored = self._handled_or_refused(request, path, body, consent, books, now)
                sandbox.idempotency.keep(app, key, whole, now, stored)
            return stored
        finally:
            sandbox.limits.leave(books.tenant_id)

    def _authorised(self, request: Request, now: datetime) -> tuple[Consent, Books]:
        header = request.headers.get("authorization", "")
        access = self._sandbox.grants.access.get(header.removeprefix("Bearer "))
        if not header.startswith("Bearer ") or access is None:
            raise unauthorised("AuthenticationUnsuccessful" if not header else "TokenInvalidSignature")
        if access.expires <= now:
            raise unauthorised(f"TokenExpired: token expired at {access.expires:%m/%d/%Y %H:%M:%S}")
        tenant = access.tenant_id or request.headers.get("xero-tenant-id", "")
        if tenant not in {each.tenant_id for each in self._sandbox.grants.reached(access.consent)}:
            raise forbidden()
        return access.consent, self._sandbox.organisations[tenant]

    def _handled_or_refused(self, *call: Any) -> Result:
        try:
            return self._handled(*call)
        except Refused as refused:
            return refused.result

    def _handled(
        self, request: Request, path: str, body: bytes, consent: Consent, books: Books, now: datetime
    ) -> Result:
        resource, rest = _resource(_below(path), request.headers.get("accept", ""))
        is_file = len(rest) > 1 and rest[1].lower() == "attachments"
        is_form = request.headers.get("content-type", "").startswith("multipart/form-data")
        needed = _of_attachments(request.method) if is_file else resource.scopes(request.method)
        if not set(needed) & set(consent.scopes):
            raise unauthorised("AuthorizationUnsuccessful", scope=True)
        handler = resource.handler(request.method)
        if handler is None:
            raise not_allowed()
        call = Call(
            method=request.method,
            now=now,
            identity=_identity(rest),
            rest=tuple(rest[1:]),
            query={name.lower(): value for name, value in request.query_params.items()},
            body=None if is_file or is_form else _parsed(body),
            raw=body,
            content_type=request.headers.get("content-type", "application/json"),
            base=str(request.base_url).rstrip("/"),
            modified_since=_since(request.headers.get("if-modified-since")),
            accept=request.headers.get("accept", ""),
            provider=consent.app.name,
        )
        try:
            return handler(books, call)
        except Malformed as error:
            raise bad_body(str(error)) from None
        except NoSuchRecord:
            raise not_found() from None

    async def _respond(
        self,
        request: Request,
        result: Result,
        headers: dict[str, str],
        scope: Scope,
        receive: Receive,
        send: Send,
    ) -> None:
        """JSON for who asks for it, else XML: Xero's default is a trap worth meeting here first."""
        accept = request.headers.get("accept", "")
        kind, body = result.content_type, result.body
        if kind.startswith("application/json") and "json" not in accept:
            kind, body = "text/xml; charset=utf-8", as_xml(body)
        response = Response(body, result.status, {**headers, **dict(result.headers)}, kind)
        await response(scope, receive, send)


def _below(path: str) -> str:
    """A path below the accounting API, or below the root for another API."""
    return path[len(BASE) :] if path.lower().startswith(BASE) else path[1:]


def _resource(path: str, accept: str) -> tuple[Resource, list[str]]:
    """The resource a path names, in any letter case, and the parts after it. Raises Refused if there is none."""
    parts = [part for part in path.split("/") if part]
    for length in (3, 2, 1):
        found = _BY_PATH.get("/".join(parts[:length]).lower())
        if found is not None and len(parts) >= length:
            imitated.check(path, found, parts[length:], accept)
            return found, parts[length:]
    imitated.check("/".join(parts), None, (), accept)
    raise not_found()


def _of_attachments(method: str) -> tuple[str, ...]:
    return ATTACHMENT_SCOPES if method == "GET" else ATTACHMENT_SCOPES[1:]


def _identity(rest: list[str]) -> str | None:
    if not rest:
        return None
    return rest[0].lower() if _GUID.fullmatch(rest[0]) else rest[0]


def _parsed(body: bytes) -> Any:
    if body.startswith(b"xml="):  # a form with the XML in it, as xeroizer and older clients send
        body = parse_qs(body.decode("utf-8", "replace"))["xml"][0].encode()
    if not body.strip():
        return None
    if body.lstrip()[:1] == b"<" or body.startswith(b"\xef\xbb\xbf<"):
        try:
            return xml_body.parsed(body)
        except xml_body.NotXml as error:
            raise bad_body(f"XML for post data was invalid,{error}") from None
    try:
        return _JSON.decode(body)
    except (msgspec.MsgspecError, RecursionError, ValueError) as error:
        raise bad_body(f"JSON for post data was invalid,{error}") from None


def _since(text: str | None) -> datetime | None:
    """Xero's own form and the HTTP date; what is neither is ignored, as Xero ignores it."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _spoilt(result: Result, fault: Fault | None, path: str) -> Result:
    match fault.kind if fault is not None else None:
        case "garbage":
            return Result(b'{"Id": "not what you', 200, result.content_type)
        case "half_answer":
            return Result(result.body[: len(result.body) // 2], 200, result.content_type)
        case "other_record":
            asked = path.rpartition("/")[2].encode()
            return Result(result.body.replace(asked, str(uuid4()).encode()), result.status, result.content_type)
        case "empty":
            whole = msgspec.json.decode(result.body)
            if isinstance(whole, list):
                return Result(b"[]", result.status, result.content_type)
            none = {name: [] if isinstance(value, list) else value for name, value in whole.items()}
            return Result(msgspec.json.encode(none), result.status, result.content_type)
    return result
