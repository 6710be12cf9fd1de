"""Labels against the words beside them: rows whose text names another value of the label's column than its own."""

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from tools.results import Finding, Report
from tools.speech import quoted, said
from tools.tables.catalog import Column
from tools.who.label_words import label_words
from tools.who.outcome import interval_of, share_phrase
from tools.who.quality import fact
from tools.who.scope import Scope
from tools.wording import counted, number, percent, sentence

_MOST_VALUES = 60
_SHORTEST = 3
_MOST_ROWS = 300_000
_SHOWN = 4


def contradictions(scope: Scope, columns: Sequence[Column], asked: str | None = None) -> Report:
    """Return in how many rows the text names another value than the label does and not the label's own.

    Of the value `asked` about, by default of the largest ones, it is told besides what their texts say instead.
    """
    texts = [column for column in scope.table.columns if column.role == "text"]
    labels = [column for column in columns or scope.table.columns if _labels(column)]
    if not texts or not labels:
        return Report(missing=(f"{scope.table.name} has no label beside a text, so none can contradict it.",))
    found = [(column, *_compared(scope, column, texts)) for column in labels]
    found = [entry for entry in found if entry[2]] or found[:1]
    column, wrong, named = max(found, key=lambda entry: entry[2])
    label = said(column.label)
    told = (
        f"in {counted(len(wrong), 'row')} the text names another {label} than its label and not its own: "
        f"{share_phrase(len(wrong), named) if named else 'no text names any'} of the rows whose text names one"
    )
    findings = [
        scope.finding(
            sentence(told),
            label=f"rows whose text contradicts {label}",
            value=len(wrong),
            unit="count",
            n=named,
            customers=None,
            interval=interval_of(len(wrong), named),
            formula=f"rows whose text names another value of {column.name} and not their own",
        )
    ]
    findings += _pairs(scope, wrong)
    place = 0 if asked else len(findings)
    findings[place:place] = label_words(scope, column, texts, asked)
    share = percent(len(wrong) / named) if named else "none"
    notes = (
        f"A name in a text need not be what the text is about; {share} is an upper bound of {number(named)}.",
    )
    return Report(
        title=f"Texts against {label}", findings=tuple(findings), caveats=notes, sources=(scope.table.name,)
    )


def _pairs(scope: Scope, wrong: Sequence[tuple[str, str]]) -> list[Finding]:
    """Return which value is named instead of which, the commonest pairs first."""
    return [
        fact(
            scope,
            f"{counted(int(rows), 'row')} labelled {quoted(own)} "
            f"{'speaks' if rows == 1 else 'speak'} of {quoted(other)} instead",
            f"labelled {own}, text on {other}",
            int(rows),
            "count",
        )
        for (own, other), rows in Counter(wrong).most_common(_SHOWN)
        if rows >= scope.context.min_group
    ]


def _labels(column: Column) -> bool:
    names = [name for name, _ in column.values]
    told = [name for name in names if len(name) >= _SHORTEST and not name.isdigit()]
    few = 1 < column.distinct <= _MOST_VALUES
    return column.role in ("segment", "ordinal") and column.storage == "text" and few and len(told) > 1


def _compared(scope: Scope, column: Column, texts: Sequence[Column]) -> tuple[list[tuple[str, str]], int]:
    """Return label and other value of each row that is contradicted, and how many rows name any value."""
    names = [name for name, _ in column.values if len(name) >= _SHORTEST]
    frame = scope.context.tables.frame(
        scope.table.name, [column.name, *(text.name for text in texts)], scope.where
    )
    frame = frame.head(_MOST_ROWS)
    words = frame[[text.name for text in texts]].astype("str").where(frame[[t.name for t in texts]].notna(), "")
    joined = words.agg(" ".join, axis=1)
    hits = np.column_stack(
        [joined.str.contains(rf"(?<!\w){re.escape(name)}(?!\w)", case=False, regex=True) for name in names]
    )
    own = np.column_stack([frame[column.name].astype("str").str.casefold() == name.casefold() for name in names])
    wrong = hits.any(axis=1) & ~(hits & own).any(axis=1) & own.any(axis=1)
    others = [names[place] for place in hits[wrong].argmax(axis=1)]
    pairs = list(zip(map(str, frame.loc[wrong, column.name]), others, strict=True))
    return pairs, int((hits.any(axis=1) & own.any(axis=1)).sum())
