"""Personal data: which marked stretches are replaced, and how much of what is replaced was personal data."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scipy import stats

from retrieval.privacy import Privacy
from tests.evals.privacy_sets import Example, Marked

POOLED = ("EMAIL", "PHONE", "CARD", "IBAN", "ID")
"""The kinds whose recall is required together."""

_WORD = re.compile(r"\w{2,}|\d")


@dataclass(slots=True)
class Tally:
    """Counts over a set: marked and found per kind, replaced and rightly replaced, and what went wrong."""

    marked: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    touched: Counter[str] = field(default_factory=Counter)
    replaced: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[str, str, str]] = field(default_factory=list)
    wrong: list[tuple[str, str, str]] = field(default_factory=list)


def measure(examples: Iterable[Example]) -> Tally:
    """Return the counts over `examples`, each scrubbed alone in a new workspace: no text helps another."""
    tally = Tally()
    for example in examples:
        with tempfile.TemporaryDirectory() as scratch:
            scrubbed = Privacy.open(Path(scratch)).scrub(example.text)
        spans = [
            Marked(edit.source_start, edit.source_end, _kind(scrubbed.text[edit.start : edit.end]))
            for edit in scrubbed.edits
        ]
        _recall(tally, example, spans)
        _precision(tally, example, spans)
    return tally


def _recall(tally: Tally, example: Example, spans: Sequence[Marked]) -> None:
    gone = {place for span in spans for place in range(span.start, span.end)}
    for mark in example.marks:
        tally.marked[mark.kind] += 1
        tally.touched[mark.kind] += not gone.isdisjoint(range(mark.start, mark.end))
        words = _WORD.finditer(example.text, mark.start, mark.end)
        if all(gone.issuperset(range(word.start(), word.end())) for word in words):
            tally.found[mark.kind] += 1
        else:
            tally.missed.append((mark.kind, example.text[mark.start : mark.end], example.text))


def _precision(tally: Tally, example: Example, spans: Sequence[Marked]) -> None:
    for span in spans:
        tally.replaced[span.kind] += 1
        near = [mark for mark in (*example.marks, *example.allowed) if _meet(mark, span)]
        if near:
            tally.right[span.kind] += 1
        else:
            tally.wrong.append((span.kind, example.text[span.start : span.end], example.text))


def rows(name: str, tally: Tally) -> Iterator[tuple[str, ...]]:
    """Yield lines of a table: set, measure, n, figure, 95% interval (Wilson) and the looser figure."""
    groups = [("contact data, pooled", POOLED), *((kind, (kind,)) for kind in sorted(tally.marked))]
    for title, kinds in groups:
        n = sum(tally.marked[kind] for kind in kinds)
        touched = sum(tally.touched[kind] for kind in kinds)
        loose = f"{touched / n:.2f}" if n else ""
        yield (name, f"recall {title}", *_share(sum(tally.found[kind] for kind in kinds), n), loose)
    yield (name, "precision, all", *_share(tally.right.total(), tally.replaced.total()), "")
    yield (name, "precision PERSON", *_share(tally.right["PERSON"], tally.replaced["PERSON"]), "")


def _share(part: int, whole: int) -> tuple[str, str, str]:
    if not whole:
        return "0", "", ""
    interval = stats.binomtest(part, whole).proportion_ci(method="wilson")
    return str(whole), f"{part / whole:.3f}", f"{interval.low:.3f}-{interval.high:.3f}"


def _kind(placeholder: str) -> str:
    return placeholder.strip("[]").partition("_")[0]


def _meet(left: Marked, right: Marked) -> bool:
    return left.start < right.end and right.start < left.end
