"""The tables. Every table of a workspace carries `workspace_id`; times are aware UTC; secrets are sealed bytes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)  # fmt: skip

from atom_xero_plugin.store.times import UtcTime

_NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""A number the database counts up; SQLite counts only plain integers."""
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


__all__ = ["UtcTime"]


def _id() -> Column[str]:
    return Column("id", String(64), primary_key=True)


def _workspace(**kwargs: Any) -> Column[str]:
    return Column("workspace_id", String(128), nullable=False, **kwargs)


def _time(name: str, *, nullable: bool = False) -> Column[datetime]:
    return Column(name, UtcTime, nullable=nullable)


grants = Table(
    "grants",
    metadata,
    _id(),
    _workspace(index=True),
    Column("kind", String(16), nullable=False),  # web | pkce | custom
    Column("client_id", String(128), nullable=False),
    Column("xero_user_id", String(64)),
    Column("scopes", Text, nullable=False),  # separated by spaces, as Xero granted them
    Column("state", String(16), nullable=False),  # active | needs_reauth | revoked
    Column("state_reason", Text),
    Column("sealed_tokens", LargeBinary),  # the current token set
    Column("sealed_previous", LargeBinary),  # the refresh token before it, for Xero's 30-minute grace
    _time("previous_until", nullable=True),
    _time("access_expires_at", nullable=True),
    _time("refreshed_at", nullable=True),
    Column("generation", Integer, nullable=False, default=0),
    Column("fence", Integer, nullable=False, default=0),
    Column("lease_owner", String(64)),
    _time("lease_until", nullable=True),
    Column("attempt_id", String(64)),
    _time("refresh_started_at", nullable=True),
    Column("failures", Integer, nullable=False, default=0),
    Column("key_id", String(16)),  # which encryption key sealed it
    _time("created_at"),
    _time("updated_at"),
)

