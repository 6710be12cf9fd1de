"""A table's entry in the catalog, drafted from its rows: every guess carries its reason."""

from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from tools.tables.catalog import DESCRIBED, Column, Table
from tools.tables.dictionary import describes_columns, of_file
from tools.tables.drafting.amounts import with_amounts
from tools.tables.drafting.coded import numbering_rows, with_people
from tools.tables.drafting.coupled import beside_blanks
from tools.tables.drafting.facts import Facts, called, facts_of
from tools.tables.drafting.grain import find_grain
from tools.tables.drafting.lines import as_lines
from tools.tables.drafting.made import told_as_made
from tools.tables.drafting.marks import leakage, sensitive, with_followers
from tools.tables.drafting.outcome import OutcomeGuess, find_outcome
from tools.tables.drafting.remote import as_in_all_rows, counted
from tools.tables.drafting.roles import Guess, guess
from tools.tables.drafting.sentinels import find_sentinels
from tools.tables.drafting.spikes import spikes
from tools.tables.drafting.things import are_things
from tools.tables.drafting.units import currency_of
from tools.tables.drafting.words import (
    column_words,
    entity_words,
    made_label,
    outcome_words,
    plain_label,
    told_apart,
)
from tools.tables.identity import repeats
from tools.tables.readers.raw import RawTable

_LISTED = 60
_ALL_LISTED = 120
_NUMBERS_LISTED = 30


def draft(raw: RawTable, version: str, dictionary: Mapping[str, str] | None = None) -> Table:
    """Return the table's catalog entry; `dictionary` describes columns by name (case aside), see `dictionary`."""
    told = {called(name): text for name, text in of_file(dictionary or {}, raw.name).items()}
    facts = facts_of(raw, told)
    if (remote := raw.remote) is not None:
        facts = [as_in_all_rows(known, remote.columns[known.name], remote.rows) for known in facts]
    columns = with_people([told_as_made(_column(known), raw.made) for known in facts], facts)
    columns = beside_blanks(columns, facts)
    outcome = find_outcome(columns, facts)
    if outcome:
        columns = _with_outcome(columns, facts, outcome)
    grain = find_grain(raw.name, columns, facts, outcome.kind if outcome else None)
    columns = [numbering_rows(column, known, grain.entity) for column, known in zip(columns, facts, strict=True)]
    if not raw.header and grain.person and grain.time:
        columns = with_amounts(columns, facts)
    if not raw.header:
        columns = told_apart(columns, grain.person, grain.entity)
    if raw.header and describes_columns(raw.frame):
        grain = replace(grain, entity=DESCRIBED, reason="each row describes a column of another file")
    things, why = are_things(grain, columns, facts)
    table = Table(
        name=raw.name,
        rows=len(raw.frame),
        columns=tuple(columns),
        entity=grain.entity,
        entity_words=entity_words(raw.name, grain.entity, grain.key),
        key=grain.key,
        person=grain.person,
        rows_are_people=grain.rows_are_people,
        rows_are_things=things,
        time=grain.time,
        outcome=outcome.column if outcome else None,
        duplicates=_repeated(raw, facts),
        header=raw.header,
        reason="; ".join((grain.reason, *([why] if why else []), *raw.notes)),
        version=version,
    )
    table = as_lines(table)
    return table if remote is None else counted(table, remote)


def _repeated(raw: RawTable, facts: list[Facts]) -> int:
    """Return how many rows repeat another one exactly; where a column is all different, no row can."""
    return 0 if any(known.unique for known in facts) else int(repeats(raw.frame).sum())


def _column(facts: Facts) -> Column:
    found = guess(facts)
    sentinels, why = find_sentinels(facts) if found.role not in ("id", "text", "empty", "constant") else ((), "")
    marks, marked = sensitive(facts)
    if found.role == "text" and "personal" in marks and facts.mean_words > 6:
        marks, marked = marks - {"personal"}, ""
    hidden = "personal" in marks
    reasons = [found.reason, f"sentinels: {why}" if why else "", marked]
    if facts.read and facts.read not in found.reason:
        reasons.append(facts.read)
    distinct = len(found.options.counts) if found.options else facts.distinct
    return Column(
        name=facts.name,
        label=plain_label(facts.name, facts.read) if facts.header else made_label(facts, found),
        role=found.role,
        storage=found.storage,
        marks=marks,
        unit=found.unit,
        currency=currency_of(facts, found.unit),
        values=() if hidden else _values(facts, found),
        distinct=distinct,
        missing=facts.missing,
        minimum=None if hidden else _end(facts, found, sentinels, last=False),
        maximum=None if hidden else _end(facts, found, sentinels, last=True),
        sentinels=() if hidden else sentinels,
        positive=found.positive,
        order=found.order,
        separator=found.options.separator if found.options else None,
        words=column_words(facts, found),
        description=facts.description,
        bounds=facts.bounds,
        spikes=spikes(facts, sentinels) if found.role == "measure" and not hidden else (),
        meanings=() if hidden else facts.meanings,
        reason="; ".join(filter(None, reasons)),
    )


def _values(facts: Facts, found: Guess) -> tuple[tuple[str, int], ...]:
    if found.options:
        return found.options.counts[:_ALL_LISTED]
    most = _LISTED if found.role == "segment" else _NUMBERS_LISTED
    many = facts.storage == "number" and facts.distinct > most
    if many or found.role in ("id", "text", "time", "empty"):
        return ()
    shown = facts.distinct if facts.distinct <= _ALL_LISTED else _LISTED
    return tuple((str(name), int(rows)) for name, rows in facts.counts.head(shown).items())


def _end(facts: Facts, found: Guess, sentinels: tuple[tuple[str, int], ...], *, last: bool) -> str | None:
    """Return the smallest or largest usable value of a number or date as text."""
    if facts.storage == "text" or found.role == "id" or not facts.known:
        return None
    values = facts.values.dropna()
    if facts.storage == "date":
        gone = [pd.Timestamp(name) for name, _ in sentinels]
        values = values[~values.isin(gone)]
        moment = values.max() if last else values.min()
        return str(moment.date() if moment == moment.normalize() else moment)
    values = values[~values.astype("float64").isin([float(name) for name, _ in sentinels])]
    if not len(values):
        return None
    return f"{float(values.max() if last else values.min()):.10g}"


def _with_outcome(columns: list[Column], facts: list[Facts], outcome: OutcomeGuess) -> list[Column]:
    place = next(index for index, column in enumerate(columns) if column.name == outcome.column)
    target = columns[place]
    happened = facts[place].values.astype("str").str.strip() == outcome.positive
    words = outcome_words(outcome.kind, facts[place].words)
    result = []
    for column, known in zip(columns, facts, strict=True):
        if column is target:
            told = "; ".join(filter(None, (f"outcome: {outcome.reason}", column.reason)))
            two = column.distinct - len(column.sentinels) == 2
            made = replace(column, role="outcome", positive=outcome.positive, words=words, reason=told)
            made = replace(made, storage="boolean") if two else made
            result.append(made)
            continue
        why = leakage(column, known, target, happened, outcome.kind)
        if why:
            column = replace(column, marks=column.marks | {"leakage"}, reason=f"{column.reason}; {why}")  # noqa: PLW2901
        result.append(column)
    return with_followers(result, target)
