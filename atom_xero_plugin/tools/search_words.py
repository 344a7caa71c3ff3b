"""Words that people have for what skills do and for what they are about: of several countries, trades and programs.

Only words that the skills themselves do not say stand here, with bars between. A phrase counts before its words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

MEANS: Final[Mapping[str, str]] = {
    "find": "find|list|search|all|get|query|filter|look up|outstanding",
    "list": "list|find|all|get",
    "show": ("show|balance|card|view|display|details|detail|see|open|read|get|how much|what is|status|happened"),
    "search": "search|find",
    "suggest": "suggest|propose|recommend|fit|match|compare|guess",
    "check": "check|verify|test|validate",
    "read": "read|call|fetch|run",
    "export": "export|download|pdf|print|save",
    "create": (
        "create|new|make|raise|issue|add|enter|set up|write|prepare|key in|book|open|give|schedule|order"
        "|register|onboard|received|came in|got|spend money|receive money|transfer funds|move money"
    ),
    "change": (
        "change|update|edit|modify|amend|correct|fix|rename|revise|set|adjust|move|reschedule|recode"
        "|new number|new phone number|new address|new email|new name|change status|raise the price"
    ),
    "approve": "approve|authorise|authorize|sign off|confirm|finalise|finalize|release",
    "send": "send|mark as sent|went out|mark sent",
    "accept": "accept|accepted|agreed|agree|won|win|said yes",
    "decline": "decline|declined|reject|rejected|lost|lose|refused|refuse|said no|turned down",
    "email": "email|by email|mail|send|resend|send by email|mail out",
    "record": "record|enter|pay|paid|receive|register|settle|apply|log|book",
    "attach": "attach|add|put|upload|hang on",
    "reconcile": "reconcile|book|match|tick off",
    "import": "import|upload|load",
    "pause": "pause|stop for a while|suspend|hold|stop|put on hold",
    "copy": "copy|duplicate|clone|same again|repeat",
    "add": "add|put|write|leave|new|create|insert|log",
    "mark": "mark|flag|set|was|mark as",
    "allocate": "allocate|apply|offset|use|set against|set off|knock off",
    "refund": "refund|pay back|give back|send back|repay|return",
    "restore": "restore|unarchive|bring back|reactivate|reopen|reinstate|activate",
    "upload": "upload|add|put|scan|import",
    "link": "link|attach|connect|associate",
    "bill": "to bill|into bill|bill out of|bill from|convert|turn|create bill from|make bill out of",
    "invoice": "to invoice|into invoice|invoice from|convert|turn|bill|make invoice from",
    "post": "post|publish|book|finalise|finalize|confirm",
    "finish": "finish|complete|close|done",
    "void": "void|cancel|get rid of",
    "delete": "delete|remove|cancel|get rid of|drop|end|stop",
    "archive": "archive|close|hide|deactivate|disable|inactivate|retire",
    "reverse": "reverse|undo|delete|remove|bounced",
    "disconnect": "disconnect|revoke|remove",
    "remove": "remove|take out|take off|delete|kick out",
    "unallocate": (
        "unallocate|off the invoice|off the bill|off an invoice|off a bill|take off|remove allocation"
        "|deallocate|unapply|undo allocation"
    ),
    "unapprove": "unapprove|back to draft|undo approval|reopen|unauthorise|revert",
}
"""What people say for the first word of a skill's name, and mean it."""

MAY_MEAN: Final[Mapping[str, str]] = {
    "find": "show|look|what|see|how many|who|which|there|receivable|payable|chart|coa|list of",
    "list": "show|what|see|how many|who|which",
    "show": "look|what",
    "suggest": "which",
    "read": "get",
    "export": "get|document",
    "create": "pay|record|post|log|put|purchase|draft",
    "change": "add|new|switch|restore|is now",
    "approve": "accept",
    "send": "mark|issue",
    "accept": "approve|mark",
    "decline": "mark",
    "email": "deliver",
    "record": "mark|post|make|add|got",
    "add": "record",
    "mark": "close",
    "refund": "back",
    "restore": "undo",
    "bill": "bill",
    "invoice": "invoice",
    "post": "approve",
    "finish": "end",
    "void": "delete|remove|undo|reverse",
    "delete": "void|undo|close",
    "archive": "remove|delete|end",
    "reverse": "cancel|void",
    "remove": "undo",
    "unallocate": "remove|undo",
    "unapprove": "undo",
}
"""What they may mean it by."""