connections = Table(
    "connections",
    metadata,
    _id(),  # ours
    _workspace(),
    Column("grant_id", String(64), ForeignKey("grants.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("xero_connection_id", String(64)),  # what DELETE /connections takes; none for a custom connection
    Column("tenant_id", String(64), nullable=False),
    Column("tenant_type", String(32), nullable=False),
    Column("tenant_name", String(255), nullable=False),
    Column("state", String(16), nullable=False),  # connected | disconnected
    Column("state_reason", Text),  # a sentence for people
    Column("ended_by", String(16)),  # person (here, on purpose) | xero (it lists it no more); none while connected
    Column("details", JSON),  # the Organisation record, refreshed daily
    _time("details_at", nullable=True),
    _time("created_at"),
    _time("updated_at"),
    UniqueConstraint("workspace_id", "grant_id", "tenant_id"),
    Index("ix_connections_workspace", "workspace_id", "tenant_id"),
)

logins = Table(
    "logins",  # one row a login that began and has not come back yet
    metadata,
    _id(),  # sha256 of the state
    _workspace(),
    Column("kind", String(16), nullable=False),
    Column("sealed_secrets", LargeBinary, nullable=False),  # PKCE verifier and nonce
    Column("binding", String(64)),  # sha256 of the cookie of the browser that began
    Column("redirect_uri", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("key_id", String(16)),
    _time("expires_at"),
    _time("used_at", nullable=True),
    _time("created_at"),
)

plans = Table(
    "plans",
    metadata,
    _id(),
    _workspace(),
    Column("tenant_id", String(64), nullable=False),
    Column("skill", String(64), nullable=False),
    Column("arguments", Text, nullable=False),  # canonical JSON
    Column("proposal", Text, nullable=False),  # canonical JSON; what the hash is taken over
    Column("hash", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("proposed_by", String(255), nullable=False),
    Column("approved_by", String(255)),
    _time("approved_at", nullable=True),
    Column("approval_number", BigInteger),  # the audit row in which it was approved
    Column("approval_mac", String(96)),  # key id and HMAC of what was approved, by whom and when: store/approvals.py
    _time("expires_at"),
    Column("fence", Integer, nullable=False, default=0),
    Column("lease_owner", String(64)),
    _time("lease_until", nullable=True),
    Column("result", Text),  # JSON of the answer
    Column("error", Text),  # JSON of the error body
    Column("undo_of", String(64)),
    _time("created_at"),
    _time("updated_at"),
    Index("ix_plans_workspace", "workspace_id", "created_at"),
)

plan_steps = Table(
    "plan_steps",  # the intent, written before the call, and what came of it
    metadata,
    Column("plan_id", String(64), ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    _workspace(),
    Column("idempotency_key", String(128), nullable=False, unique=True),
    Column("body_hash", String(64), nullable=False),
    Column("state", String(16), nullable=False),  # proposed | executing | verified | mismatch | unknown | failed
    Column("effect_hash", String(64), index=True),  # what it does to the books; none for steps of old versions
    Column("creates", Boolean, nullable=False, default=False),  # whether its record comes to be by it
    Column("attempts", Integer, nullable=False, default=0),  # requests of it that were begun
    _time("sent_at", nullable=True),  # before the first of them; none as long as nothing can have left
    _time("sent_after", nullable=True),  # a time of Xero's clock before the first of them
    Column("before_hash", String(64)),  # of the record as it was before the first of them
    _time("answered_at", nullable=True),  # when Xero answered that it did it; what is left is to read it back
    _time("missed_at", nullable=True),  # by Xero's clock, when a look first found nothing of it
    _time("settled_at", nullable=True),
    Column("record_id", String(64), index=True),
    Column("record", Text),  # JSON of the record as read back
    Column("detail", Text),
)

audit_heads = Table(
    "audit_heads",  # one row a workspace: the end of its chain, locked by each writer
    metadata,
    Column("workspace_id", String(128), primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("hash", String(64), nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("workspace_id", String(128), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    _time("at"),
    Column("actor", String(255), nullable=False),
    Column("event", String(64), nullable=False),  # plan.approved, step.sent, step.verified, grant.connected …
    Column("tenant_id", String(64)),
    Column("subject", String(128)),  # plan, grant or connection id
    Column("detail", Text, nullable=False),  # canonical JSON, without secrets
    Column("previous_hash", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

limit_windows = Table(
    "limit_windows",  # what Xero last said of an organisation's limits; row "app" is the whole app's
    metadata,
    Column("scope", String(64), primary_key=True),  # tenant id, or "app:" and the client id
    Column("minute_remaining", Integer),
    _time("minute_started_at", nullable=True),  # the first answer seen in the current minute window
    _time("minute_seen_at", nullable=True),
    Column("day_remaining", Integer),
    _time("day_seen_at", nullable=True),
    _time("blocked_until", nullable=True),
    Column("blocked_by", String(16)),  # minute | day | appminute | concurrent
)

limit_blocks = Table(
    "limit_blocks",  # one row a slot in use: a process may make `granted` calls, one at a time, until the lease ends
    metadata,
    _id(),
    Column("scope", String(64), nullable=False, index=True),
    Column("owner", String(64), nullable=False),
    Column("granted", Integer, nullable=False),
    _time("granted_at"),
    _time("lease_until"),
)

usage = Table(
    "usage",  # calls and bytes a day, for each organisation and each feature that caused them
    metadata,
    _workspace(primary_key=True),
    Column("tenant_id", String(64), primary_key=True),
    Column("feature", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),  # UTC date
    Column("calls", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)

polls = Table(
    "polls",  # what is due: one row an organisation and resource
    metadata,
    _workspace(primary_key=True),
    Column("tenant_id", String(64), primary_key=True),
    Column("resource", String(32), primary_key=True),  # the row's name; nothing is read out of it
    Column("stream_type", String(16), nullable=False),  # changes | daily_check | full_resync
    Column("list_name", String(32), nullable=False),  # Xero's list that is polled; empty for the daily check
    _time("cursor", nullable=True),  # the greatest UpdatedDateUTC in committed rows; never our own clock
    _time("moved_at", nullable=True),  # when, by our clock, the cursor moved last
    Column("seeded", Boolean, nullable=False, default=False),  # everything was heard once; from now on changes are told
    _time("due_at"),
    Column("interval_s", Integer, nullable=False),
    _time("started_at", nullable=True),
    _time("finished_at", nullable=True),  # the last cycle that heard everything
    Column("failures", Integer, nullable=False, default=0),
    Column("error", Text),  # JSON of the error body of the last cycle that failed
    Index("ix_polls_due", "due_at"),
)

poll_leases = Table(
    "poll_leases",  # one poller at an organisation, whatever workspaces it is connected to
    metadata,
    Column("tenant_id", String(64), primary_key=True),
    Column("fence", Integer, nullable=False),
    Column("lease_owner", String(64)),
    _time("lease_until", nullable=True),
)

records = Table(
    "records",  # the mirror: each record as Xero last gave it, and the words it is found by
    metadata,
    Column("id", _NUMBER, primary_key=True, autoincrement=True),
    _workspace(),
    Column("tenant_id", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("status", String(64)),  # Xero's word for it; none for a kind without, and for a row of which it is unknown
    _time("updated_at", nullable=True),  # Xero's UpdatedDateUTC
    _time("as_of"),  # when we heard it
    Column("hash", String(32), nullable=False),  # of the body: an unchanged record is no change
    Column("body", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("snippet", Text, nullable=False),
    Column("number", String(255)),  # folded, as reference
    Column("reference", String(255)),
    Column("amount", String(40)),  # exact decimal text
    Column("words", Text, nullable=False),
    UniqueConstraint("workspace_id", "tenant_id", "kind", "record_id"),
    Index("ix_records_number", "workspace_id", "number"),
    Index("ix_records_reference", "workspace_id", "reference"),
    Index("ix_records_amount", "workspace_id", "amount"),
)

search_grams = Table(
    "search_grams",  # every word of the mirror by its runs of three letters, to find it when it is misspelt
    metadata,
    _workspace(primary_key=True),
    Column("gram", String(3), primary_key=True),
    Column("word", String(64), primary_key=True),
)

search_words = Table(
    "search_words",  # every word of each record, on PostgreSQL alone; ordered by bytes: equal beginnings stand together
    metadata,
    _workspace(primary_key=True),
    Column("word", String(64).with_variant(String(64, collation="C"), "postgresql"), primary_key=True),
    Column("kind", String(32), primary_key=True),
    Column("record", BigInteger, ForeignKey("records.id", ondelete="CASCADE"), primary_key=True, index=True),
)

events = Table(
    "events",  # the outbox: written with the rows it tells of, delivered after
    metadata,
    Column("number", _NUMBER, primary_key=True, autoincrement=True),
    _workspace(),
    Column("id", String(64), nullable=False),  # stable: the same happening is the same event
    Column("tenant_id", String(64), nullable=False),
    Column("trigger", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False),  # pending | delivered | dead
    Column("attempts", Integer, nullable=False, default=0),
    _time("next_attempt_at"),
    Column("lease_owner", String(64)),
    Column("error", Text),
    _time("created_at"),
    _time("delivered_at", nullable=True),
    UniqueConstraint("workspace_id", "id"),
    Index("ix_events_state", "state", "next_attempt_at"),
    Index("ix_events_record", "workspace_id", "tenant_id", "kind", "record_id", "state", "number"),
)

subscriptions = Table(
    "subscriptions",  # which triggers a workspace has turned on
    metadata,
    _id(),
    _workspace(index=True),
    Column("trigger", String(64), nullable=False),
    Column("tenant_id", String(64)),  # none: every organisation of the workspace
    Column("filters", Text, nullable=False),
    _time("since"),  # by Xero's clock where it is known: what happened before is not told
    Column("created_by", String(255), nullable=False),
    _time("created_at"),
    _time("ended_at", nullable=True),
    _time("lapses_at", nullable=True),  # whoever listens only for a while puts this off while he is there
)

api_tokens = Table(
    "api_tokens",  # callers of the HTTP service
    metadata,
    _id(),
    _workspace(index=True),
    Column("name", String(128), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),  # sha256; the token itself is shown once and not kept
    Column("rights", String(64), nullable=False),  # of read, write, approve, admin; separated by spaces
    _time("created_at"),
    _time("expires_at", nullable=True),
    _time("last_used_at", nullable=True),
    _time("revoked_at", nullable=True),
)

statement_lines = Table(
    "statement_lines",  # lines of bank statements, each once however often its file is given
    metadata,
    _workspace(primary_key=True),
    Column("tenant_id", String(64), primary_key=True),
    Column("account_id", String(64), primary_key=True),
    Column("line_id", String(64), primary_key=True),
    Column("day", String(10), nullable=False),
    Column("amount", String(40), nullable=False),  # signed decimal text, + is money in
    Column("currency", String(3)),
    Column("words", Text, nullable=False),  # JSON: payee, reference, description
    Column("state", String(16), nullable=False),  # open | planned | applied
    Column("plan_id", String(64)),
    _time("imported_at"),
)

statement_layouts = Table(
    "statement_layouts",  # how the bank files of an account are read, as a person answered
    metadata,
    _workspace(primary_key=True),
    Column("tenant_id", String(64), primary_key=True),
    Column("account_id", String(64), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("layout", Text, nullable=False),  # JSON of what was answered
    _time("answered_at"),
)

caller_requests = Table(
    "caller_requests",  # keys by which callers name their requests, and what each was answered
    metadata,
    _workspace(primary_key=True),
    Column("caller", String(255), primary_key=True),
    Column("key_hash", String(64), primary_key=True),  # sha256 of the caller's key
    Column("request_hash", String(64), nullable=False),  # of what was asked with it
    *(Column("fence", Integer, nullable=False), Column("lease_owner", String(64)), _time("lease_until", nullable=True)),
    Column("plan_id", String(64)),  # the plan that the request made
    *(Column("status", Integer), Column("headers", Text), Column("answer", Text)),  # the final one, byte by byte
    _time("created_at"),
    Column("expires_at", UtcTime, nullable=False, index=True),
)

ROW_SECURED = (
    grants, connections, logins, plans, plan_steps, audit, audit_heads, usage,
    polls, records, search_grams, search_words, events, subscriptions, api_tokens, statement_lines,
    statement_layouts, caller_requests,
)  # fmt: skip
"""Tables of a workspace: on PostgreSQL each has row-level security forced."""
