"""What the texts under each value of a label say: its own name, or a word that sets them apart from all others."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from tools.results import Finding
from tools.speech import quoted, said
from tools.statistics.proportions import wilson
from tools.tables.catalog import Column
from tools.who.quality import fact
from tools.who.scope import Scope
from tools.why.cues import words_of
from tools.wording import counted, number, percent, sentence

_MOST_VALUES = 4
_MOST_ROWS = 50_000
_SHORTEST = 3
_APART = 0.5


def label_words(scope: Scope, column: Column, texts: Sequence[Column], asked: str | None) -> list[Finding]:
    """Return for the value asked about, else the largest, how often its texts say its name and what they say most.

    A label whose texts speak of something else nearly always is hardly what its name says.
    """
    frame = scope.context.tables.frame(
        scope.table.name, [column.name, *(text.name for text in texts)], scope.where
    ).head(_MOST_ROWS)
    joined = frame[[text.name for text in texts]].fillna("").astype("str").agg(" ".join, axis=1)
    labels = frame[column.name].astype("str")
    least = scope.context.min_group
    names = [asked] if asked else [name for name, rows in column.values[:_MOST_VALUES] if rows >= least]
    found: list[Finding] = []
    for name in names:
        inside = labels.str.casefold() == name.casefold()
        if min(inside.sum(), (~inside).sum()) >= least:
            found += _of_label(scope, column, name, joined[inside], joined[~inside])
    return found


def _of_label(scope: Scope, column: Column, name: str, texts: pd.Series, others: pd.Series) -> list[Finding]:
    """Return the share of a label's texts that say its name, and the word that sets them apart most."""
    found = [_share(scope, column, name, name, texts, "")]
    here, there = _words(texts), _words(others)
    apart = max(here, key=lambda word: (here[word] / len(texts) - there[word] / len(others), word), default="")
    if apart and apart not in name.lower():
        rest = _saying(others, apart)
        share = rest / len(others)
        if here[apart] / len(texts) - share >= _APART:
            against = f", against {percent(share)} of all others ({number(rest)} of {number(len(others))})"
            found.insert(0, _share(scope, column, name, _spelled(texts, apart), texts, against))
    return found


def _words(texts: pd.Series) -> Counter[str]:
    """Return in how many texts each word stands; pseudonyms and the shortest words tell nothing."""
    return Counter(
        word
        for text in texts
        for word in {each.lower() for each in words_of(text) if len(each) >= _SHORTEST and each[0] != "["}
    )


def _saying(texts: pd.Series, word: str) -> int:
    return int(texts.str.contains(word, case=False, regex=False).sum())


def _spelled(texts: pd.Series, word: str) -> str:
    """Return a word as the texts mostly write it."""
    forms = Counter(each for text in texts for each in words_of(text) if each.lower() == word)
    return forms.most_common(1)[0][0]


def _share(scope: Scope, column: Column, name: str, word: str, texts: pd.Series, against: str) -> Finding:
    rows, size = _saying(texts, word), len(texts)
    whose = f"{counted(size, 'text')} with {said(column.label)} {quoted(name)}"
    label = f"texts labelled {name} that say {word}"
    if 0 < rows < (least := scope.context.min_group):
        return fact(scope, f"fewer than {number(least)} of the {whose} say {quoted(word)}", label, None, "text")
    low, high = wilson(rows, size)
    bounds = f"95% interval {percent(low)} to {percent(high)}"
    told = f"{percent(rows / size)} of the {whose} say {quoted(word)} ({number(rows)} of {number(size)}; {bounds})"
    return scope.finding(
        sentence(f"{told}{against}"),
        label=label,
        value=rows / size,
        unit="share",
        n=size,
        customers=None,
        interval=(low, high),
        formula=f"rows whose text says {word} / rows where {column.name} = {name}",
    )
