"""Every setting: its environment name, type, default and one sentence. Read once, where a program starts.

README's table is printed from `SETTINGS`; nothing else in the project reads the environment for a setting.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

from atom_xero_plugin.core.errors import FixSetup, KeyMissing

KEY_FILE = "encryption.key"
"""In ATOM_XERO_HOME: made by `keys new`, the demo and `connect --sandbox`, used when no key is set."""
DEFAULT_REDIRECT = "http://localhost:5058/api/integrations/xero/auth/callback"
_LARGEST_KEY_FILE = 65_536
_WORKSPACE = re.compile(r"\w[\w.:@+-]{0,127}")


@dataclass(frozen=True)
class Setting:
    """One environment variable."""

    env: str
    field: str
    default: str
    sentence: str
    secret: bool = False


SETTINGS: tuple[Setting, ...] = (
    Setting("ATOM_XERO_HOME", "home", "the XDG data folder", "Folder for the database and the demo's key file."),
    Setting(
        "ATOM_XERO_DATABASE_URL",
        "database_url",
        "SQLite in ATOM_XERO_HOME",
        "Where everything is kept: sqlite:///path or postgresql://user@host/name.",
        secret=True,
    ),
    Setting(
        "ATOM_OAUTH_ENCRYPTION_KEY",
        "encryption_keys",
        "encryption.key in ATOM_XERO_HOME",
        "Key or keys that encrypt the tokens, newest first, separated by commas: Fernet keys, or secrets of 32 or "
        "more characters.",
        secret=True,
    ),
    Setting(
        "ATOM_OAUTH_ENCRYPTION_KEY_FILE",
        "key_file",
        "encryption.key in ATOM_XERO_HOME",
        "File with the keys, one a line, newest first, used when ATOM_OAUTH_ENCRYPTION_KEY is not set; programs that "
        "run read it again when it changes.",
    ),
    Setting("XERO_CLIENT_ID", "client_id", "", "Client id of your app at developer.xero.com."),
    Setting(
        "XERO_CLIENT_SECRET",
        "client_secret",
        "",
        "Client secret of your app; leave it empty for a PKCE app, which has none.",
        secret=True,
    ),
    Setting(
        "XERO_APP_TYPE",
        "app_type",
        "web with a secret, else pkce",
        "Kind of app: web, pkce, or custom (a custom connection to one organisation).",
    ),
    Setting("XERO_REDIRECT_URI", "redirect_uri", DEFAULT_REDIRECT, "Where Xero sends the browser after the login."),
    Setting(
        "XERO_SCOPES",
        "scopes",
        "standard",
        "What to ask Xero for: a preset (standard, read_only, everything, legacy) or scopes separated by spaces.",
    ),
    Setting("XERO_LOGIN_URL", "login_url", "https://login.xero.com", "Base address of Xero's login page."),
    Setting("XERO_IDENTITY_URL", "identity_url", "https://identity.xero.com", "Base address of Xero's token service."),
    Setting("XERO_API_URL", "api_url", "https://api.xero.com", "Base address of Xero's API."),
    Setting("ATOM_XERO_WORKSPACE", "workspace", "default", "Workspace the command line works in."),
    Setting("ATOM_XERO_TIMEOUT_S", "timeout_s", "30", "Seconds a single call to Xero may take in all."),
    Setting(
        "ATOM_XERO_PATIENCE_S",
        "patience_s",
        "10",
        "Longest wait in seconds for a rate limit to free up before a clear error is given instead.",
    ),
    Setting(
        "ATOM_XERO_DAY_RESERVE",
        "day_reserve",
        "0.2",
        "Share of the daily calls kept for people; background work stops there.",
    ),
    Setting("ATOM_XERO_PAGE_SIZE", "page_size", "1000", "Records asked for at once in the background, from 1 to 1000."),
    Setting(
        "ATOM_XERO_POLL_MINUTES",
        "poll_minutes",
        "15",
        "Longest time between two polls of a list in which nothing happens, 1 to 60; each kind of record is a list.",
    ),
    Setting("ATOM_XERO_EVENT_DAYS", "event_days", "90", "Days that an event is kept once it was delivered."),
    Setting("ATOM_XERO_PLAN_MINUTES", "plan_minutes", "30", "Minutes until a plan that nobody approved expires."),
    Setting(
        "ATOM_XERO_TOKEN",
        "api_token",
        "",
        "API token by which a program without a terminal approves a plan; it needs the right to approve.",
        secret=True,
    ),
    Setting(
        "ATOM_XERO_APPROVE_BY_HASH",
        "approve_by_hash",
        "no",
        "yes lets programs without a terminal approve a plan by its hash alone, with no token of a person.",
    ),
    Setting(
        "ATOM_XERO_MCP_TEXT",
        "mcp_text",
        "12000",
        "Bytes of text that an answer to an AI chat may have, from 2000 to 200000; rows beyond are left out and named.",
    ),
    Setting(
        "ATOM_XERO_MCP_TOOLS",
        "mcp_tools",
        "default",
        "Skills that are tools of their own in an AI chat: names, and default, all or none; the others are found and "
        "run by three tools.",
    ),
    Setting(
        "ATOM_XERO_FILE_FOLDERS",
        "file_folders",
        "",
        "Folders on this machine from which files may be attached, separated by : (; on Windows); none unless set.",
    ),
    Setting(
        "ATOM_XERO_REQUIRED_TRACKING",
        "required_tracking",
        "",
        "Tracking categories of which each line of an invoice, bill or credit note must name an option, separated by "
        "commas; a plan warns of those that do not.",
    ),
    Setting(
        "ATOM_XERO_HEADER_TIMEOUT_S",
        "header_timeout_s",
        "10",
        "Seconds within which a request's head must arrive whole.",
    ),
    Setting(
        "ATOM_XERO_BODY_TIMEOUT_S", "body_timeout_s", "30", "Seconds within which a request's body must arrive whole."
    ),
    Setting("ATOM_XERO_LOG", "log_level", "warning", "How much is logged: debug, info, warning or error."),
    Setting(
        "ATOM_XERO_LOG_FORMAT", "log_format", "text", "How log lines are written: text, or json (one object a line)."
    ),
)


_NUMBERS = (
    ("timeout_s", 1, 300),
    ("patience_s", 0, 60),
    ("day_reserve", 0, 0.9),
    ("header_timeout_s", 0.1, 300),
    ("body_timeout_s", 0.1, 3600),
)
_WHOLE_NUMBERS = (
    ("poll_minutes", 1, 60),
    ("plan_minutes", 1, 1440),
    ("page_size", 1, 1000),
    ("event_days", 1, 3650),
    ("mcp_text", 2_000, 200_000),
)


@dataclass(frozen=True)
class Settings:
    """The settings of one running program. Build it with `load`; tests build it directly."""

    home: Path
    database_url: str
    encryption_keys: str = ""
    key_file: Path | None = None
    """Where the keys come from; None where the environment gives them itself."""
    client_id: str = ""
    client_secret: str = ""
    app_type: str = "web"
    redirect_uri: str = DEFAULT_REDIRECT
    scopes: str = "standard"
    login_url: str = "https://login.xero.com"
    identity_url: str = "https://identity.xero.com"
    api_url: str = "https://api.xero.com"
    workspace: str = "default"
    timeout_s: float = 30.0
    patience_s: float = 10.0
    day_reserve: float = 0.2
    page_size: int = 1_000
    poll_minutes: int = 15
    event_days: int = 90
    plan_minutes: int = 30
    api_token: str = ""
    approve_by_hash: bool = False
    mcp_text: int = 12_000
    mcp_tools: str = "default"
    file_folders: tuple[Path, ...] = ()
    """Whole paths, as they were given."""
    required_tracking: tuple[str, ...] = ()
    header_timeout_s: float = 10.0
    body_timeout_s: float = 30.0
    log_level: str = "warning"
    log_format: str = "text"

    def __repr__(self) -> str:
        secret = {setting.field for setting in SETTINGS if setting.secret}
        shown = (f"{f.name}={'***' if f.name in secret else repr(getattr(self, f.name))}" for f in fields(self))
        return f"Settings({', '.join(shown)})"


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from the environment.

    Raises FixSetup with one plain sentence for the first thing that is wrong, KeyMissing for a key file that others can
    read. What only some commands need (client id, encryption key) is checked where it is used.
    """
    env = os.environ if environment is None else environment
    given = {s.field: env[s.env].strip() for s in SETTINGS if env.get(s.env, "").strip()}
    values: dict[str, Any] = dict(given)
    values["home"] = Path(given["home"]).expanduser() if "home" in given else _data_folder()
    values["database_url"] = _database_url(given.get("database_url"), values["home"])
    values["key_file"] = None
    if "encryption_keys" not in given:
        values["key_file"] = Path(given["key_file"]).expanduser() if "key_file" in given else values["home"] / KEY_FILE
        values["encryption_keys"] = _key_in(values["key_file"])
    by_hash = _choice("ATOM_XERO_APPROVE_BY_HASH", given.get("approve_by_hash"), ("yes", "no"))
    values["approve_by_hash"] = by_hash == "yes"
    values["app_type"] = _choice("XERO_APP_TYPE", given.get("app_type"), ("web", "pkce", "custom")) or (
        "web" if given.get("client_secret") or not given.get("client_id") else "pkce"
    )
    _check_numbers(given, values)
    for field in ("login_url", "identity_url", "api_url"):
        if field in given:
            values[field] = _base_address(_env_of(field), given[field])
    if "redirect_uri" in given:
        values["redirect_uri"] = _redirect_address(given["redirect_uri"])
    if "workspace" in given:
        values["workspace"] = _workspace(given["workspace"])
    if "file_folders" in given:
        values["file_folders"] = _folders(given["file_folders"])
    if "required_tracking" in given:
        named = (each.strip() for each in given["required_tracking"].split(","))
        values["required_tracking"] = tuple(each for each in named if each)
    if "log_level" in given:
        values["log_level"] = _choice("ATOM_XERO_LOG", given["log_level"], ("debug", "info", "warning", "error"))
    if "log_format" in given:
        values["log_format"] = _choice("ATOM_XERO_LOG_FORMAT", given["log_format"], ("text", "json"))
    return Settings(**values)


