"""Columns to be careful with: personal data, protected traits, what is known only after the outcome."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from tools.tables.catalog import Column, Mark
from tools.tables.drafting.facts import Facts
from tools.tables.lexicon import kind_of, lexicon, matches, tokens, word_set
from tools.tables.readers.versions import are_versions

_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[a-z]{2,}$", re.IGNORECASE)
_PHONE = re.compile(r"^\+?\(?\d[\d\s().\-/]{6,}\d$")
_HANDLE = re.compile(r"^@\w{2,30}$")
_PROFILE = re.compile(
    r"^https?://(?:www\.)?(?:github|gitlab|linkedin|twitter|x|facebook|instagram)\.com/[^/]+(?:/[^/]+)?/?$"
)
_IP = re.compile(r"^\d{1,3}(?:\.\d{1,3}){3}$")
_PERSON = re.compile(
    r"^(?:(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau)\.?\s+)?[A-ZÀ-Ž][\w'’\-]+(?:,?\s+(?:[A-Z]\.|van|von|de|der|da|di|la|[A-ZÀ-Ž][\w'’\-]+)){1,3}$"
)
_BUSINESS = re.compile(
    r"\b(?:inc|llc|ltd|gmbh|ag|corp|co|group|bank|company|sa|bv|plc|university|technologies|labs|systems)\b",
    re.IGNORECASE,
)
# The number of a library card or a customer account tells people apart and pays nothing.
_PAYING = frozenset({"card number", "account number"})
_LONG_NUMBER = re.compile(r"^\D*(?:\d\D?){8,}$")
_SAMPLE = 300
_PREDICTS = 0.995
_CODED = 0.8  # of the rows, the rest being unknown, diverse or not told
_FEWEST = 20
_FEW, _OFTEN = 12, 50
_PURE, _SEALED = 0.99, 0.8


def sensitive(facts: Facts) -> tuple[frozenset[Mark], str]:
    """Return the marks that header and values call for before anything else is known, with the reason."""
    personal = _personal(facts)
    named = next(
        filter(None, (kind_of(said, "protected") for said in (facts.words, facts.meant, facts.gist))), None
    )
    protected = named if not facts.question or len(facts.words) <= 8 else None
    if protected and protected[0] == "age" and matches(facts.words, lexicon()["aging"]):
        protected = None
    if protected and protected[0] == "age" and facts.storage == "text" and facts.distinct > 200:
        protected = None
    marks: set[Mark] = set()
    reasons = []
    if personal:
        marks.add("personal")
        reasons.append(personal)
    if protected is None and tells_gender(facts):
        protected = ("gender", ", ".join(facts.texts[:2]))
    if protected:
        marks.add("protected")
        reasons.append(f"`{protected[1]}` is a protected trait ({protected[0]})")
    return frozenset(marks), "; ".join(reasons)


def tells_gender(facts: Facts) -> bool:
    """Return whether two values that hardly leave room for others are codes for men and women."""
    codes = [frozenset(pair) for pair in lexicon()["gender_codes"]]
    frequent = frozenset(text.strip().casefold() for text in facts.texts[:2])
    return frequent in codes and int(facts.counts.iloc[:2].sum()) >= _CODED * facts.known


def _personal(facts: Facts) -> str:
    """Return why a column is personal, empty where it is not."""
    if facts.storage == "date":
        return (
            "a date of birth identifies people"
            if matches(facts.words, ("birth", "birthday", "dob", "geburtsdatum"))
            else ""
        )
    sample = facts.texts[:_SAMPLE]
    if not sample:
        return ""
    kind = kind_of(facts.words, "personal")
    thing = matches([word for word in facts.words if word not in ("user", "customer")], lexicon()["thing"])
    if facts.storage == "number":
        named = kind is not None and kind[0] != "name" and facts.distinct > 20
        return f"the header says `{kind[1]}`" if named and kind and not thing else ""
    return (
        _shaped(facts.words, sample)
        or ("" if thing else _named(facts, sample, kind))
        or ("" if thing else _numbered(facts, sample, kind))
        or _telephones(facts, sample, kind)
    )


def _shaped(header: Sequence[str], sample: Sequence[str]) -> str:
    """Return of what shape most values are, where only what identifies people has it.

    Releases of four numbers are written like addresses.
    """
    shapes = (
        (_EMAIL, "e-mail addresses"),
        (_HANDLE, "account names"),
        (_IP, "network addresses"),
        (_PROFILE, "profiles of people"),
    )
    released = are_versions(" ".join(header), sample)
    noun = next((noun for shape, noun in shapes if not released and _share(shape, sample) >= 0.5), "")
    return f"the values are {noun}" if noun else ""


def _named(facts: Facts, sample: Sequence[str], kind: tuple[str, str] | None) -> str:
    """Return that a header speaks of names and the values look like those of people, empty otherwise."""
    if kind is None or kind[0] != "name":
        return ""
    people = sum(bool(_PERSON.match(text)) and not _BUSINESS.search(text) for text in sample) / len(sample)
    said = len(facts.words) > 1 or kind[1] != "name"
    if kind[1] == "name" and facts.distinct <= _FEW and facts.known >= _OFTEN * facts.distinct:
        names = [str(name) for name in facts.counts.index]  # a few that come again and again are of groups
        people = sum(bool(_PERSON.match(text)) for text in names) / len(names)
        said = False
    named = people >= 0.5 or (said and facts.mean_words <= 4)
    return f"the header says `{kind[1]}` and the values look like names of people" if named else ""


def _numbered(facts: Facts, sample: Sequence[str], kind: tuple[str, str] | None) -> str:
    """Return that a header speaks of an address or of a number that one person has, empty otherwise."""
    if kind is None or kind[0] not in ("address", "number") or facts.distinct <= 20:
        return ""
    short = kind[1] in _PAYING and _share(_LONG_NUMBER, sample) < 0.5
    return "" if short else f"the header says `{kind[1]}`"


def _telephones(facts: Facts, sample: Sequence[str], kind: tuple[str, str] | None) -> str:
    """Return that the values are telephone numbers: most under a header of contacts, nearly all under none."""
    if kind and kind[0] == "contact" and _share(_PHONE, sample) >= 0.5:
        return "the values are telephone numbers"
    written = any("+" in text or " " in text for text in sample)
    bare = kind is None and not facts.header and _share(_PHONE, sample) >= 0.9 and written
    return "the values look like telephone numbers" if bare else ""


def leakage(column: Column, facts: Facts, outcome: Column, happened: pd.Series, kind: str | None) -> str:
    """Return why the column can be known only after the outcome, or an empty text.

    `happened` is true where the outcome is positive. A header may say so; a column filled almost only where it
    happened, or one that gives it away completely, says so too.
    """
    term = matches(facts.words, lexicon()["leakage"])
    alone = term in ("duration", "final", "resolution")
    if term and (not alone or (len(facts.words) == 1 and kind in ("buy", "success"))):
        return f"`{term.rstrip('*')}` is known only once `{outcome.name}` is"
    if described := _told_late(facts, outcome, kind):
        return described
    filled = facts.values.notna()
    for name, _ in column.sentinels:
        filled &= facts.values.astype("str").str.strip().str.casefold() != name.casefold()
    if column.role in ("constant", "empty") or int(happened.sum()) < _FEWEST or int((~happened).sum()) < _FEWEST:
        return ""
    inside, outside = float(filled[happened].mean()), float(filled[~happened].mean())
    if inside >= 0.8 and outside <= 0.02:
        return f"filled almost only where `{outcome.name}` happened"
    if column.role in ("segment", "ordinal", "outcome") and 2 <= column.distinct <= 30:
        rows = facts.values.value_counts()
        positives = facts.values[happened].value_counts().reindex(rows.index, fill_value=0)
        told = int(np.maximum(positives, rows - positives).sum())
        if told >= _PREDICTS * len(happened) and min(happened.mean(), 1 - happened.mean()) > 0.01:
            return f"gives `{outcome.name}` away in nearly every row"
        return _seals(rows, positives, outcome, happened)
    if column.role == "measure" and _parts(facts.values, happened) >= _PREDICTS:
        return f"its numbers tell `{outcome.name}` apart in nearly every row"
    return ""


def with_followers(columns: list[Column], outcome: Column) -> list[Column]:
    """Return the columns, those set aside as well that are the date of one set aside, or are made of such a date.

    A `status_date` says no less than the `status` whether it happened; nor do the days until it.
    """
    late = [outcome.name, *(column.name for column in columns if "leakage" in column.marks)]
    dated = {column.name for column in columns if any(_dates(column.name, name) for name in late)}
    late = [*late[1:], *dated]
    return [
        replace(column, marks=column.marks | {"leakage"}, reason=f"{column.reason}; follows what is set aside")
        if column.role != "outcome" and (column.name in dated or any(name in column.made.split() for name in late))
        else column
        for column in columns
    ]


def _dates(name: str, of: str) -> bool:
    """Return whether a header is another one with a word for a date behind it."""
    words, known = tokens(name), tokens(of)
    return words[:-1] == known and words[-1] in word_set("only_date")


def _told_late(facts: Facts, outcome: Column, kind: str | None) -> str:
    """Return that a dictionary says so ("printed once the customer had answered"), or an empty text."""
    words = tokens(facts.description)
    decided = [*lexicon()["outcome"].get(kind, ()), *lexicon()["decided"], *tokens(outcome.name)]
    for at, word in enumerate(words):
        if word in word_set("afterwards") and (event := matches(words[at + 1 :], decided)):
            return f"its description says that it comes {word} `{event.rstrip('*')}`"
    return ""


def _parts(values: pd.Series, happened: pd.Series) -> float:
    """Return how surely the higher of two numbers is that of a row where it happened, or of one where it did not.

    This is the area under the ROC curve from the ranks (Mann-Whitney), folded so that 0.5 tells nothing.
    """
    known = values.notna() & np.isfinite(values.astype("float64"))
    ranks, hits = values[known].astype("float64").rank(), happened[known]
    inside, outside = int(hits.sum()), int((~hits).sum())
    if min(inside, outside) < _FEWEST:
        return 0.0
    area = (float(ranks[hits].sum()) - inside * (inside + 1) / 2) / (inside * outside)
    return max(area, 1 - area)


def _seals(rows: pd.Series, positives: pd.Series, outcome: Column, happened: pd.Series) -> str:
    """Return that one value stands for the outcome: hardly ever without it, and where most of it is.

    A deposit that is paid back to those who left, and to most of them, follows from leaving.
    """
    if happened.mean() >= _SEALED:
        return ""
    for value, total, hits in zip(rows.index, rows, positives, strict=True):
        if total >= _FEWEST and hits >= _PURE * total and hits >= _SEALED * int(happened.sum()):
            return f"`{value}` stands almost only where `{outcome.name}` happened, and for most of these rows"
    return ""


def _share(shape: "re.Pattern[str]", sample: Sequence[str]) -> float:
    return sum(bool(shape.match(text.strip())) for text in sample) / len(sample)
