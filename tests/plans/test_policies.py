"""What policies say of a plan: the strictest counts, and what is allowed beforehand is never more than was meant."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from atom_xero_plugin.core.money import Money
from atom_xero_plugin.plans.policies import ACTIONS, PlanFacts, decide
from atom_xero_plugin.store.policies import StoredPolicy

NONE = dict.fromkeys(("tenant_id", "kind", "caller", "amount", "currency", "set_by", "set_at", "ended_by", "ended_at"))


def policy(action: str, **values: Any) -> StoredPolicy:
    """A policy that is proven and about every plan, but for `values`."""
    return StoredPolicy(**{**NONE, "id": f"of {action}", "action": action, "proven": True, **values})


def facts(amount: str | None = "100.00", currency: str = "NZD", **values: Any) -> PlanFacts:
    """An ordinary draft bill over 100 dollars that an AI asks for, but for `values`."""
    money = None if amount is None else Money(Decimal(amount), currency)
    usual = {"tenant_id": "t", "caller": "ai:mcp:chat", "effect": "write", "kinds": frozenset({"bill"}), "draft": True}
    return PlanFacts(**{**usual, "amount": money, "plain": True, **values})


def verdict(*policies: StoredPolicy, **values: Any) -> str:
    """What is said of `facts(**values)`."""
    return decide(policies, facts(**values)).verdict


def up_to(amount: str, currency: str = "NZD", **values: Any) -> StoredPolicy:
    """Allows up to an amount."""
    return policy("allow_up_to", amount=Decimal(amount), currency=currency, **values)


def test_without_a_policy_a_person_is_asked() -> None:
    """The default."""
    assert verdict() == "ask"


def test_a_draft_goes_ahead_where_drafts_are_allowed_and_nothing_else_does() -> None:
    """What is approved at once, and a contact, are no drafts."""
    assert verdict(policy("allow_drafts")) == "allow"
    assert verdict(policy("allow_drafts"), draft=False) == "ask"


def test_an_amount_allows_to_the_cent_in_its_own_currency() -> None:
    """One cent more, no amount, or another currency: a person is asked."""
    assert verdict(up_to("100.00"), draft=False) == "allow"
    assert verdict(up_to("99.99")) == "ask"
    assert verdict(up_to("100", "USD")) == "ask"
    assert verdict(up_to("100"), amount=None) == "ask"
    assert verdict(up_to("0"), amount="0.00") == "allow"


def test_a_warning_an_email_or_no_way_back_asks_a_person_all_the_same() -> None:
    """Nobody allowed a likely duplicate beforehand."""
    assert verdict(policy("allow_drafts"), up_to("1000"), plain=False) == "ask"


def test_to_void_or_delete_is_never_allowed_beforehand() -> None:
    """However small."""
    assert verdict(up_to("1000"), effect="destructive") == "ask"


def test_a_policy_counts_for_its_organisation_kind_and_caller_alone() -> None:
    """A name that ends in * stands for all that begin so."""
    for about in ({"tenant_id": "t"}, {"kind": "bill"}, {"caller": "ai:mcp:chat"}, {"caller": "ai:*"}):
        assert verdict(up_to("100", **about)) == "allow"
    for about in ({"tenant_id": "u"}, {"kind": "invoice"}, {"caller": "ai:mcp"}, {"caller": "person:*"}):
        assert verdict(up_to("100", **about)) == "ask"


def test_a_plan_of_several_kinds_is_allowed_by_none_and_held_back_by_each() -> None:
    """To allow bills allows no payment with them; to forbid payments forbids both together."""
    both = frozenset({"bill", "payment"})
    assert verdict(up_to("100", kind="bill"), kinds=both) == "ask"
    assert verdict(policy("never", kind="payment"), kinds=both) == "never"


def test_above_an_amount_two_people_or_nobody() -> None:
    """At the amount itself it does not count yet; what cannot be compared counts as above."""
    two = policy("two_people", amount=Decimal(100), currency="NZD")
    assert verdict(two) == "ask"
    assert verdict(two, amount="100.01") == "two_people"
    assert verdict(two, currency="USD", amount="1.00") == "two_people"
    assert verdict(two, amount=None) == "ask"
    assert verdict(policy("never", amount=Decimal(100), currency="NZD"), amount="100.01") == "never"


def test_what_no_key_signed_allows_nothing_and_still_holds_back() -> None:
    """Who can write to the database alone sets no policy that loosens anything."""
    assert verdict(policy("allow_drafts", proven=False)) == "ask"
    assert verdict(policy("never", proven=False)) == "never"


def test_the_strictest_counts_in_whatever_order_they_were_set() -> None:
    """No policy loosens another."""
    every = [policy("allow_drafts"), policy("ask"), policy("two_people"), policy("never")]
    for expected in ("never", "two_people", "ask", "allow"):
        for order in permutations(every):
            assert verdict(*order) == expected
        every.pop()


amounts = some.decimals("0", "1000", places=2)
policies = some.builds(
    policy,
    some.sampled_from(ACTIONS),
    tenant_id=some.sampled_from([None, "t", "u"]),
    kind=some.sampled_from([None, "bill", "payment"]),
    caller=some.sampled_from([None, "ai:*", "person:x"]),
    amount=amounts,
    currency=some.sampled_from(["NZD", "USD"]),
    proven=some.booleans(),
)


@given(some.lists(policies, max_size=6), policies, amounts, some.booleans(), some.booleans())
def test_one_more_policy_that_does_not_allow_never_loosens(
    set_before: list[StoredPolicy], more: StoredPolicy, amount: Decimal, draft: bool, plain: bool
) -> None:
    """Whatever is set already."""
    strictness = ("allow", "ask", "two_people", "never")
    about = facts(str(amount), draft=draft, plain=plain)
    before, after = decide(set_before, about).verdict, decide([*set_before, more], about).verdict

    if more.action in {"allow_drafts", "allow_up_to"}:
        assert after == before or (before, after) == ("ask", "allow")
        assert not (after == "allow" and not plain)
    else:
        assert strictness.index(after) >= strictness.index(before)
