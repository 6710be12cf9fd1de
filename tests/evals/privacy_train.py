"""Fit the name tagger: `uv run --group privacy-train python -m tests.evals.privacy_train`.

Fills the sentences of `privacy/templates.txt` with names, places, brands and words, fits a linear-chain CRF
(CRFsuite, L-BFGS with L1 and L2) and writes the word lists and weights into `retrieval/privacy/words`. Needs Faker
and python-crfsuite, which nothing else uses.
"""

import importlib
import tempfile
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path
from random import Random
from typing import Protocol

from retrieval.privacy import businesses, clues, lexicon, tagger
from retrieval.privacy.lexicon import is_given, normal
from retrieval.privacy.spans import BLANK
from tests.evals import privacy_names as sources
from tests.evals.privacy_filler import Filler
from tests.evals.privacy_sets import Example, own, second, third

_WORDS = Path(__file__).parents[2] / "retrieval" / "privacy" / "words"
_COPIES = 20  # of every sentence, each filled anew
_COPIES_OF_MARKED = 6  # of the texts that are tuned on
_COPIES_OF_TRAPS = 2  # of those that a third author crowded with brands called like people
_SEED = 20
_L1, _L2, _ROUNDS = 1.0, 0.1, 120
_LEAST_WEIGHT = 0.02
Sequence = tuple[list[list[str]], list[str]]


class Trainer(Protocol):
    """The part of CRFsuite's trainer that is used here."""

    def append(self, xseq: list[list[str]], yseq: list[str]) -> None:
        """Add one sequence."""

    def set_params(self, params: Mapping[str, object]) -> None:
        """Set the options of the algorithm."""

    def train(self, model: str) -> None:
        """Fit, and write the model to that file."""


def texts() -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield filled texts of one to three sentences with the stretches that are names."""
    random = Random(_SEED)
    for language, templates in _templates().items():
        filler = Filler(language, random)
        for template in templates * _COPIES:
            text, names = filler.fill(template)
            for _ in range(random.choice((0, 0, 1, 2))):
                text, names = _joined(text, names, *filler.fill(random.choice(templates)), random)
            if random.random() < 0.03:
                text = text.upper() if len(text.upper()) == len(text) else text
            yield text, names
        for template in _marked(language, own(), second()) * _COPIES_OF_MARKED:
            yield filler.fill(template)
        for template in _marked(language, third()) * _COPIES_OF_TRAPS:
            yield filler.fill(template)


def _joined(
    text: str, names: list[tuple[int, int]], more: str, others: list[tuple[int, int]], random: Random
) -> tuple[str, list[tuple[int, int]]]:
    text += random.choice((" ", " ", "\n", "\n\n", " (\x00\x00\x00) "))
    return text + more, names + [(start + len(text), end + len(text)) for start, end in others]


def _marked(language: str, *authors: Iterator[Example]) -> list[str]:
    """Return the texts we tune on as templates: a name gives way to a slot for one of its form."""
    found = []
    for example in chain(*authors):
        if example.half == "dev" and example.language == language:
            template, done, whole = "", 0, True
            for mark in example.marks:
                value = example.text[mark.start : mark.end]
                slot = _slot(value) if mark.kind == "PERSON" else BLANK * len(value)
                whole = whole and bool(slot)
                template += example.text[done : mark.start] + slot
                done = mark.end
            if whole:
                found.append(template + example.text[done:])
    return found


def _slot(name: str) -> str:
    """Return the slot for names of that form; nothing for those without a capital or with a nickname."""
    words = name.split()
    if not name[0].isupper() or '"' in name:
        return ""
    if words[0].endswith("."):
        return "{I}"
    if words[-1].endswith("."):
        return f"{{G}} {words[-1]}"
    if len(words) > 1:
        return "{N}"
    return "{G}" if is_given(normal(name)) or normal(name) in lexicon.words("listed_given") else "{S}"


def _templates() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    language = ""
    for line in (sources.HERE / "templates.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# lang "):
            language = line.removeprefix("# lang ")
        elif language and line and (not line.startswith("#") or "{" in line):
            found.setdefault(language, []).append(line.replace("\\n", "\n"))
    return found


def sequences() -> Iterator[Sequence]:
    """Yield the runs of capitalised words as features, and their labels: 1 is part of a name."""
    for text, names in texts():
        reading = businesses.without(text)
        dense = clues.crowded(reading)
        for run in tagger.runs(reading):
            labels = [
                str(int(any(start <= reading.words[place].start < end for start, end in names))) for place in run
            ]
            yield [clues.features(reading, place, run, dense) for place in run], labels


def fit() -> list[str]:
    """Return the lines of the weights' file."""
    crfsuite = importlib.import_module("pycrfsuite")
    trainer: Trainer = crfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for xseq, yseq in sequences():
        trainer.append(xseq, yseq)
    trainer.set_params({"c1": _L1, "c2": _L2, "max_iterations": _ROUNDS, "feature.minfreq": 3})
    with tempfile.TemporaryDirectory() as scratch:
        path = str(Path(scratch) / "model")
        trainer.train(path)
        model = crfsuite.Tagger()
        model.open(path)
        info = model.info()
    odds: dict[str, float] = {}
    for (name, label), weight in info.state_features.items():
        odds[name] = odds.get(name, 0.0) + (weight if label == "1" else -weight)
    lines = [f">{left}{right}\t{info.transitions.get((left, right), 0.0):.3f}" for left in "01" for right in "01"]
    return lines + [f"{name}\t{odd:.2f}" for name, odd in sorted(odds.items()) if abs(odd) >= _LEAST_WEIGHT]


def main() -> None:
    """Write the word lists, then the weights fitted with them."""
    for name, title, listed in sources.lists():
        text = f"# {title}; written by `python -m tests.evals.privacy_train`.\n"
        (_WORDS / f"{name}.txt").write_text(text + "\n".join(listed) + "\n", encoding="utf-8")
    lexicon.words.cache_clear()
    clues.kind.cache_clear()
    (_WORDS / tagger.WEIGHTS).write_text("\n".join(fit()) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
