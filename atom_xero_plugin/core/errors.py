"""One tree of errors, grouped by what to do next. A class's docstring is its message when none is given.

XeroPluginError
├── AskAgain            the request must change
│   ├── InvalidArguments · InvalidUsage · UnknownSkill · NotFound · Ambiguous · Conflict · PlanStale ·
│   │   KeyReused
│   └── XeroRefused     Xero's own validation said no; its messages are kept
├── ConnectAgain        a person must log in at Xero
│   └── NotConnected · ReconnectNeeded · ScopeMissing
├── NotAllowed          the caller, or the Xero user behind the connection, lacks a right
├── WaitAndTry          the same request may work later
│   └── RateLimited · XeroUnavailable · Busy ── PlanExecuting, RequestInProgress
├── PersonNeeded        a person must check
│   └── ApprovalNeeded · OutcomeUnknown · ReadBackMismatch · PartlyDone
├── FixSetup            a setting, key or database is missing or wrong
│   └── KeyMissing · KeyUnusable · InvalidKey · DatabaseNotReady · DatabaseDamaged
├── DatabaseAway        the database was there, and cannot do this now: try again soon
│   └── DatabaseBusy (DatabaseConflict) · DatabaseFull · DatabaseReadOnly
└── OurFault            report it to us
    └── UnexpectedAnswer
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct


class FieldError(Struct, frozen=True, omit_defaults=True):
    """One thing wrong with one field."""

    path: Annotated[str, Meta(description="Where, as a JSON Pointer into the arguments; empty for the whole.")]
    message: Annotated[str, Meta(description="What is wrong and what would be right.")]
    allowed: Annotated[tuple[str, ...], Meta(description="The values to choose from, where they can be listed.")] = ()
    examples: Annotated[tuple[str, ...], Meta(description="Lines of the input that the question is about.")] = ()


class Candidate(Struct, frozen=True):
    """A record that may have been meant."""

    kind: Annotated[str, Meta(description="The name of its kind, for example contact or invoice.")]
    id: Annotated[str, Meta(description="Its id, which names it exactly.")]
    name: Annotated[str, Meta(description="Its name, number or code.")]
    label: Annotated[str, Meta(description="What distinguishes it from others, as text.")]


class ErrorBody(Struct, frozen=True, omit_defaults=True):
    """The `error` part of every answer that failed."""

    code: str
    message: str
    fields: list[FieldError]
    hint: str
    retryable: bool
    retry_after_s: int | None
    may_have_written: bool
    reference: str | None
    candidates: Annotated[
        list[Candidate], Meta(description="Records that the input may refer to; left out if there are none.")
    ] = []
    link: Annotated[
        str | None, Meta(description="A page where a person does what is needed; it holds no secret. Left out if none.")
    ] = None


class XeroPluginError(Exception):
    """Something went wrong in the Xero plugin."""

    code: ClassVar[str] = "internal"
    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500
    retryable: ClassVar[bool] = False
    default_hint: ClassVar[str] = ""
    link: str | None = None
    """A page where a person does what is needed, such as to add a scope."""

    def __init__(
        self,
        message: str | None = None,
        *,
        fields: Sequence[FieldError] = (),
        hint: str | None = None,
        retry_after_s: int | None = None,
        may_have_written: bool = False,
        reference: str | None = None,
        candidates: Sequence[Candidate] = (),
    ) -> None:
        """Keep what a person or a model needs to act on; never a request, a header or a token."""
        self.message = message or (type(self).__doc__ or "").split("\n")[0]
        self.fields = list(fields)
        self.hint = self.default_hint if hint is None else hint
        self.has_own_hint = hint is not None
        self.retry_after_s = retry_after_s
        self.may_have_written = may_have_written
        self.reference = reference
        self.candidates = list(candidates)
        super().__init__(self.message)

    def body(self) -> ErrorBody:
        """The error as every interface shows it."""
        return ErrorBody(
            code=self.code,
            message=self.message,
            fields=self.fields,
            hint=self.hint,
            retryable=self.retryable,
            retry_after_s=self.retry_after_s,
            may_have_written=self.may_have_written,
            reference=self.reference,
            candidates=self.candidates,
            link=self.link,
        )


class AskAgain(XeroPluginError):
    """The request cannot be executed as it is."""

    code = "bad_request"
    exit_code = 5
    http_status = 400


class InvalidArguments(AskAgain):
    """The arguments do not fit what the skill takes."""

    code = "invalid_arguments"
    default_hint = "Correct the fields named and try again; nothing was sent to Xero."

    def after_reading(self) -> None:
        """Say no more that nothing was sent: the call had asked Xero before it was refused."""
        if not self.has_own_hint:
            self.hint = "Correct the fields named and try again; nothing was written."


class InvalidUsage(AskAgain):
    """The command does not take these options or arguments."""

    code = "wrong_usage"
    exit_code = 2
    default_hint = "The same command with --help shows what it takes."


class UnknownSkill(AskAgain):
    """There is no skill of that name."""

    code = "unknown_skill"
    exit_code = 4
    http_status = 404


class NotFound(AskAgain):
    """Nothing in Xero fits what was named."""

    code = "not_found"
    exit_code = 4
    http_status = 404


class Ambiguous(AskAgain):
    """More than one record or organisation fits; name one."""

    code = "ambiguous"
    exit_code = 6
    http_status = 409


class Conflict(AskAgain):
    """The record is in a state that does not allow this."""

    code = "conflict"
    exit_code = 6
    http_status = 409


class PlanStale(Conflict):
    """The record changed, or the plan expired, since the plan was made."""

    code = "plan_stale"
    default_hint = "Make a new plan by asking again; it will show the books as they are now."


class KeyReused(AskAgain):
    """This key came before, with another request: nothing was done for this one."""

    code = "idempotency_key_reused"
    exit_code = 6
    http_status = 422
    default_hint = "Use a new key for a new request; repeat the old one exactly to get its answer."


class XeroRefused(AskAgain):
    """Xero refused the request."""

    code = "xero_refused"


class ConnectAgain(XeroPluginError):
    """A person must connect Xero."""

    code = "not_connected"
    exit_code = 3
    http_status = 401
    default_hint = "Run `atom-xero connect` and log in at Xero."


class NotConnected(ConnectAgain):
    """No Xero organisation is connected to this workspace."""


class ReconnectNeeded(ConnectAgain):
    """Xero no longer accepts this connection."""

    code = "reconnect_needed"


class ScopeMissing(ConnectAgain):
    """The connection was not given the right to do this."""

    code = "scope_missing"
    http_status = 403

    def __init__(self, message: str | None = None, *, scopes: Sequence[str] = (), **more: Any) -> None:
        """`scopes` are those that are missing, where they are known; how they are added is said by who answers."""
        super().__init__(message, **more)
        self.scopes = tuple(scopes)


class NotAllowed(XeroPluginError):
    """The caller does not have the right to do this."""

    code = "not_allowed"
    exit_code = 5
    http_status = 403


class WaitAndTry(XeroPluginError):
    """Not now; the same request may work later."""

    code = "try_later"
    exit_code = 8
    http_status = 503
    retryable = True


class RateLimited(WaitAndTry):
    """Xero's rate limit for this organisation is used up."""

    code = "rate_limited"
    exit_code = 7
    http_status = 429


