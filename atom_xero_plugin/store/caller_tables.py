"""The tables of those who call the service: programs by API tokens, people in a browser, and what they asked for.

Secrets are kept as their SHA-256 alone; each is shown once.
"""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text

from atom_xero_plugin.store.columns import id_column, metadata, time_column, workspace_column
from atom_xero_plugin.store.times import UtcTime

api_tokens = Table(
    "api_tokens",  # callers of the HTTP service
    metadata,
    id_column(),
    workspace_column(index=True),
    Column("name", String(128), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),  # sha256; the token itself is shown once and not kept
    Column("rights", String(64), nullable=False),  # of read, write, approve, admin; separated by spaces
    Column("organisations", Text),  # tenant ids that it is limited to, separated by spaces; none for every one
    Column("skills", Text),  # names of skills, likewise
    time_column("created_at"),
    time_column("expires_at", nullable=True),
    time_column("last_used_at", nullable=True),
    time_column("revoked_at", nullable=True),
)

browser_sessions = Table(
    "browser_sessions",  # browsers that were signed in with an API token
    metadata,
    id_column(),
    workspace_column(index=True),
    Column("token_id", String(128), nullable=False),  # it may what that token may, for as long as the token works
    Column("hash", String(64), nullable=False, unique=True),
    time_column("created_at"),
    time_column("expires_at"),
    time_column("seen_at", nullable=True),  # to the minute; none since it was made
    Column("about", String(128)),  # what the browser calls itself
)

sign_in_links = Table(
    "sign_in_links",  # one-time links, each signs one browser in by a token
    metadata,
    id_column(),
    workspace_column(index=True),
    Column("token_id", String(128), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    time_column("created_at"),
    time_column("expires_at"),
)

login_links = Table(
    "login_links",  # one-time links, each lets one browser begin one login at Xero
    metadata,
    id_column(),
    workspace_column(index=True),
    Column("invited_by", String(128), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    time_column("created_at"),
    time_column("expires_at"),
)

caller_requests = Table(
    "caller_requests",  # keys by which callers name their requests, and what each was answered
    metadata,
    workspace_column(primary_key=True),
    Column("caller", String(255), primary_key=True),
    Column("key_hash", String(64), primary_key=True),  # sha256 of the caller's key
    Column("request_hash", String(64), nullable=False),  # of what was asked with it
    Column("fence", Integer, nullable=False),
    Column("lease_owner", String(64)),
    time_column("lease_until", nullable=True),
    Column("plan_id", String(64)),  # the plan that the request made
    Column("status", Integer),  # with the two below the final answer, byte by byte
    Column("headers", Text),
    Column("answer", Text),
    time_column("created_at"),
    Column("expires_at", UtcTime, nullable=False, index=True),
)
