"""Other names that people and models give fields which several skills take; each stands here once.

Taken into the `extra` of a field's Meta: `Meta(description=…, extra=aliases.TAX)`. None of them is accepted as an
argument; whoever uses one is told the field's own name.
"""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.catalogue.skill import also

APPROVE: Final = also("approved authorise authorize submit final finalise finalize")
ARCHIVED: Final = also("archived with_archived show_archived")
CURRENCY: Final = also("currency_code ccy")
DESCRIPTION: Final = also("desc memo note notes details text narration line_description name")
DIRECTION: Final = also("type received paid money_in money_out spend receive")
DISCOUNT: Final = also("discount discount_rate rebate discount_pct")
DUE_DATE: Final = also("due due_on pay_by payable_by deadline due_by payment_due")
EMAIL: Final = also("e_mail mail email_address")
ISSUE_DATE: Final = also("issue_date invoice_date bill_date issued issued_on date_of_issue day")
ITEM: Final = also("item_code product product_code sku item_id")
LINES: Final = also("line_items items rows positions entries")
QUANTITY: Final = also("qty count units hours number_of pieces")
REFERENCE: Final = also("ref po po_number purchase_order memo note notes")
SENDING: Final = also("send send_email email_it e_mail send_to_contact notify")
STATE: Final = also("status")
STATUS: Final = also("state")
TAX: Final = also("gst vat tax_type tax_rate tax_code sales_tax tax_name")
TRACKING: Final = also(
    "tracking_category tracking_option tracking_categories department region cost_centre cost_center"
)
UNIT_AMOUNT: Final = also("price unit_price unit_cost cost rate each price_each unit_rate amount net_price")
FILE_NAME: Final = also("file_name filename")
RENAMED: Final = also("new_name rename_to title")
"""Of a new name."""
