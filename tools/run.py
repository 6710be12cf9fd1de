"""Runs a tool from what a model wrote: checks the arguments, mends near misses, computes, protects."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from tools import protected, unrecorded
from tools.analysis import Analysis, ToolContext
from tools.arguments import COLUMN_FIELDS, GROUPING_FIELDS, WHERE_FIELDS, Arguments, Condition, Grouping
from tools.disclosure import protect
from tools.errors import AnalysisError
from tools.results import Finding, Report
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.formula import parse, renamed
from tools.tables.suggest import listed, near
from tools.who.elsewhere import bases

MOST_FINDINGS = 12
_SEPARATOR = "::"
T = TypeVar("T")


def run(analysis: Analysis[Any], context: ToolContext, arguments: Mapping[str, Any]) -> Report:
    """Return the tool's report, protected; raises AnalysisError that says which arguments would work."""
    checked = resolved(validated(analysis, arguments), context.tables.catalog)
    traits = protected.traits(checked, context.tables.catalog)
    compares = bool(traits) and protected.only_compares(context, checked)
    if traits and protected.targets(context) and not compares:
        return protected.refused(traits)
    report = analysis.run(context, checked)
    based = _based(context, checked, report)
    # Right behind the headline, where nothing that is told at length pushes it out.
    told = (*report.findings[:1], *based, *report.findings[1:])
    caveats = dict.fromkeys((*report.caveats, *unrecorded.notes(context, checked)))
    sources = tuple(dict.fromkeys((*report.sources, *_joined(checked, context.tables.catalog))))
    report = replace(report, findings=told[:MOST_FINDINGS], caveats=tuple(caveats), sources=sources)
    if report.findings:
        _note_use(context, checked)
    return protected.audited(protect(report, context), traits, context, compares=compares)


def _joined(arguments: Arguments, catalog: Catalog) -> list[str]:
    """Return the tables whose columns the arguments name beside those of their own table."""
    told = [reference.rpartition(_SEPARATOR)[0] for reference in protected.references(arguments)]
    return [table.name for table in catalog if table.name in told]


def _based(context: ToolContext, arguments: Arguments, report: Report) -> list[Finding]:
    """Return what is told of outcomes that another table records, if the report rests on any."""
    table = context.tables.catalog.table(str(getattr(arguments, "table", None) or ""))
    if table is None or not report.findings:
        return []
    implied = [table.outcome] if table.outcome and getattr(arguments, "outcome", "") is None else []
    return bases(context, table, [*protected.references(arguments), *implied])


def _note_use(context: ToolContext, arguments: Arguments) -> None:
    """Count the columns that an answer is computed from: by this, fields that nobody uses are found."""
    table = str(getattr(arguments, "table", None) or "")
    columns: dict[str, list[str]] = {}
    for reference in protected.references(arguments):
        holder, _, name = reference.rpartition(_SEPARATOR)
        columns.setdefault(holder or table, []).append(name)
    for holder, names in columns.items():
        if holder:
            context.releases.usage.note(holder, names)


def validated(analysis: Analysis[Any], arguments: Mapping[str, Any]) -> Arguments:
    """Return the typed arguments; raises AnalysisError that names the valid fields and values."""
    try:
        checked: Arguments = analysis.arguments.model_validate(dict(arguments))
    except ValidationError as error:
        faults = [_fault(fault) for fault in error.errors(include_url=False, include_context=False)]
        fields = ", ".join(f"`{name}`" for name in analysis.arguments.model_fields)
        raise AnalysisError(f"{' '.join(faults)} Fields of {analysis.name}: {fields}.") from error
    return checked


def _fault(fault: Mapping[str, Any]) -> str:
    place = ".".join(str(part) for part in fault["loc"]) or "arguments"
    if fault["type"] == "extra_forbidden":
        return f"`{place}` is not a field."
    if fault["type"] == "missing":
        return f"`{place}` is required."
    return f"`{place}`: {fault['msg']}."