class XeroUnavailable(WaitAndTry):
    """Xero could not be reached or is not working."""

    code = "xero_unavailable"


class Busy(WaitAndTry):
    """Another process is doing this right now."""

    code = "busy"


class PlanExecuting(Busy):
    """Another process is executing this plan right now."""


class RequestInProgress(Busy):
    """Another request with the same key is under way; repeat this one, it is safe."""

    code = "request_in_progress"
    http_status = 409


class PersonNeeded(XeroPluginError):
    """A person must check this before it can go on."""

    code = "person_needed"
    exit_code = 10
    http_status = 409


class ApprovalNeeded(PersonNeeded):
    """Nothing was sent to Xero yet: a person must approve this plan first."""

    code = "approval_needed"
    exit_code = 11
    http_status = 202


class OutcomeUnknown(PersonNeeded):
    """It is not known whether Xero carried this out."""

    code = "outcome_unknown"


class ReadBackMismatch(PersonNeeded):
    """Xero stored something else than was asked for."""

    code = "mismatch"


class PartlyDone(PersonNeeded):
    """Part of this was executed, and part was not."""

    code = "partly_done"


class FixSetup(XeroPluginError):
    """A setting is missing or wrong."""

    code = "configuration"
    exit_code = 1
    http_status = 500


class KeyMissing(FixSetup):
    """No encryption key is set, so no token can be stored."""

    code = "encryption_key_missing"


class KeyUnusable(FixSetup):
    """The encryption key in the settings cannot be used."""

    code = "encryption_key_unusable"


class InvalidKey(FixSetup):
    """None of the encryption keys in the settings decrypts what is stored."""

    code = "encryption_key_wrong"


class DatabaseNotReady(FixSetup):
    """The database is not at the version this program needs."""

    code = "database_not_ready"
    default_hint = "Run `atom-xero db upgrade`."


class DatabaseDamaged(FixSetup):
    """The database is damaged or is no database."""

    code = "database_damaged"


class DatabaseAway(XeroPluginError):
    """The database was there, and cannot be reached now. No WaitAndTry: what was under way may have been written."""

    code = "database_unavailable"
    exit_code = 1
    http_status = 503
    retryable = True


class DatabaseBusy(DatabaseAway):
    """The database is in use by others and did not become free in time."""

    code = "database_busy"


class DatabaseConflict(DatabaseBusy):
    """The database ended this for another that wanted the same rows; nothing of it was kept."""


class DatabaseFull(DatabaseAway):
    """The disk or the quota of the database is full."""

    code = "database_full"
    http_status = 507


class DatabaseReadOnly(DatabaseAway):
    """The database can only be read."""

    code = "database_read_only"


class OurFault(XeroPluginError):
    """Something failed inside the Xero plugin."""

    code = "internal"
    default_hint = "This is a fault of the plugin; report it with the reference."


class UnexpectedAnswer(OurFault):
    """Xero answered something that could not be understood."""

    code = "unexpected_answer"
    http_status = 502
    exit_code = 8
