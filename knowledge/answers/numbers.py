"""Numbers, money and dates the Vietnamese way: ``10.000 đồng``, ``3,5``, ``15/07/2026``."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from knowledge.model import Currency

_CURRENCY = {Currency.VND: "đồng", Currency.USD: "USD"}


def number(value: Decimal) -> str:
    """Return a number with ``.`` between thousands and ``,`` before decimals, no trailing zeros."""
    text = f"{value:,f}"
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    return whole.replace(",", ".") + (f",{fraction}" if fraction else "")


def money(amount: Decimal, currency: Currency = Currency.VND) -> str:
    """Return a sum with its currency: ``"7.000 đồng"``, ``"10 USD"``."""
    return f"{number(amount)} {_CURRENCY[currency]}"


def day(value: date) -> str:
    """Return a date as ``dd/mm/yyyy``."""
    return value.strftime("%d/%m/%Y")
