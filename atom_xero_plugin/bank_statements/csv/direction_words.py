"""Words that say which way money went, where a column holds nothing else: the table, and which column it is.

Facts: ISO 20022 (CRDT, DBIT), bank2ynab's list of formats, Firefly III's import configurations, and the layouts in
tests/reconciliation. All are compared as `words.casefolded` makes them.
"""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.bank_statements.letters import plain_letters

_IN: Final = (
    "cr credit c in deposit crdt incoming inflow income received receipt receipts h haben eingang bij kredit credito "
    "abono "
    "haber gutschrift einnahme einnahmen zugang gutgeschrieben entree recette recettes encaissement ingreso ingresos "
    "entrada "
    "deposito avere accredito entrata entrate receita bijschrijving inkomsten ind indbetaling inn innbetaling "
    "insattning "
    "inbetalning jovairas bevetel uznanie wplyw wplywy przychod prijem prijmy kreedit kreditas kredits k tulo pano "
    "hyvitys alacak gelen "
    "giris masuk приход кредит зачисление поступление пополнение intrare incasare 入金 收入 存入 貸 贷"
)
_OUT: Final = (
    "dr debit d db out withdrawal dbit outgoing outflow expense spent spend s soll ausgang af debet debito cargo "
    "debe "
    "belastung lastschrift ausgabe ausgaben abgang sortie depense depenses decaissement gasto gastos egreso egresos "
    "salida "
    "retiro dare addebito uscita uscite saida despesa afschrijving uitgaven ud udbetaling ut utbetaling uttag "
    "terheles "
    "kiadas obciazenie wydatek wydatki rozchod vydaj vydaje deebet debetas debets meno otto veloitus borc giden "
    "cikis keluar расход "
    "дебет списание plata iesire 出金 支出 取出 借"
)
DIRECTIONS: Final[dict[str, int]] = {
    **dict.fromkeys(_IN.split(), 1),
    **dict.fromkeys(_OUT.split(), -1),
    **dict.fromkeys(("money in", "paid in", "cash in", "transfer in"), 1),
    **dict.fromkeys(("money out", "paid out", "cash out", "transfer out"), -1),
}
"""1 for money in, -1 for money out. D/C, a direct credit at ASB, is not one."""
_CODES: Final = frozenset({"h", "s", "k"})
"""Letters that may be a code of anything: they count under a heading that says so."""


def way_of(word: str, *, headed: bool = True) -> int | None:
    """1 or -1 for a word that says in or out; None for any other. `headed` says that the column is one of ways."""
    plain = " ".join(plain_letters(word).strip("'\" .").split())
    return None if not headed and plain in _CODES else DIRECTIONS.get(plain)
