"""What every page knows: who looks, at which organisation, and how to ask and to propose on their behalf."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Annotated, Any, Final

from fastapi import Depends, Request, Response
from fastapi import Path as InPath
from fastapi.responses import RedirectResponse

from atom_xero_plugin.catalogue.context import Caller, Right
from atom_xero_plugin.core.errors import ErrorBody, NotFound, XeroPluginError
from atom_xero_plugin.core.periods import today_in
from atom_xero_plugin.dispatch.dispatcher import Answer
from atom_xero_plugin.interfaces.http import cookies
from atom_xero_plugin.interfaces.http.authentication import caller_of, require, visit_of
from atom_xero_plugin.interfaces.http.errors import Unauthenticated
from atom_xero_plugin.interfaces.http.requests import fields_of
from atom_xero_plugin.interfaces.http.service import HttpService, Served
from atom_xero_plugin.interfaces.web import csrf
from atom_xero_plugin.interfaces.web.addresses import Addresses, prefix_of
from atom_xero_plugin.interfaces.web.organisations import ShownOrganisation, organisations_of
from atom_xero_plugin.interfaces.web.preferences import Preferences, preferences_of
from atom_xero_plugin.interfaces.web.rail import Counts, Freshness, counted, freshness
from atom_xero_plugin.interfaces.web.render import page_response, rendered
from atom_xero_plugin.interfaces.web.static_files import files
from atom_xero_plugin.plans.plan import PlanView
from atom_xero_plugin.store.api_tokens import ApiToken

LAST: Final = "atom_xero_last"
"""The cookie that holds the organisation that was looked at last."""
_YEAR_S: Final = 31_536_000
NOT_COUNTED: Final = Counts()
HELD: Final = "atom_xero_page"
"""Where a request's state holds its page, so that an error is shown in the frame of the page where it happened."""


@dataclass(frozen=True)
class SignedIn:
    """Who looks."""

    name: str
    rights: frozenset[Right]


class NotDone(XeroPluginError):
    """An error that an answer held, raised again for the page that asked."""

    def __init__(self, body: ErrorBody, plan: PlanView | None = None) -> None:
        """Keep what the answer said; `plan` is the plan that it is about."""
        super().__init__(body.message, hint=body.hint, reference=body.reference)
        self.answered = body
        self.plan = plan

    def body(self) -> ErrorBody:
        """The error as it was answered."""
        return self.answered


