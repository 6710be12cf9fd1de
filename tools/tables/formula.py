"""Figures made of several columns of a row: sums and differences (`a + b - c`), quotients (`a / b`, `a % b`)."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import TYPE_CHECKING

from tools.tables.catalog import Column, Quantity, Table
from tools.tables.values import numeric
from tools.wording import number, singular

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SIGN = re.compile(r" ([+-]) ")
_OVER = re.compile(r" ([/%]) ")
_FACTOR = re.compile(r"(\d+(?:\.\d+)?) \* ")
_SHOWN = 8  # columns of a sum at most are named in its label, one and all


@dataclass(frozen=True, slots=True)
class Sum:
    """Columns that are added up row by row, and those that are taken off."""

    plus: tuple[str, ...]
    minus: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in it."""
        return (*self.plus, *self.minus)

    def written(self) -> str:
        """Return the sum as a reference."""
        return " + ".join(self.plus) + "".join(f" - {name}" for name in self.minus)


@dataclass(frozen=True, slots=True)
class Formula:
    """A sum of columns, or the quotient of two such sums: as a percentage, or `factor` times of it.

    Over several rows a quotient is that of the sums, never the mean of the rows' own quotients.
    """

    top: Sum
    under: Sum | None = None
    share: bool = False
    factor: float = 1.0

    @property
    def names(self) -> tuple[str, ...]:
        """The columns in it, each once."""
        return tuple(dict.fromkeys((*self.top.names, *(self.under.names if self.under else ()))))

    def written(self) -> str:
        """Return the formula as the reference that `parse` reads."""
        if self.under is None:
            return self.top.written()
        factor = "" if self.factor == 1.0 else f"{self.factor:g} * "
        return f"{factor}{self.top.written()} {'%' if self.share else '/'} {self.under.written()}"


def parse(reference: str, table: Table) -> Formula | None:
    """Return the formula that a reference writes; None unless every name in it is a column of numbers.

    A column that has the whole reference for its name is no formula.
    """
    if table.column(reference) is not None:
        return None
    head = _FACTOR.match(reference)
    body = reference[head.end() :] if head else reference
    pieces = _OVER.split(body)
    sums = [_sum(piece, table) for piece in pieces[::2]]
    if any(found is None for found in sums) or len(sums) > 2 or (head and len(sums) != 2):
        return None
    top, under = (*sums, None)[:2]
    if top is None or (under is None and len(top.names) < 2):
        return None
    return Formula(top, under, share="%" in pieces[1::2], factor=float(head[1]) if head else 1.0)


def pieces(reference: str) -> tuple[str, ...]:
    """Return the names that may be columns in a reference: itself, and the parts of it if it is a formula."""
    body = _FACTOR.sub("", reference)
    parts = [name for part in _OVER.split(body)[::2] for name in _SIGN.split(part)[::2]]
    return tuple(dict.fromkeys((reference, *parts)))


def renamed(reference: str, name: Callable[[str], str]) -> str:
    """Return a reference with each name in it replaced."""
    whole = pieces(reference)
    if len(whole) < 2:
        return reference
    split = re.split(r"( [-+/%] )", reference)
    head = _FACTOR.match(split[0])
    first = (f"{head[0]}" if head else "") + name(split[0][head.end() :] if head else split[0])
    return first + "".join(part if at % 2 == 0 else name(part) for at, part in enumerate(split[1:]))


def _sum(text: str, table: Table) -> Sum | None:
    if _is_number(table, text):
        return Sum((text,))
    parts = _SIGN.split(text)
    names = parts[::2]
    if not all(_is_number(table, name) for name in names) or len(set(names)) < len(names):
        return None
    signs = ["+", *parts[1::2]]
    plus = tuple(name for name, sign in zip(names, signs, strict=True) if sign == "+")
    return Sum(plus, tuple(name for name, sign in zip(names, signs, strict=True) if sign == "-"))


def _is_number(table: Table, name: str) -> bool:
    column = table.column(name)
    return column is not None and column.storage == "number"


def made_column(table: Table, formula: Formula) -> Column:
    """Return the entry of a formula as if it were a column: its label, its unit, the marks of its parts."""
    parts = [column for name in formula.names if (column := table.column(name)) is not None]
    unit, currency = _unit(table, formula)
    return Column(
        name=formula.written(),
        label=_label(table, formula),
        role="measure",
        storage="number",
        marks=frozenset().union(*(column.marks for column in parts)),
        unit=unit,
        currency=currency,
        distinct=table.rows,
        minimum="0" if formula.under is None and not formula.top.minus and _from_zero(parts) else None,
        missing=max(column.missing + sum(rows for _, rows in column.sentinels) for column in parts),
        reason="made of other columns for a question",
    )


def _from_zero(parts: Sequence[Column]) -> bool:
    return all(column.minimum is not None and column.minimum.rstrip("0").rstrip(".") == "" for column in parts)


def values(formula: Formula, table: Table, column: "Callable[[str], ir.Value]") -> "ir.NumericValue":
    """Return the figure of each row; `column` gives a stored column. Unknown where a part is, or over nothing."""
    top = _added(formula.top, table, column)
    if formula.under is None:
        return top
    return top / _added(formula.under, table, column).nullif(0) * formula.factor


def _added(parts: Sum, table: Table, column: "Callable[[str], ir.Value]") -> "ir.NumericValue":
    def known(names: Sequence[str]) -> "list[ir.NumericValue]":
        return [numeric(column(name), found) for name in names if (found := table.column(name)) is not None]

    total = reduce(add, known(parts.plus))
    return total - reduce(add, known(parts.minus)) if parts.minus else total


def _unit(table: Table, formula: Formula) -> tuple[Quantity | None, str]:
    top = _common(table, formula.top)
    if formula.under is None:
        return top
    under = _common(table, formula.under)
    if formula.share:
        return "share", ""
    return top if top[0] == "money" != under[0] else ("number", "")


def _common(table: Table, parts: Sum) -> tuple[Quantity | None, str]:
    found = [column for name in parts.names if (column := table.column(name)) is not None]
    units, currencies = {column.unit for column in found}, {column.currency for column in found}
    return (
        next(iter(units)) if len(units) == 1 else "number",
        next(iter(currencies)) if len(currencies) == 1 else "",
    )


def _label(table: Table, formula: Formula) -> str:
    top = said_sum(table, formula.top)
    if formula.under is None:
        return top
    under = said_sum(table, formula.under)
    if formula.share:
        return f"share of {top} in {under}"
    if formula.factor != 1.0:
        return f"{top} per {number(formula.factor)} {under}"
    return f"{top} per {under if ' ' in under else singular(under)}"


def said_sum(table: Table, parts: Sum) -> str:
    """Return a sum of columns in the words of their labels: `day fee + night fee`."""
    plus, minus = ([_said(table, name) for name in names] for names in (parts.plus, parts.minus))
    if len(plus) > _SHOWN:
        plus = [*plus[:2], f"{number(len(plus) - 2)} more"]
    return " + ".join(plus) + "".join(f" - {label}" for label in minus)


def _said(table: Table, name: str) -> str:
    column = table.column(name)
    return column.label[:1].lower() + column.label[1:] if column is not None else name