def _check_numbers(given: Mapping[str, str], values: dict[str, Any]) -> None:
    for field, low, high in _NUMBERS:
        if field in given:
            values[field] = _number(_env_of(field), given[field], low, high)
    for field, low, high in _WHOLE_NUMBERS:
        if field in given:
            values[field] = _whole_number(_env_of(field), given[field], low, high)


def _env_of(field: str) -> str:
    return next(setting.env for setting in SETTINGS if setting.field == field)


def _key_in(path: Path) -> str:
    if not path.is_file():
        return ""
    if path.stat().st_mode & 0o077:
        raise KeyMissing(f"{path} can be read by others, so its key is not used.", hint=f"Run `chmod 600 {path}`.")
    with path.open("rb") as file:
        text = file.read(_LARGEST_KEY_FILE).decode("utf-8", "replace")
    return ",".join(part.strip() for part in re.split(r"[,\r\n]+", text) if part.strip())


def _data_folder() -> Path:
    from platformdirs import user_data_path  # only when no home is set: keeps the import light

    return user_data_path("atom-xero", appauthor=False)


def _database_url(text: str | None, home: Path) -> str:
    if text is None:
        return f"sqlite+aiosqlite:///{home / 'atom-xero.db'}"
    scheme, separator, rest = text.partition("://")
    drivers = {
        "sqlite": "sqlite+aiosqlite",
        "sqlite+aiosqlite": "sqlite+aiosqlite",
        "postgres": "postgresql+psycopg",
        "postgresql": "postgresql+psycopg",
        "postgresql+psycopg": "postgresql+psycopg",
    }
    if not separator or scheme not in drivers:
        raise FixSetup(
            "ATOM_XERO_DATABASE_URL must begin with sqlite:/// or postgresql://.",
            hint="Set it like sqlite:////var/lib/atom-xero.db or postgresql://user@host/name.",
        )
    if drivers[scheme].startswith("sqlite") and rest.partition("?")[0] in {"", "/", "/:memory:"}:
        raise FixSetup(
            "ATOM_XERO_DATABASE_URL must name a file: what is only in memory is lost with the program.",
            hint="Set it like sqlite:////var/lib/atom-xero.db.",
        )
    return f"{drivers[scheme]}://{rest}"