def resolved(arguments: Arguments, catalog: Catalog) -> Arguments:
    """Return the arguments with table, column and value names as they stand in the catalog.

    A name matches when it equals the stored one, its label or one of its words once case, blanks and punctuation
    are set aside, and only one does; anything else is left for the engine, whose error names the nearest.
    """
    named = getattr(arguments, "table", None)
    if named is None:
        return arguments
    changes: dict[str, Any] = {}
    table = _table(str(named), catalog)
    changes["table"] = table.name
    other = getattr(arguments, "contrast_table", None)
    if other is not None:
        changes["contrast_table"] = _table(str(other), catalog).name
    changes |= _deed(arguments, catalog)
    for name in COLUMN_FIELDS:
        if value := getattr(arguments, name, None):
            changes[name] = _column(str(value), table, catalog)
    for name in WHERE_FIELDS:
        if conditions := arguments.conditions(name):
            changes[name] = tuple(_condition(condition, table, catalog) for condition in conditions)
    for name in GROUPING_FIELDS:
        if groupings := arguments.groupings(name):
            mended = tuple(_grouping(item, table, catalog) for item in groupings)
            changes[name] = mended[0] if isinstance(getattr(arguments, name), Grouping) else mended
    return _copied(arguments, changes)


def _deed(arguments: Arguments, catalog: Catalog) -> dict[str, Any]:
    """Return the names of what was done: its table is another than the one that the other names are of."""
    named = getattr(arguments, "done_table", None)
    if named is None:
        return {}
    table = _table(str(named), catalog)
    changes: dict[str, Any] = {"done_table": table.name}
    if conditions := arguments.conditions("done"):
        changes["done"] = tuple(_condition(condition, table, catalog) for condition in conditions)
    if metric := getattr(arguments, "done_metric", None):
        changes["done_metric"] = _column(str(metric), table, catalog)
    return changes


def _copied(model: T, changes: Mapping[str, Any]) -> T:
    if not isinstance(model, BaseModel):
        raise TypeError("only models are copied")
    return model.model_copy(update=dict(changes))


def _compact(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


def _only(wanted: str, items: Iterable[T], names: Callable[[T], Iterable[str]]) -> T | None:
    """Return the one item that has the wanted name in compact form; None when none or several have."""
    key = _compact(wanted)
    found = [item for item in items if key and any(_compact(name) == key for name in names(item))]
    return found[0] if len(found) == 1 else None


def _table(name: str, catalog: Catalog) -> Table:
    exact = catalog.table(name)
    found = exact or _only(name, catalog, lambda t: (t.name, t.name.rsplit("/", 1)[-1], _stem(t.name)))
    if found is None:
        valid = [f"`{item}`" for item in near(name, (table.name for table in catalog))]
        raise AnalysisError(f"There is no table `{name}`. Tables: {listed(valid) or 'none'}.")
    return found


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0]


def _column(name: str, table: Table, catalog: Catalog) -> str:
    if table.column(name) is not None:
        return name
    if (made := renamed(name, lambda part: _column(part, table, catalog))) != name or parse(name, table):
        return made
    if _SEPARATOR in name:
        head, _, tail = name.partition(_SEPARATOR)
        other = _only(head, catalog, lambda t: (t.name, t.name.rsplit("/", 1)[-1], _stem(t.name)))
        return f"{other.name}{_SEPARATOR}{_column(tail, other, catalog)}" if other else name
    found = _only(name, table.columns, lambda c: (c.name, c.label)) or _only(
        name, table.columns, lambda c: c.words
    )
    return found.name if found else name


def _entry(reference: str, table: Table, catalog: Catalog) -> Column | None:
    if (column := table.column(reference)) is not None:
        return column
    for other in catalog:
        if reference.startswith(other.name + _SEPARATOR):
            return other.column(reference[len(other.name) + len(_SEPARATOR) :])
    return None


def _condition(condition: Condition, table: Table, catalog: Catalog) -> Condition:
    reference = _column(condition.column, table, catalog)
    column = _entry(reference, table, catalog)
    value = condition.value
    if column is not None and condition.op in ("=", "!=", "in") and value is not None:
        value = [str(_value(item, column)) for item in value] if isinstance(value, list) else _value(value, column)
    return condition.model_copy(update={"column": reference, "value": value})


def _value(value: str | float, column: Column) -> str | float:
    if not isinstance(value, str) or column.storage in ("number", "date"):
        return value
    known = [name for name, _ in (*column.values, *column.sentinels)]
    if value in known:
        return value
    return _only(value, dict.fromkeys(known), lambda name: (name,)) or value


def _grouping(grouping: Grouping, table: Table, catalog: Catalog) -> Grouping:
    return grouping.model_copy(update={"column": _column(grouping.column, table, catalog)})
