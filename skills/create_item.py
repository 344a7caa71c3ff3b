"""Create an item."""

from __future__ import annotations

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.kinds import item_inputs as inputs
from atom_xero_plugin.accounting.kinds import item_plans as plans
from atom_xero_plugin.accounting.kinds.items import ItemResult, item_view
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, Proposal, Step, Undo
from atom_xero_plugin.xero.records.items import ITEMS, Item, ItemFilter
from atom_xero_plugin.xero.write import create


class Input(inputs.ItemFields, forbid_unknown_fields=True, kw_only=True):
    """What create_item takes."""

    code: inputs.NewCode
    name: inputs.NewName | None = None


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="delete_item",
    examples=[
        Example(
            "Add posters in A2 to our price list for 34.50",
            {"code": "POSTER-A2", "name": "Poster A2", "sale_price": "34.50", "sale_account": "200"},
        )
    ],
)
async def create_item(ctx: Context, input: Input) -> Proposal:
    """Create a Xero item, a product or service, with what it is sold and bought for. Xero tracks its stock if asked.

    A person approves first. delete_item undoes it.
    """
    texts = plans.texts_given(input, code=input.code, name=input.name or input.code)
    books = await plans.item_books(ctx.xero)
    values = plans.values_after(books, input, {}, texts)
    sold = any(name in values for name in inputs.SALE)
    bought = any(name in values for name in inputs.PURCHASE)
    values |= {"sold": sold or not bought, "purchased": bought}
    price, currency = values.get("sale_price"), ctx.organisation.base_currency
    what = f", sold for {Money.of(price, currency)}" if price is not None else ""
    name = f" {in_sentence(values['name'])}" if input.name is not None else ""
    return Proposal(
        summary=f"Create the item {in_sentence(values['code'])}{name}{what}.",
        party=values["name"],
        steps=[
            Step(
                create(ITEMS, plans.body_of(values)),
                "item",
                expects=plans.expected_of(values),
                find=ItemFilter(code=values["code"]).params(),
            )
        ],
        after=plans.shown(values),
        warnings=plans.name_warnings(books, input.name),
        undo=Undo("delete_item", {}, "delete_item can delete it.", written={"item": RECORD}),
    )


@create_item.verified
def created(ctx: Context, item: Item) -> ItemResult:
    """The item as Xero has it now."""
    return ItemResult(item_view(ctx, item))
