"""Values that are the same but for how they are written: case, blanks, punctuation, a slip of one letter."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tools.results import Finding
from tools.speech import quoted, said
from tools.tables.catalog import Column
from tools.tables.lexicon import word_set
from tools.tables.shortened import short_forms
from tools.who.quality import fact
from tools.who.scope import Scope
from tools.wording import counted, listed, number

_SHORTEST = 5  # letters of a word in which one slip can be told from another word
_RARER = 0.2  # a slip stands at most so often as what was meant
_MOST = 6
_ROLES = ("segment", "ordinal", "outcome", "multi_select")


def spelling(scope: Scope, columns: Sequence[Column]) -> list[Finding]:
    """Return the values of columns (none: of all with listed values) that are written in several ways."""
    looked = [column for column in columns or _listed(scope) if "personal" not in column.marks]
    findings: list[Finding] = []
    for column in looked:
        counts, short = dict(column.values), short_forms(column)
        found = [_variants(scope, column, names) for names in variants(counts)]
        found += [_slip(scope, column, *pair) for pair in slips(counts)]
        found += [_short(scope, column, *pair) for pair in short.items()]
        if columns:
            found += [_sort(scope, column, *pair) for pair in sorts(counts, short)]
        if not found and columns:
            found = [_stray(scope, column, *pair) for pair in _strays(scope, column)]
        findings += found
    if findings:
        return findings[:_MOST]
    where = listed([said(column.label) for column in looked[:_MOST]]) or scope.table.name
    told = f"No two values of {where} differ only in case, blanks, punctuation or one letter"
    return [fact(scope, told, "values written in several ways", 0, "count", "folded values that come twice")]


def _listed(scope: Scope) -> list[Column]:
    text = (column for column in scope.table.columns if column.storage != "number")
    return [column for column in text if column.role in _ROLES and column.values]


def variants(values: Mapping[str, int]) -> list[tuple[str, ...]]:
    """Return values that are the same without case, accents, blanks and punctuation, the most frequent first."""
    same: dict[str, list[str]] = {}
    for name in sorted(values, key=lambda item: -values[item]):
        if key := _folded(name):
            same.setdefault(key, []).append(name)
    return [tuple(names) for names in same.values() if len(names) > 1]


def slips(values: Mapping[str, int]) -> list[tuple[str, str]]:
    """Return rare values with the frequent one that they miss by one letter (or by two letters in wrong order)."""
    names = sorted(values, key=lambda item: -values[item])
    return [
        (wrong, right)
        for place, right in enumerate(names)
        for wrong in names[place + 1 :]
        if values[wrong] <= _RARER * values[right] and _one_slip(_folded(wrong), _folded(right))
    ]


def sorts(values: Mapping[str, int], short: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return values that end in all the words of another one, with that ("Mobile Phone", "Phone")."""
    words = {name: re.findall(r"[^\W_]+", name.casefold()) for name in values if name not in short}
    denying = word_set("denying")
    return [
        (one, other)
        for one, own in words.items()
        for other, ending in words.items()
        if ending and len(own) > len(ending) and own[-len(ending) :] == ending and own[0] not in denying
    ]


def _strays(scope: Scope, column: Column) -> Iterator[tuple[str, str, Column]]:
    """Yield a word that misses by one slip a word of another column's values, and is none of these itself."""
    others = [(other, word) for other in _listed(scope) if other is not column for word in _words(other)]
    known = {word for _, word in others}
    for word in _words(column) - known:
        for other, right in others:
            if _one_slip(word.removesuffix("s"), right.removesuffix("s")):
                yield word, right, other
                break


def _words(column: Column) -> set[str]:
    return {word.casefold() for name, _ in column.values for word in re.findall(r"[^\W\d_]+", name)}


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in plain if letter.isalnum())


def _one_slip(left: str, right: str) -> bool:
    """Return whether one letter is left out, added or mistaken, or two neighbours swapped; digits are meant."""
    if left == right or min(len(left), len(right)) < _SHORTEST or abs(len(left) - len(right)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(left, right, strict=False)) if pair[0] != pair[1]), None)
    if start is None:
        return not (left + right)[-1].isdigit()
    changed = {left[start : start + 1], right[start : start + 1]}
    if any(letter.isdigit() for letter in changed):
        return False
    one, two = left[start:], right[start:]
    swapped = one[:2] == two[:2][::-1] and one[2:] == two[2:] and len(one) > 1
    return swapped or one[1:] == two[1:] or one[1:] == two or one == two[1:]


def _times(scope: Scope, column: Column, name: str) -> str:
    rows = dict(column.values).get(name, 0)
    k = scope.context.min_group
    return f"{quoted(name)} ({number(rows) if rows >= k else f'fewer than {k}'})"


def _variants(scope: Scope, column: Column, names: Sequence[str]) -> Finding:
    rows = _together(column, names)
    told = listed([_times(scope, column, name) for name in names])
    return fact(
        scope,
        f"{said(column.label)} spells one value in {number(len(names))} ways, {told}; together these are "
        f"{counted(rows, 'row')}, and a question about one of them counts all",
        f"rows with {names[0]} in any spelling",
        rows,
        "count",
        f"rows of {column.name} whose values are the same without case, blanks and punctuation",
    )


def _short(scope: Scope, column: Column, short: str, full: str) -> Finding:
    told = f"{_times(scope, column, short)}, which are the initials of {_times(scope, column, full)}"
    return _pair(scope, column, (full, short), told, "are the initials of")


def _sort(scope: Scope, column: Column, one: str, other: str) -> Finding:
    told = f"{_times(scope, column, one)} beside {_times(scope, column, other)}, which may be the same"
    return _pair(scope, column, (one, other), told, "end in")


def _pair(scope: Scope, column: Column, names: tuple[str, str], told: str, how: str) -> Finding:
    """Return how many rows two values have together; `told` names both, `how` says what one is of the other."""
    rows = _together(column, names)
    return fact(
        scope,
        f"{said(column.label)} has {told}; together these are {counted(rows, 'row')}",
        f"rows with {names[0]} or {names[1]}",
        rows,
        "count",
        f"values of {column.name} that {how} another one",
    )


def _slip(scope: Scope, column: Column, wrong: str, right: str) -> Finding:
    return fact(
        scope,
        f"{said(column.label)} has {_times(scope, column, wrong)}, which may be a misspelling of "
        f"{_times(scope, column, right)}; they are counted apart",
        f"rows with {wrong}",
        dict(column.values)[wrong],
        "count",
        f"values of {column.name} that differ in one letter",
    )


def _stray(scope: Scope, column: Column, word: str, right: str, other: Column) -> Finding:
    names = [
        name for name, _ in column.values if word in {part.casefold() for part in re.findall(r"[^\W\d_]+", name)}
    ]
    meant = next(name for name, _ in other.values if right in name.casefold())
    return fact(
        scope,
        f"{said(column.label)} has {_times(scope, column, names[0])}, which may be a misspelling: {quoted(meant)} "
        f"stands in {said(other.label)}",
        f"rows with {names[0]}",
        dict(column.values)[names[0]],
        "count",
        f"words of {column.name} that differ in one letter from a word of {other.name}",
    )


def _together(column: Column, names: Iterable[str]) -> int:
    counts = dict(column.values)
    return sum(counts[name] for name in names)