@dataclass
class WebPage:
    """One request of a browser that is signed in."""

    request: Request
    service: HttpService
    token: ApiToken
    caller: Caller
    session: str
    """The secret of the browser's session."""
    session_id: str
    addresses: Addresses
    preferences: Preferences
    organisations: list[ShownOrganisation]
    """Every organisation that the caller may reach, by name; those whose connection broke too."""
    organisation: ShownOrganisation | None = None
    here: str = ""
    """Which entry of the rail the page belongs to."""
    title: str = ""
    max_age: timedelta | None = None
    """How old what its skills read of Xero may be; None for as it is now."""
    counts: Counts = NOT_COUNTED
    """What waits in each place; nothing is known before `count`."""
    fresh: Freshness | None = None
    read_until: datetime | None = None
    """When the newest of the records was synced that the page may show; none before `render`."""
    watches: str | None = None
    """The list whose records the page tells the changes of; None for all of the organisation's."""

    @property
    def user(self) -> SignedIn:
        """Who looks."""
        return SignedIn(self.token.name, self.caller.rights)

    @property
    def place(self) -> ShownOrganisation | None:
        """The organisation that the rail leads into: the page's own, else the one looked at last, or the only one."""
        if self.organisation is not None:
            return self.organisation
        last = self.request.cookies.get(LAST)
        only = self.organisations[0] if len(self.organisations) == 1 else None
        return next((each for each in self.organisations if each.id == last), only)

    @property
    def partial(self) -> bool:
        """Whether a part of the page is asked for, to be put into the one that is open."""
        headers = self.request.headers
        return headers.get("hx-request") == "true" and headers.get("hx-history-restore-request") != "true"

    @property
    def theme(self) -> str | None:
        """`light`, `dark`, or None for as the system says."""
        return self.preferences.theme

    @property
    def density(self) -> str | None:
        """`compact`, `roomy`, or None."""
        return self.preferences.density

    @property
    def keys(self) -> bool:
        """Whether single letters are keys."""
        return self.preferences.keys

    @cached_property
    def csrf(self) -> str:
        """What a form of this page must bring back."""
        return csrf.token_for(self.session)

    @cached_property
    def nonce(self) -> str:
        """What marks the scripts' own attributes as ours, for this answer alone."""
        return secrets.token_urlsafe(16)

    @cached_property
    def today(self) -> date:
        """The day in the organisation's time zone; in UTC where there is none."""
        zone = self.organisation.time_zone if self.organisation else ""
        return today_in(zone or "UTC", self.service.runtime.clock.now())

    @property
    def now(self) -> datetime:
        """The moment at which the page is made."""
        return self.service.runtime.clock.now()

    def may(self, right: Right) -> bool:
        """Whether the person holds a right."""
        return self.caller.may(right)

    def may_ask(self, skill: str) -> bool:
        """Whether the person's token is not limited to other skills, or to other organisations than the page's."""
        return self.caller.limits.allow(skill, self._tenant_id or "")

    def url(self, name: str, /, **given: Any) -> str:
        """The address of a page, by its name."""
        return self.addresses.url(name, **given)

    def static(self, name: str) -> str | None:
        """The address of a style sheet or a script; None if it was not built."""
        found = files().get(name)
        return None if found is None else self.addresses.url("static", mark=found.hash, name=name).replace("%2F", "/")

    def path(self, path: str) -> str:
        """The address of a route of the API, for a form or a link: its path under the service's prefix."""
        return self.addresses.path(path)

    async def ask(self, skill: str, **arguments: Any) -> dict[str, Any]:
        """The result of a skill that reads, about the page's organisation, as plain data: amounts are exact text.

        Arguments that are None are left out. Raises NotDone.
        """
        return dict((await self.answer(skill, arguments)).plain()["result"])

    async def answer(self, skill: str, arguments: Mapping[str, Any]) -> Answer:
        """The answer of a skill that reads. Raises NotDone."""
        given = {name: value for name, value in arguments.items() if value is not None}
        answer = await self.service.dispatcher.call(skill, given, self._reader, organisation=self._tenant_id)
        if isinstance(answer.error, ErrorBody):
            raise NotDone(answer.error)
        return answer

    async def plan(self, skill: str, arguments: Mapping[str, Any], *, request_id: str | None = None) -> PlanView | None:
        """The plan of a skill that writes; None where there is nothing to write. Raises NotDone.

        A form that was sent twice with the same `request_id` is the same plan.
        """
        answer = await self.service.dispatcher.call(
            skill, arguments, self._reader, organisation=self._tenant_id, request_id=request_id
        )
        if isinstance(answer.plan, PlanView):
            return answer.plan
        if isinstance(answer.error, ErrorBody):
            raise NotDone(answer.error)
        return None

    async def form(self) -> dict[str, list[str]]:
        """A posted form's fields, each with its values in order, once it is known to come from our own page.

        Raises NotAllowed, NotUnderstood or TooLarge.
        """
        cookies.check_own_form(self.request)
        found = await fields_of(self.request)
        csrf.check(self.session, self.request.headers.get(csrf.HEADER) or next(iter(found.pop(csrf.FIELD, [])), None))
        return found

    def keep_place(self, response: Response) -> None:
        """Remember the page's organisation as the one that was looked at last."""
        if self.organisation is not None and self.request.cookies.get(LAST) != self.organisation.id:
            secure = self.request.url.scheme == "https"
            response.set_cookie(
                LAST, self.organisation.id, max_age=_YEAR_S, secure=secure, httponly=True, samesite="lax"
            )

    async def render(
        self, template: str, *, block: str | None = None, status: int = 200, forms_to: list[str] | None = None,
        **facts: Any,
    ) -> Response:  # fmt: skip
        """The answer: a whole page, or the block of it that was asked for as a part."""
        part = block if self.partial else None
        if part is None:
            await self._read_frame()
        text = rendered(template, {"page": self, **facts}, block=part)
        response = page_response(text, status=status, forms_to=forms_to or (), nonce=self.nonce)
        self.keep_place(response)
        return response

    def go_to_plan(self, plan: PlanView) -> Response:
        """Send the browser to a plan; one that a policy let through at once says that it is done."""
        return self.go("approval", plan_id=plan.id, done=None if plan.state == "proposed" else "yes")

    def go(self, name: str, /, **given: Any) -> Response:
        """Send the browser to a page, after a form."""
        return RedirectResponse(self.url(name, **given), 303)

    async def count(self) -> Counts:
        """What waits in each place of the rail, counted once a request."""
        if self.counts is NOT_COUNTED:
            about = None if self.organisation is None else self.organisation.id
            self.counts = await counted(self.service.runtime, self.caller, about, self.today)
        return self.counts

    async def _read_frame(self) -> None:
        """What stands around every page."""
        await self.count()
        about = [] if self.organisation is None else [self.organisation.id]
        found = await freshness(self.service.runtime, self.caller.workspace_id, about)
        self.fresh = next(iter(found.values()), None)
        if self.organisation is not None:
            lists = self.service.runtime.record_lists(self.caller.workspace_id)
            self.read_until = await lists.newest(self.organisation.id)

    @property
    def _reader(self) -> Caller:
        """The caller, with how old a reading may be."""
        return self.caller if self.max_age is None else replace(self.caller, max_age=self.max_age)

    @property
    def _tenant_id(self) -> str | None:
        return None if self.organisation is None else self.organisation.id


