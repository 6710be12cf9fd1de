"""Amounts and quantities of a transaction table without a header: decimals are money, whole numbers counts."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from tools.tables.catalog import Column, Quantity
from tools.tables.drafting.facts import Facts
from tools.tables.drafting.roles import Guess
from tools.tables.drafting.words import column_words, made_label


def with_amounts(columns: Sequence[Column], facts: Sequence[Facts]) -> list[Column]:
    """Return the columns of dated rows about people with their quantities and amounts told apart.

    Numbers with at most two decimals are amounts; of whole numbers only, the largest by median is.
    """
    open_places = [
        place for place, column in enumerate(columns) if column.role == "measure" and column.unit == "number"
    ]
    whole = [place for place in open_places if facts[place].whole]
    money = [place for place in open_places if place not in whole and _has_cents(facts[place].values)]
    if not money and len(whole) > 1:
        money = [max(whole, key=lambda place: float(facts[place].values.median()))]
    result = list(columns)
    for place in open_places:
        if place in money:
            result[place] = _measured(columns[place], facts[place], "money")
        elif place in whole and float(facts[place].values.min()) >= 0:
            result[place] = _measured(columns[place], facts[place], "count")
    return result


def _has_cents(values: pd.Series) -> bool:
    cents = values.dropna().astype("float64") * 100
    return bool(((cents - cents.round()).abs() < 1e-6 * cents.abs().clip(lower=1)).all())


def _measured(column: Column, facts: Facts, unit: Quantity) -> Column:
    found = Guess(column.role, column.reason, column.storage, unit)
    why = "amounts to the cent" if unit == "money" and not facts.whole else "whole numbers beside amounts"
    return replace(
        column,
        unit=unit,
        label=made_label(facts, found),
        words=column_words(facts, found),
        reason=f"{column.reason}; {why} in dated rows about people",
    )
