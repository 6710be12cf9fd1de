"""Whether something happened, told by the date on which it did: blank where it has not happened yet."""

from collections.abc import Iterator

import pandas as pd

from tools.tables.lexicon import kind_of, tokens, word_set

DATED = " has a date"
_KINDS = frozenset({"buy", "churn", "return", "default"})
_RAREST = 0.02  # of the rows have a date at least, and as many none
_MOST_STATES = 12
_MOST_WORDS = 2
# What is still to come, or came last of several, says nothing of whether it ever did.
_OTHER = frozenset({"next", "due", "expected", "planned", "scheduled", "last", "latest", "renewal", "expiry"})


def happened(frame: pd.DataFrame) -> Iterator[tuple[str, pd.Series, str]]:
    """Yield a yes or no for each date of an event that a part of the rows lacks, with how it is told.

    A column that says itself what became of each row needs none made of a date.
    """
    for name in frame.columns:
        words = [word for word in tokens(name) if word not in word_set("only_date")]
        found = kind_of(words, "outcome") if 0 < len(words) <= _MOST_WORDS and not _OTHER & set(words) else None
        if found is None or found[0] not in _KINDS or not pd.api.types.is_datetime64_any_dtype(frame[name]):
            continue
        known = frame[name].notna()
        if _RAREST <= known.mean() <= 1 - _RAREST and not _told_by_another(frame, name, found[0]):
            yield " ".join(words), known.map({True: "yes", False: "no"}).astype("str"), f"{name}{DATED}"


def _told_by_another(frame: pd.DataFrame, date: str, kind: str) -> bool:
    """Return whether a header or a value of a column of few values, filled in all rows, names the same event."""
    for name in frame.columns:
        if name == date or frame[name].isna().any() or not 1 < frame[name].nunique() <= _MOST_STATES:
            continue
        said = [tokens(name), *(tokens(str(value)) for value in frame[name].unique())]
        if any((found := kind_of(words, "outcome")) is not None and found[0] == kind for words in said):
            return True
    return False