async def page_of(request: Request, service: HttpService, *, whole: bool = False, uses: bool = True) -> WebPage:
    """The page of a request. Raises Unauthenticated where the browser is not signed in, NotAllowed without `read`.

    With `whole`, also where the token is limited to some organisations or skills. Without `uses`, the session idles on.
    """
    secret, visit = cookies.session_of(request, service), await visit_of(request, service, uses=uses)
    if visit is None or secret is None:
        raise Unauthenticated
    session, token = visit
    require(token, "read", whole=whole)
    caller = caller_of(request, token)
    page = WebPage(
        request, service, token, caller, secret, session.id, _addresses(request, service), preferences_of(request),
        await organisations_of(service, caller),
    )  # fmt: skip
    setattr(request.state, HELD, page)
    return page


async def _visitor(request: Request, service: Served) -> WebPage:
    return await page_of(request, service)


async def _whole(request: Request, service: Served) -> WebPage:
    return await page_of(request, service, whole=True)


async def _here(
    request: Request, service: Served, organisation: Annotated[str, InPath(min_length=1, max_length=64)]
) -> WebPage:
    return await _about(await page_of(request, service), request, organisation)


async def _watched(
    request: Request, service: Served, organisation: Annotated[str, InPath(min_length=1, max_length=64)]
) -> WebPage:
    return await _about(await page_of(request, service, uses=False), request, organisation)


async def _about(page: WebPage, request: Request, organisation: str) -> WebPage:
    found = next((each for each in page.organisations if each.id == organisation), None)
    if found is None:
        raise NotFound("There is no such organisation in this workspace.", hint="Choose one of those listed.")
    page.organisation = found
    page.addresses = _addresses(request, page.service, organisation)
    return page


Visitor = Annotated[WebPage, Depends(_visitor)]
"""Of a page that is about the person, or heeds the limits of a token itself."""
WholeVisitor = Annotated[WebPage, Depends(_whole)]
"""Of a page about the whole workspace."""
Here = Annotated[WebPage, Depends(_here)]
"""Of a page about the organisation in its address."""
Watched = Annotated[WebPage, Depends(_watched)]
"""The same, of what an open page asks by itself, also while nobody looks."""


def _addresses(request: Request, service: HttpService, organisation_id: str | None = None) -> Addresses:
    route = request.scope.get("route")
    prefix = prefix_of(request.scope["path"], route.path) if route is not None else ""
    return Addresses(service.page_paths, prefix, organisation_id)
