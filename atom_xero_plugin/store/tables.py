"""The tables. Every table of a workspace carries `workspace_id`; times are aware UTC; secrets are encrypted bytes."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)  # fmt: skip

from atom_xero_plugin.store.caller_tables import (
    api_tokens,
    browser_sessions,
    caller_requests,
    login_links,
    sign_in_links,
)
from atom_xero_plugin.store.columns import NUMBER, id_column, metadata, time_column, workspace_column
from atom_xero_plugin.store.file_tables import stored_files
from atom_xero_plugin.store.policy_tables import policies
from atom_xero_plugin.store.record_tables import by_numbers, record_versions, records, search_grams, search_words
from atom_xero_plugin.store.report_tables import saved_reports
from atom_xero_plugin.store.statement_tables import imported_lines, imported_statements, ruled_out_matches
from atom_xero_plugin.store.view_tables import chosen_columns, saved_views

__all__ = ["by_numbers", "metadata", "record_versions", "records", "search_grams", "search_words"]

grants = Table(
    "grants",
    metadata,
    id_column(),
    workspace_column(index=True),
    Column("kind", String(16), nullable=False),  # web | pkce | custom
    Column("client_id", String(128), nullable=False),
    Column("xero_user_id", String(64)),
    Column("scopes", Text, nullable=False),  # separated by spaces, as Xero granted them
    Column("state", String(16), nullable=False),  # active | needs_reauth | revoked
    Column("state_reason", Text),
    Column("sealed_tokens", LargeBinary),  # the current token set
    Column("sealed_previous", LargeBinary),  # the refresh token before it, for Xero's 30-minute grace
    time_column("previous_until", nullable=True),
    time_column("access_expires_at", nullable=True),
    time_column("refreshed_at", nullable=True),
    Column("generation", Integer, nullable=False, default=0),
    Column("fence", Integer, nullable=False, default=0),
    Column("lease_owner", String(64)),
    time_column("lease_until", nullable=True),
    Column("attempt_id", String(64)),  # of versions before; nothing writes or reads it
    time_column("refresh_started_at", nullable=True),
    Column("failures", Integer, nullable=False, default=0),
    Column("key_id", String(16)),  # which encryption key encrypted it
    time_column("created_at"),
    time_column("updated_at"),
)

connections = Table(
    "connections",
    metadata,
    id_column(),  # ours
    workspace_column(),
    Column("grant_id", String(64), ForeignKey("grants.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("xero_connection_id", String(64)),  # what DELETE /connections takes; none for a custom connection
    Column("tenant_id", String(64), nullable=False),
    Column("tenant_type", String(32), nullable=False),
    Column("tenant_name", String(255), nullable=False),
    Column("state", String(16), nullable=False),  # connected | disconnected
    Column("state_reason", Text),  # a sentence for people
    Column("ended_by", String(16)),  # person (here, on purpose) | xero (it lists it no more); none while connected
    Column("details", JSON),  # the Organisation record, refreshed daily
    time_column("details_at", nullable=True),
    time_column("created_at"),
    time_column("updated_at"),
    UniqueConstraint("workspace_id", "grant_id", "tenant_id"),
    Index("ix_connections_workspace", "workspace_id", "tenant_id"),
)

logins = Table(
    "logins",  # one row a login that began and has not come back yet
    metadata,
    id_column(),  # sha256 of the state
    workspace_column(),
    Column("kind", String(16), nullable=False),
    Column("sealed_secrets", LargeBinary, nullable=False),  # PKCE verifier and nonce
    Column("binding", String(64)),  # sha256 of the cookie of the browser that began
    Column("redirect_uri", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("key_id", String(16)),
    time_column("expires_at"),
    time_column("used_at", nullable=True),
    time_column("created_at"),
)

plans = Table(
    "plans",
    metadata,
    id_column(),
    workspace_column(),
    Column("tenant_id", String(64), nullable=False),
    Column("skill", String(64), nullable=False),
    Column("arguments", Text, nullable=False),  # canonical JSON
    Column("proposal", Text, nullable=False),  # canonical JSON; what the hash is taken over
    Column("hash", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("proposed_by", String(255), nullable=False),
    Column("approved_by", String(255)),
    time_column("approved_at", nullable=True),
    Column("approval_number", BigInteger),  # the audit row in which it was approved
    Column("approvals_needed", Integer, nullable=False, default=1, server_default="1"),  # 2 where a policy asks for two
    Column("first_approved_by", String(255)),  # of two people the first
    time_column("first_approved_at", nullable=True),
    Column("first_approval_number", BigInteger),
    Column("first_approval_mac", String(96)),
    Column("approval_mac", String(96)),  # key id and HMAC of what was approved, by whom and when: store/approvals.py
    time_column("expires_at"),
    Column("fence", Integer, nullable=False, default=0),
    Column("lease_owner", String(64)),
    time_column("lease_until", nullable=True),
    Column("result", Text),  # JSON of the answer
    Column("error", Text),  # JSON of the error body
    Column("undo_of", String(64)),
    time_column("created_at"),
    time_column("updated_at"),
    Index("ix_plans_workspace", "workspace_id", "created_at"),
)

plan_steps = Table(
    "plan_steps",  # the intent, written before the call, and what came of it
    metadata,
    Column("plan_id", String(64), ForeignKey("plans.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    workspace_column(),
    Column("idempotency_key", String(128), nullable=False, unique=True),
    Column("body_hash", String(64), nullable=False),
    Column("state", String(16), nullable=False),  # proposed | executing | verified | mismatch | unknown | failed
    Column("effect_hash", String(64), index=True),  # what it does to the books; none for steps of old versions
    Column("creates", Boolean, nullable=False, default=False),  # whether its record comes to be by it
    Column("attempts", Integer, nullable=False, default=0),  # requests of it that were begun
    time_column("sent_at", nullable=True),  # before the first of them; none as long as nothing can have left
    time_column("sent_after", nullable=True),  # a time of Xero's clock before the first of them
    Column("before_hash", String(64)),  # of the record as it was before the first of them
    time_column("answered_at", nullable=True),  # when Xero answered that it did it; what is left is to read it back
    time_column("missed_at", nullable=True),  # by Xero's clock, when a check first found nothing of it
    time_column("settled_at", nullable=True),
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
    time_column("at"),
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
    time_column("minute_started_at", nullable=True),  # the first answer seen in the current minute window
    time_column("minute_seen_at", nullable=True),
    Column("day_remaining", Integer),
    time_column("day_seen_at", nullable=True),
    time_column("blocked_until", nullable=True),
    Column("blocked_by", String(16)),  # minute | day | appminute | concurrent
)

limit_blocks = Table(
    "limit_blocks",  # one row a slot in use: a process may make `granted` calls, one at a time, until the lease ends
    metadata,
    id_column(),
    Column("scope", String(64), nullable=False, index=True),
    Column("owner", String(64), nullable=False),
    Column("granted", Integer, nullable=False),
    time_column("granted_at"),
    time_column("lease_until"),
)

usage = Table(
    "usage",  # calls and bytes a day, for each organisation and each feature that caused them
    metadata,
    workspace_column(primary_key=True),
    Column("tenant_id", String(64), primary_key=True),
    Column("feature", String(64), primary_key=True),
    Column("day", String(10), primary_key=True),  # UTC date
    Column("calls", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)

polls = Table(
    "polls",  # what is due: one row an organisation and resource
    metadata,
    workspace_column(primary_key=True),
    Column("tenant_id", String(64), primary_key=True),
    Column("resource", String(32), primary_key=True),  # the row's name; nothing is read out of it
    Column("stream_type", String(16), nullable=False),  # changes | daily_check | full_resync
    Column("list_name", String(32), nullable=False),  # Xero's list that is polled; empty for the daily check
    time_column("cursor", nullable=True),  # the greatest UpdatedDateUTC in committed rows; never our own clock
    time_column("moved_at", nullable=True),  # when, by our clock, the cursor moved last
    Column(
        "seeded", Boolean, nullable=False, default=False
    ),  # everything was synced once; from now on changes are reported
    time_column("due_at"),
    Column("interval_s", Integer, nullable=False),
    time_column("started_at", nullable=True),
    time_column("finished_at", nullable=True),  # the last poll run that synced everything
    Column("failures", Integer, nullable=False, default=0),
    Column("error", Text),  # JSON of the error body of the last poll run that failed
    Index("ix_polls_due", "due_at"),
)

poll_leases = Table(
    "poll_leases",  # one poller at an organisation, whatever workspaces it is connected to
    metadata,
    Column("tenant_id", String(64), primary_key=True),
    Column("fence", Integer, nullable=False),
    Column("lease_owner", String(64)),
    time_column("lease_until", nullable=True),
)

events = Table(
    "events",  # the outbox: written with the rows it reports, delivered after
    metadata,
    Column("number", NUMBER, primary_key=True, autoincrement=True),
    workspace_column(),
    Column("id", String(64), nullable=False),  # stable: the same event is the same event
    Column("tenant_id", String(64), nullable=False),
    Column("trigger", String(64), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False),  # pending | delivered | dead
    Column("attempts", Integer, nullable=False, default=0),
    time_column("next_attempt_at"),
    Column("lease_owner", String(64)),
    Column("error", Text),
    time_column("created_at"),
    time_column("delivered_at", nullable=True),
    UniqueConstraint("workspace_id", "id"),
    Index("ix_events_state", "state", "next_attempt_at"),
    Index("ix_events_record", "workspace_id", "tenant_id", "kind", "record_id", "state", "number"),
)

subscriptions = Table(
    "subscriptions",  # which triggers a workspace has turned on
    metadata,
    id_column(),
    workspace_column(index=True),
    Column("trigger", String(64), nullable=False),
    Column("tenant_id", String(64)),  # none: every organisation of the workspace
    Column("filters", Text, nullable=False),
    time_column("since"),  # by Xero's clock where it is known: what happened before is not reported
    Column("created_by", String(255), nullable=False),
    time_column("created_at"),
    time_column("ended_at", nullable=True),
    time_column("lapses_at", nullable=True),  # whoever listens only for a while puts this off while he is there
)

statement_lines = Table(
    "statement_lines",  # lines of bank statements, each once however often its file is given
    metadata,
    workspace_column(primary_key=True),
    Column("tenant_id", String(64), primary_key=True),
    Column("account_id", String(64), primary_key=True),
    Column("line_id", String(64), primary_key=True),
    Column("day", String(10), nullable=False),
    Column("amount", String(40), nullable=False),  # signed decimal text, + is money in
    Column("currency", String(3)),
    Column("words", Text, nullable=False),  # JSON: payee, reference, description
    Column("state", String(16), nullable=False),  # open | planned | applied
    Column("plan_id", String(64)),
    time_column("imported_at"),
)

statement_layouts = Table(
    "statement_layouts",  # how the bank files of an account are read, as a person answered
    metadata,
    workspace_column(primary_key=True),
    Column("tenant_id", String(64), primary_key=True),
    Column("account_id", String(64), primary_key=True),
    Column("fingerprint", String(64), primary_key=True),
    Column("layout", Text, nullable=False),  # JSON of what was answered
    time_column("answered_at"),
)

ROW_SECURED = (
    grants, connections, logins, plans, plan_steps, audit, audit_heads, usage,
    polls, records, record_versions, search_grams, search_words, events, subscriptions, statement_lines,
    statement_layouts, api_tokens, browser_sessions, login_links, sign_in_links, caller_requests, stored_files,
    policies, saved_reports, imported_statements, imported_lines, ruled_out_matches,
    saved_views, chosen_columns,
)  # fmt: skip
"""Tables of a workspace: on PostgreSQL each has row-level security forced."""