NOUNS: Final[Mapping[str, str]] = {
    "invoice": (
        "sales invoice|tax invoice|ar invoice|inv|debtor invoice|accounts receivable|receivables|late payers"
        "|who owe|owe us|owes us|haven't paid|overdue|unpaid|past due|debtor list|client invoice"
        "|open receivables"
    ),
    "bill": (
        "bills to pay|supplier bill|supplier invoice|vendor invoice|vendor bill|purchase invoice|ap invoice"
        "|creditor invoice|accounts payable invoice|accounts payable|payables|payable|we owe|do we owe"
        "|received an invoice|open payables|accounts payable bill|invoice from supplier|invoice came in"
        "|electricity bill|repeating bill"
    ),
    "repeating_invoice": (
        "recurring invoice|recurring bill|recurring billing|subscription|invoice schedule|standing order"
        "|repeating bill|invoice template schedule|automatically each month|invoicing automatically"
        "|every quarter|every month|each month|regular invoice|repeat billing|schedule a bill"
        "|schedule an invoice"
    ),
    "invoice_line": "line items|line item|invoice lines|lines of all bills|bill lines|every line|lines over",
    "contact": (
        "email address|phone number|postal address|telephone number|customer|supplier|client|vendor|debtor"
        "|creditor|payee|payer|address book|buyer|trading partner|merchant|crm|supplier card|contact card"
        "|customer card|supplier bank details|bank details of a supplier|bank account number of a vendor"
        "|bank account number of a supplier|vendor bank details|bank account of a supplier"
    ),
    "contact_group": "customer group|supplier group|contractors group|group of customers|group|client group|segment",
    "history": (
        "history|audit history|history and notes|who changed|who approved|audit trail|notes on|change log|activity log"
    ),
    "note": "note|history note|comment|remark|memo",
    "quote": "quotation|estimate|proposal|offer|tender|pro forma|bid",
    "purchase_order": (
        "po|pos|order from supplier|order from vendor|order stock|did we order|grn|goods received"
        "|goods received note|supplier order|order to a supplier|the order|orders"
    ),
    "credit_note": (
        "credit memo|credit memos|supplier credit|customer credit|debit note|credit adjustment note|cn"
        "|adjustment note|returned goods|vendor credit|credit|memo credit|rma credit"
    ),
    "payment": (
        "receipt from customer|customer receipt|receipts from customers|receipts from debtors"
        "|remittance|paid|pay|cheque|settlement"
        "|payments received|receipt against|a receipt against"
    ),
    "batch_payment": (
        "pay run|payment run|several bills|bills together|many supplier bills|bulk payment|batch|many bills"
        "|in one go|batch deposit|aba file|pay many"
    ),
    "prepayment": "deposit|customer deposit|advance payment|in advance|advance|down payment|retainer",
    "overpayment": "overpaid|paid too much|paid twice|excess payment|overpayment",
    "bank_transaction": (
        "spend money|receive money|money received|money in and out|bank entries|bank fee|bank charge"
        "|card purchase|card expense|cash purchase|cash expense|bank entry|direct payment|direct receipt"
        "|spent|bank interest|petty cash|for interest|cash book|cashbook|money spent|expense paid by card"
        "|petrol"
    ),
    "bank_transfer": (
        "transfer|transfers|transfer funds|move money|between accounts|between bank accounts|money between"
        "|inter-account transfer|contra|from savings to checking"
    ),
    "bank_account": (
        "credit card account|cheque account|checking account|savings account|current account|bank balance"
        "|cash in the bank|credit card|savings|bank|paypal account|cash balance"
    ),
    "matches": "bank file|statement csv|ofx|statement lines|bank statement csv|ofx statement|qif|bank feed file",
    "statement": "bank statement|bank rec|bank reconciliation|reconcile bank",
    "reconciliation": "reconciliation|bank rec undo|undo bank reconciliation",
    "item": (
        "product|inventory item|sku|service we sell|services we sell|price list|stock|inventory|widget|goods"
        "|a service|price of a service|sales price|stock on hand|stock item|article"
    ),
    "manual_journal": (
        "journal|journal entry|journal entries|je|accrual journal|depreciation je|year-end adjustment"
        "|adjusting entry|general journal|gj|adjustment journal|accrual|adjusting journal"
    ),
    "account": (
        "chart of account|coa|gl code|nominal code|gl account|ledger account|nominal account|expense account"
        "|account code|general ledger account|nominal|category code|income account|nominal codes|an account"
        "|chart"
    ),
    "account_transaction": (
        "general ledger|gl detail|ledger detail|nominal ledger|running balance|transactions of an account"
        "|account activity|ledger of account|nominal activity|transactions of account"
        "|general ledger of account"
    ),
    "tax_rate": (
        "vat rate|gst rate|sales tax rate|vat code|gst code|tax code|sales tax code|gst codes|vat|gst|sales tax"
    ),
    "tracking_category": (
        "cost centre|cost center|department|dimension|class|classes|location|tracking|departments|profit centre"
    ),
    "tracking_option": "department option|tracking option|option|cost centre value",
    "currency": "foreign currency|exchange currency|multi-currency|forex",
    "branding_theme": "invoice template|template|theme|letterhead|invoice layout|invoice design",
    "budget": "budget figures|forecast|budget",
    "user": "who has access|access to the books|users with access|colleague|staff with access|team member|login",
    "linked_transaction": "billable expense|billable expenses"
    "|bill on to|rebillable|on-charge|recharge|expenses to bill",
    "payment_service": "stripe|paypal|payment gateway|card processor|online payments provider",
    "organisation": (
        "company|organization|business|org|company details|financial year|tax number of the company|lock date"
        "|year end date|registered for|our company|year end and tax"
    ),
    "organisations": (
        "tenant|tenants|connected companies|companies are connected|switch organisation"
        "|connected organisation|which companies|list organisations|connections|which organisations"
        "|organisations"
    ),
    "report": (
        "profit and loss|p and l|pnl|income statement|balance sheet|trial balance|tb"
        "|statement of financial position|net profit|bank summary|budget summary"
        "|making money|p l|financial statements|gross profit|budget vs actual"
        "|bank summary report|turnover|earnings|ebit|profit loss"
        ""
    ),
    "aged_report": (
        "aged receivables|aged payables|ar ageing|ar aging|ap ageing|ap aging|ageing|aging|aged debtors"
        "|aged creditors|by age|debtors ageing|creditors ageing|statement of account|customer statement"
        "|30 60 90|aged|account statement"
    ),
    "file": "document|scan|receipt scan|documents|receipt file|files|uploaded file",
    "attachment": "attachment|attached files|receipt picture|documents hang on|attached documents|enclosure",
    "asset": (
        "fixed asset|asset register|fixed assets|book value|depreciation of|equipment|the van|machine|assets register"
    ),
    "asset_type": "fixed asset type|asset class|asset types|depreciation method",
    "project": "job|engagement|jobs|project",
    "task": "task|job task|tasks",
    "time": "timesheet|hours|log time|time entry|hours on|timesheet hours|track time",
    "pdf": "pdf|print|printout|print out|paper copy|as a pdf|as pdf",
    "top_contact": (
        "top contacts|top customers|top suppliers"
        "|largest customers|largest suppliers|biggest customers|biggest suppliers"
        "|best customers|main customers|main suppliers|buys the most|most from us|most sales|spend most with"
    ),
    "cash_position": (
        "cash position|cash on hand|cash in hand|how much cash|money in all bank accounts|all bank balances"
    ),
    "executive_summary": "executive summary|key figures|kpi|management summary",
    "tax_form": "tax form|1099|1099 nec|contractor payments",
    "expense_claim": "expense claim|staff expenses|reimbursement|employee expenses",
    "receipt": "receipt|expense receipt|staff receipt",
    "plan": "my request|the write|pending write|request|went through|write go through|waiting change",
    "operation": "api|endpoint|api call|api operation|raw api|api endpoint|rest call|get endpoint|raw call",
    "online_invoice": (
        "online invoice link|payment link|public url|url where the customer|pay now link|pay now"
        "|online address|link to pay|customer can pay online|share link|url of an invoice|online invoice"
        "|web link of an invoice"
    ),
}
"""What people call what a skill is about, beside its own name."""

WEAK: Final = frozenset({"contact", "account", "bank_account", "payment", "file", "organisation", "item"})
"""Nouns that often only say whom or what another is about: in "the bill of a supplier" the bill is meant."""

INSIDE: Final[Mapping[str, str]] = {"bill": "invoice", "invoice": "bill", "attachment": "file", "file": "attachment"}
"""A noun that the skills of another are about too."""

NUMBERS: Final[Mapping[str, str]] = {
    "inv": "invoice",
    "po": "purchase_order",
    "qu": "quote",
    "cn": "credit_note",
}
"""Beginnings of the numbers of documents."""

SAY_NOTHING: Final = frozenset(
    [
        "a",
        "again",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "has",
        "have",
        "how",
        "i",
        "in",
        "into",
        "is",
        "it",
        "its",
        "let",
        "me",
        "my",
        "need",
        "no",
        "not",
        "now",
        "of",
        "off",
        "on",
        "one",
        "or",
        "our",
        "out",
        "over",
        "please",
        "s",
        "skill",
        "so",
        "some",
        "still",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "this",
        "to",
        "tool",
        "us",
        "via",
        "want",
        "was",
        "we",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "would",
        "xero",
        "you",
        "your",
    ]
)
"""Words that say nothing about which skill is meant."""
