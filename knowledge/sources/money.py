"""Sums of money as published: ``7000``, ``7.000``, ``3,500,000``, ``1.5``."""

from __future__ import annotations

import re
from decimal import Decimal

from knowledge.model import Currency

NUMBER = r"\d+(?:[.,]\d+)*"
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_DONG = re.compile(rf"({NUMBER})\s*(?:đồng|vnđ|vnd|đ(?![\w])|d(?![\w])|việt nam đồng)", re.IGNORECASE)
_MILLIONS = re.compile(rf"({NUMBER})\s*triệu(?:\s*đồng)?", re.IGNORECASE)
_DOLLAR_NAME = re.compile(r"usd|đô la|us\$|\$", re.IGNORECASE)
_DOLLARS = re.compile(rf"({NUMBER})\s*(?:usd|đô la|us\$|\$)", re.IGNORECASE)

SMALLEST_DONG = Decimal(1000)
"""No fee of a procedure is smaller; a smaller number has lost its thousands or is in dollars."""


def currency_named(name: str | None) -> Currency:
    """Return the currency a published unit names; đồng unless it says otherwise."""
    return Currency.USD if name and _DOLLAR_NAME.search(name) else Currency.VND


def number(text: str) -> Decimal:
    """Read a number; a dot or comma before exactly three digits groups thousands, else it is decimal."""
    if _GROUPED.fullmatch(text):
        return Decimal(re.sub("[.,]", "", text))
    head, *rest = re.split("[.,]", text)
    if len(rest) > 1:  # mixed or mistyped grouping, such as 15.000.0000
        return Decimal("".join([head, *rest]))
    return Decimal(".".join([head, *rest]))


def dong_in(text: str) -> set[Decimal]:
    """Return the sums in đồng a text names, zero and fractions of a thousand left out."""
    sums = {number(found) for found in _DONG.findall(text)}
    sums |= {number(found) * 1_000_000 for found in _MILLIONS.findall(text)}
    return {value for value in sums if value >= SMALLEST_DONG}


def dollars_in(text: str) -> set[Decimal]:
    """Return the sums in dollars a text names."""
    return {number(found) for found in _DOLLARS.findall(text)}


def names_sum(text: str, amount: Decimal) -> bool:
    """Tell whether a text contains the amount, with or without a unit after it."""
    return any(number(found) == amount for found in re.findall(NUMBER, text)) or amount in dong_in(text)
