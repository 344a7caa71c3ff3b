"""Errors that only HTTP knows, and the status that each error of the plugin is answered with."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from http import HTTPStatus

from atom_xero_plugin.core.errors import AskAgain, ConnectAgain, WaitAndTry, XeroPluginError


class Unauthenticated(XeroPluginError):
    """The request has no valid API token."""

    code = "unauthenticated"
    exit_code = 5
    http_status = 401
    default_hint = "Send `Authorization: Bearer axt_…`; `atom-xero token new NAME` makes a token."


class NotUnderstood(AskAgain):
    """The request is not shaped as this route takes it."""

    code = "not_understood"
    http_status = 422
    default_hint = "/openapi.json shows what each route takes; nothing was sent to Xero."


class TooLarge(AskAgain):
    """The body of the request is too large."""

    code = "too_large"
    http_status = 413


class NotOffered(AskAgain):
    """This cannot be done here."""

    code = "not_offered"
    http_status = 405

    def __init__(self, message: str | None = None, *, hint: str | None = None, allow: Sequence[str] = ()) -> None:
        """`allow` names the methods that the address does take."""
        super().__init__(message, hint=hint)
        self.allow = tuple(allow)


class ForeignHost(AskAgain):
    """The request was addressed to another host."""

    code = "foreign_host"
    http_status = 421
    default_hint = "Who runs the service adds a name that it answers to: `atom-xero serve --allowed-host NAME`."


class NotEncrypted(AskAgain):
    """This page is served over https alone: what is signed in with, and the books, would pass the network readable."""

    code = "https_needed"
    http_status = 403
    default_hint = "Open it by https: a proxy in front of the service has a certificate, and sends X-Forwarded-Proto."


class TooManyAttempts(WaitAndTry):
    """Signing in failed too often."""

    code = "too_many_attempts"
    http_status = 429
    default_hint = "Wait a minute and try again."


class Unhealthy(WaitAndTry):
    """Not every part works."""

    code = "unhealthy"
    default_hint = "`parts` says what to do about each."


@cache
def status_of(code: str) -> int:
    """The HTTP status of an error's code; 500 for one that is not known.

    401 is kept for callers whose token is wrong: one whose organisation must be connected again would drop a good one.
    """
    found: dict[str, int] = {}
    waiting: list[type[XeroPluginError]] = [XeroPluginError]
    while waiting:
        kind = waiting.pop(0)
        found.setdefault(kind.code, _status(kind))
        waiting.extend(kind.__subclasses__())
    return found.get(code, HTTPStatus.INTERNAL_SERVER_ERROR)


def _status(kind: type[XeroPluginError]) -> int:
    if issubclass(kind, ConnectAgain) and kind.http_status == HTTPStatus.UNAUTHORIZED:
        return HTTPStatus.CONFLICT
    return kind.http_status