def _base_address(env: str, text: str) -> str:
    parts = split_address(text)
    local = parts is not None and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts is None or not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and local)):
        raise FixSetup(f"{env} must be an https address (http is allowed for localhost only).")
    if parts.query or parts.fragment or parts.username is not None:
        raise FixSetup(f"{env} must be an address alone, without a name and password, a query or a fragment.")
    return text.rstrip("/")


def _redirect_address(text: str) -> str:
    """As Xero takes it: https, or http on localhost by that name; compared letter for letter, so kept as it is."""
    parts = split_address(text)
    local = parts is not None and parts.scheme == "http" and parts.hostname == "localhost"
    if parts is None or not parts.hostname or not (parts.scheme == "https" or local) or parts.fragment:
        raise FixSetup(
            f"XERO_REDIRECT_URI must be an https address, or one on this machine like {DEFAULT_REDIRECT}.",
            hint="Xero does not take 127.0.0.1; register the localhost address with your app.",
        )
    return text


def split_address(text: str) -> SplitResult | None:
    """An address in its parts; None for what is none, or has a port that is no number."""
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises for a port that is no number
    except ValueError:
        return None
    return parts


def _folders(text: str) -> tuple[Path, ...]:
    """Folders that are there, by whole paths; the root of the file system would allow everything."""
    found = tuple(Path(part.strip()).expanduser() for part in text.split(os.pathsep) if part.strip())
    for each in found:
        if not each.is_absolute() or not each.is_dir() or each.resolve().parent == each.resolve():
            raise FixSetup(f"ATOM_XERO_FILE_FOLDERS must name folders by whole paths; {str(each)[:200]} is none.")
    return found


def _workspace(text: str) -> str:
    """A name of a workspace; `*` would stand for all of them."""
    if not _WORKSPACE.fullmatch(text):
        raise FixSetup(
            "ATOM_XERO_WORKSPACE must be 1 to 128 letters, digits and characters of . _ : @ + -, and begin with one "
            "of the first two."
        )
    return text


def _choice(env: str, text: str | None, allowed: tuple[str, ...]) -> str | None:
    if text is None:
        return None
    if text.lower() not in allowed:
        raise FixSetup(f"{env} must be one of {', '.join(allowed)}.")
    return text.lower()


def _number(env: str, text: str, low: float, high: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise FixSetup(f"{env} must be a number from {low} to {high}.")
    return value


def _whole_number(env: str, text: str, low: int, high: int) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10 and low <= int(text) <= high):  # noqa: PLR2004 - any length that int() takes quickly
        raise FixSetup(f"{env} must be a whole number from {low} to {high}.")
    return int(text)
