"""The parts of the plugin put together once, from the settings: database, login, tokens, limits and clients."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

import httpx2

from atom_xero_plugin.accounting.organisations import Organisations
from atom_xero_plugin.auth.connections import Connection, Connections
from atom_xero_plugin.auth.oauth import OAuth
from atom_xero_plugin.auth.tokens import Tokens
from atom_xero_plugin.core.clock import Clock, SystemClock
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.core.loopback import trust_for
from atom_xero_plugin.core.settings import Settings
from atom_xero_plugin.rate_limits.gate import LimitGate
from atom_xero_plugin.rate_limits.shared import SharedLimits
from atom_xero_plugin.store.caller_requests import CallerRequests
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.xero.client import Priority, XeroClient
from atom_xero_plugin.xero.write import FileContent

if TYPE_CHECKING:  # each part is loaded by what first needs it: a command that reads starts without the rest
    from atom_xero_plugin.accounting.files import Files
    from atom_xero_plugin.accounting.lists.known_groups import KnownGroups
    from atom_xero_plugin.accounting.lists.record_lists import RecordLists
    from atom_xero_plugin.accounting.recent_reads import HeldReads
    from atom_xero_plugin.auth.login_flow import Logins
    from atom_xero_plugin.catalogue.context import Caller
    from atom_xero_plugin.events.outbox import Outbox
    from atom_xero_plugin.events.subscriptions import Subscriptions
    from atom_xero_plugin.plans.cancellation import PlanEndings
    from atom_xero_plugin.plans.execution import Execution
    from atom_xero_plugin.plans.listing import PlanLists
    from atom_xero_plugin.plans.repository import Plans
    from atom_xero_plugin.reports.monthly_cash import KnownSums
    from atom_xero_plugin.search.search import Search
    from atom_xero_plugin.store.policies import PolicyStore
    from atom_xero_plugin.store.saved_reports import SavedReports
    from atom_xero_plugin.store.saved_views import SavedViews
    from atom_xero_plugin.store.stored_files import StoredFiles
    from atom_xero_plugin.sync.poll_schedule import Polls


class _GrantTokens:
    """The tokens of one grant, as the client asks for them."""

    def __init__(self, tokens: Tokens, connection: Connection) -> None:
        self._tokens = tokens
        self._connection = connection

    async def bearer(self) -> str:
        """A token good for at least a minute."""
        return await self._tokens.bearer(self._connection.grant_id, self._connection.workspace_id)

    async def refused(self, token: str) -> None:
        """Xero said that this token has expired."""
        await self._tokens.refused(self._connection.grant_id, self._connection.workspace_id, token)


class App:
    """Everything a call needs below the dispatcher. One a program; close it at the end."""

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Clock | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
        limits: LimitGate | None = None,
    ) -> None:
        """Nothing is opened yet: a missing key or database is reported by the call that needs it."""
        self.settings = settings
        self.clock: Clock = clock or SystemClock()
        self.store = Store(settings.database_url, clock=self.clock)
        self._transport = transport
        self._limits = limits

    @cached_property
    def keyring(self) -> Keyring:
        """The encryption keys; those of a file are read again when it changes. Raises KeyMissing or KeyUnusable."""
        if self.settings.key_file is not None and self.settings.encryption_keys:
            from atom_xero_plugin.store.key_file import KeyFile

            return KeyFile(self.settings.key_file)
        return Keyring.parse(self.settings.encryption_keys)

    @cached_property
    def oauth(self) -> OAuth:
        """The protocol at Xero's login and token service."""
        return OAuth(self.settings, clock=self.clock, transport=self._transport)

    @cached_property
    def logins(self) -> Logins:
        """Logins that begin and come back."""
        from atom_xero_plugin.auth.login_flow import Logins

        return Logins(self.settings, self.store, self.keyring, self.oauth, self.connections, self.clock)

    @cached_property
    def tokens(self) -> Tokens:
        """Tokens, refreshed once however many ask."""
        return Tokens(self.store, self.keyring, self.oauth, self.clock)

    @cached_property
    def connections(self) -> Connections:
        """The organisations of every workspace."""
        return Connections(self.store, self.keyring, self.oauth, self.tokens, self.clock)

    @cached_property
    def organisations(self) -> Organisations:
        """Which organisation a call is about, and its details."""
        return Organisations(self.connections, self.clock, client_id=self.settings.client_id)

    @cached_property
    def plans(self) -> Plans:
        """Acts that change the books, from proposal to outcome."""
        from atom_xero_plugin.plans.repository import Plans
        from atom_xero_plugin.reconciliation import line_store

        expires_after = timedelta(minutes=self.settings.plan_minutes)
        return Plans(
            self.store, self.clock, expires_after=expires_after, reservations=line_store, keyring=lambda: self.keyring
        )

    @cached_property
    def policies(self) -> PolicyStore:
        """What people decided beforehand about plans."""
        from atom_xero_plugin.store.policies import PolicyStore

        return PolicyStore(self.store, lambda: self.keyring)

    @cached_property
    def caller_requests(self) -> CallerRequests:
        """Requests that callers name by a key of their own."""
        return CallerRequests(self.store)

    @cached_property
    def plan_lists(self) -> PlanLists:
        """The same plans, to look through."""
        from atom_xero_plugin.plans.listing import PlanLists

        return PlanLists(self.store)

    @cached_property
    def plan_endings(self) -> PlanEndings:
        """Refuses and withdraws plans."""
        from atom_xero_plugin.plans.cancellation import PlanEndings
        from atom_xero_plugin.reconciliation import line_store

        return PlanEndings(self.store, self.clock, reservations=line_store)

    @cached_property
    def execution(self) -> Execution:
        """Carries plans out."""
        from atom_xero_plugin.accounting.attachments import PRECONDITIONS as OF_FILES
        from atom_xero_plugin.accounting.documents.preconditions import PRECONDITIONS as OF_DOCUMENTS
        from atom_xero_plugin.accounting.invoice_emails import PRECONDITIONS as OF_EMAILS
        from atom_xero_plugin.accounting.kinds import endpoint_of
        from atom_xero_plugin.accounting.kinds.credit_steps import PRECONDITIONS as OF_CREDITS
        from atom_xero_plugin.accounting.kinds.payment_steps import PRECONDITIONS
        from atom_xero_plugin.accounting.unchanged import CHECKS
        from atom_xero_plugin.plans.execution import Execution
        from atom_xero_plugin.reconciliation import line_store

        return Execution(
            self.store,
            self.clock,
            keyring=lambda: self.keyring,
            reservations=line_store,
            preconditions={**PRECONDITIONS, **OF_CREDITS, **OF_FILES, **OF_EMAILS, **CHECKS, **OF_DOCUMENTS},
            endpoint_of=endpoint_of,
            file_content=self.file_content,
        )

    @cached_property
    def files(self) -> StoredFiles:
        """Files on their way to Xero or from it."""
        from atom_xero_plugin.store.stored_files import StoredFiles

        return StoredFiles(self.store, self.clock)

    def files_of(self, caller: Caller) -> Files:
        """The same files, as a caller's skills reach them."""
        from atom_xero_plugin.accounting.files import Files

        return Files(self.files, caller, self.settings.file_folders)

    async def file_content(self, workspace_id: str, file: FileContent) -> bytes:
        """The bytes of a file that a plan sends. Raises NotFound, and Conflict if they are not what it was made for."""
        content = await self.files.content(workspace_id, file.handle)
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise Conflict("The file is not the one that the plan was made for.")
        return content

    @cached_property
    def polls(self) -> Polls:
        """What is due to be synced of Xero."""
        from atom_xero_plugin.sync.poll_schedule import Polls

        return Polls(self.store)

    @cached_property
    def subscriptions(self) -> Subscriptions:
        """The triggers that are turned on."""
        from atom_xero_plugin.events.subscriptions import Subscriptions

        return Subscriptions(self.store, self.clock)

    @cached_property
    def outbox(self) -> Outbox:
        """Events on their way."""
        from atom_xero_plugin.events.outbox import Outbox

        return Outbox(self.store, self.clock)

    @cached_property
    def search(self) -> Search:
        """Search over what was synced."""
        from atom_xero_plugin.search.search import Search

        return Search(self.store, self.clock)

    @cached_property
    def known_cash(self) -> KnownSums:
        """Cash by month, as long as the records of its organisation are the same."""
        return {}

    @cached_property
    def held_reads(self) -> HeldReads:
        """What pages read of Xero a short while ago."""
        from atom_xero_plugin.accounting.recent_reads import HeldReads

        return HeldReads()

    @cached_property
    def known_groups(self) -> KnownGroups:
        """Sums of lists, as long as their records are the same."""
        from atom_xero_plugin.accounting.lists.known_groups import KnownGroups

        return KnownGroups()

    @cached_property
    def http(self) -> httpx2.AsyncClient:
        """One pool of connections for all organisations."""
        return httpx2.AsyncClient(
            transport=self._transport,
            timeout=self.settings.timeout_s,
            follow_redirects=False,
            verify=trust_for(self.settings.api_url),
        )

    @cached_property
    def limits(self) -> LimitGate:
        """Xero's limits, shared with every process on this database."""
        return self._limits or SharedLimits(
            self.store,
            self.clock,
            app_id=self.settings.client_id,
            patience_s=self.settings.patience_s,
            day_reserve=self.settings.day_reserve,
        )

    def xero(self, connection: Connection, *, feature: str, priority: Priority = Priority.PERSON) -> XeroClient:
        """A client for one organisation; calls and bytes are counted for `feature`."""
        return XeroClient(
            api_url=self.settings.api_url,
            tenant_id=connection.tenant_id,
            workspace_id=connection.workspace_id,
            http=self.http,
            tokens=_GrantTokens(self.tokens, connection),
            limits=self.limits,
            priority=priority,
            feature=feature,
            clock=self.clock,
            timeout_s=self.settings.timeout_s,
            custom=connection.kind == "custom",
        )

    def saved_views(self, workspace_id: str, person: str) -> SavedViews:
        """How a person likes to see lists."""
        from atom_xero_plugin.store.saved_views import SavedViews

        return SavedViews(self.store, self.clock, workspace_id, person)

    def record_lists(self, workspace_id: str) -> RecordLists:
        """The lists of a workspace, with what was worked out of them before."""
        from atom_xero_plugin.accounting.lists.record_lists import RecordLists

        return RecordLists(self.store, workspace_id, self.known_groups)

    def saved_reports(self, workspace_id: str, tenant_id: str) -> SavedReports:
        """The reports that people keep for an organisation."""
        from atom_xero_plugin.store.saved_reports import SavedReports

        return SavedReports(self.store, self.clock, workspace_id, tenant_id)

    async def close(self) -> None:
        """Give back slots and connections."""
        if "tokens" in self.__dict__:
            await self.tokens.close()
        if "limits" in self.__dict__:
            await self.limits.close()
        if "http" in self.__dict__:
            await self.http.aclose()
        if "oauth" in self.__dict__:
            await self.oauth.close()
        await self.store.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()
