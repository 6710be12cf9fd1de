"""Fit the name tagger: `uv run --group privacy-train python -m tests.evals.privacy_train`.

Fills the sentences of `privacy/templates.txt` with names, places, brands and words, fits a linear-chain CRF
(CRFsuite, L-BFGS with L1 and L2) and writes the word lists and weights into `retrieval/privacy/words`. Needs Faker
and python-crfsuite, which nothing else uses.
"""

import importlib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Protocol

from retrieval.privacy import businesses, clues, lexicon, tagger
from retrieval.privacy.lexicon import is_given, normal
from retrieval.privacy.spans import BLANK
from tests.evals import privacy_names as sources
from tests.evals.privacy_sets import own, second

_WORDS = Path(__file__).parents[2] / "retrieval" / "privacy" / "words"
_COPIES = 20  # of every sentence, each filled anew
_COPIES_OF_MARKED = 6  # of the texts that are tuned on
_SEED = 20
_L1, _L2, _ROUNDS = 1.0, 0.1, 120
_LEAST_WEIGHT = 0.02
_SLOT = re.compile(r"\{([PNGSFOBACJMWEUHTI])\}")
_LOCALES = {
    "en": ("en_US", "en_GB", "en_IE", "en_IN", "en_NG", "en_NZ", "en_KE"),
    "de": ("de_DE", "de_AT", "de_CH", "tr_TR", "hr_HR", "sk_SK"),
    "fr": ("fr_FR", "fr_BE", "fr_CH", "fr_CA", "fr_DZ"),
    "es": ("es_ES", "es_MX", "es_AR", "es_CO", "es_CA"),
}
_DAYS = {
    "en": "January March May June July August October December Monday Tuesday Friday Sunday Christmas Easter",
    "de": "Januar März Mai Juni Juli August Oktober Dezember Montag Dienstag Freitag Sonntag Weihnachten Ostern",
    "fr": "janvier mars mai juin juillet août octobre décembre lundi mardi vendredi dimanche Noël Pâques",
    "es": "enero marzo mayo junio julio agosto octubre diciembre lunes martes viernes domingo Navidad Pascua",
}
_BETWEEN = ("van", "von", "de", "da", "del", "van der", "de la", "Mc", "Le")
_MAKERS = "Inc Ltd GmbH Group Systems Labs Software Foods Motors Bank Energy Airlines Hotel University"

Sequence = tuple[list[list[str]], list[str]]


class Trainer(Protocol):
    """The part of CRFsuite's trainer that is used here."""

    def append(self, xseq: list[list[str]], yseq: list[str]) -> None:
        """Add one sequence."""

    def set_params(self, params: Mapping[str, object]) -> None:
        """Set the options of the algorithm."""

    def train(self, model: str) -> None:
        """Fit, and write the model to that file."""


class Filler:
    """Fills sentences of one language; `marks` of a filled text are the stretches that are names."""

    def __init__(self, language: str, random: Random) -> None:
        self._language, self._random = language, random
        self._all = sources.countries()
        self._makers: Mapping[str, Callable[[], str]] = {
            "N": self._full,
            "G": self._given,
            "S": self._family,
            "P": self._person,
            "F": lambda: self._given() if random.random() < 0.5 else self._family(),
            "O": self._organisation,
            "B": self._product,
            "A": self._acronym,
            "C": lambda: random.choice(sources.places()),
            "J": self._job,
            "M": lambda: random.choice(_DAYS[language].split()),
            "W": lambda: sources.nouns(language, random),
            "I": self._initials,
            "E": self._maker,
            "U": lambda: random.choice(sources.goods(language)),
            "H": lambda: random.choice(sources.phrases(language, "person")),
            "T": lambda: random.choice(sources.phrases(language, "thing")),
        }

    def fill(self, template: str) -> tuple[str, list[tuple[int, int]]]:
        """Return the sentence with every slot filled, and where the names stand."""
        text, done, names = "", 0, []
        for match in _SLOT.finditer(template):
            text += template[done : match.start()]
            value = self._makers[match[1]]()
            if match[1] in "PNGSI":
                names.append((len(text), len(text) + len(value)))
            text += value
            done = match.end()
        return text + template[done:], names

    def _person(self) -> str:
        drawn = self._random.random()
        if drawn < 0.5:
            return self._full()
        return self._given() if drawn < 0.8 else self._family()

    def _full(self) -> str:
        names, random = self._names(), self._random
        given, family = self._one(names.given), self._one(names.family)
        drawn = random.random()
        if drawn < 0.08:
            return f"{given[0]}. {family}"
        if drawn < 0.18:
            return f"{given} {random.choice('ABCDEFGHJKLMPRST')}{random.choice(('.', ''))} {family}"
        if drawn < 0.24:
            return f"{given} {family}-{self._one(names.family)}"
        if drawn < 0.30 or (self._language == "es" and drawn < 0.5):
            return f"{given} {family} {self._one(names.family)}"
        if drawn < 0.34:
            return f"{given} {random.choice(_BETWEEN)} {family}"
        return f"{given} {family}"

    def _given(self) -> str:
        return self._one(self._names().given)

    def _family(self) -> str:
        return self._one(self._names().family)

    def _names(self) -> sources.Names:
        own = self._random.random() < 0.6
        locale = self._random.choice(_LOCALES[self._language] if own else sorted(self._all))
        return self._all[locale]

    def _one(self, names: tuple[str, ...]) -> str:
        """Return a name of the list, or as often one that no list holds, made of two of it."""
        name = self._random.choice(names)
        return name if self._random.random() < 0.55 else self._cross(name, self._random.choice(names))

    def _cross(self, left: str, right: str) -> str:
        if not (left.isalpha() and right.isalpha()) or min(len(left), len(right)) < 4:
            return left
        return (
            left[: self._random.randint(2, len(left) // 2 + 1)]
            + right[-self._random.randint(2, len(right) // 2 + 1) :].lower()
        )

    def _organisation(self) -> str:
        random, drawn = self._random, self._random.random()
        brand = random.choice(sources.brands("organisations"))
        if drawn < 0.6:
            return brand
        if drawn < 0.75:
            return self._cross(brand, random.choice(sources.brands("organisations")))
        first = random.choice((brand, self._family(), random.choice(sources.places())))
        return f"{first} {random.choice(_MAKERS.split())}"

    def _initials(self) -> str:
        """Return a family name behind one or two initials."""
        letters = self._random.choices("ABCDEFGHJKLMNPQRSTVW", k=self._random.choice((1, 1, 2)))
        return " ".join((*(f"{letter}." for letter in letters), self._family()))

    def _maker(self) -> str:
        """Return what a maker named after its founder is called."""
        names = self._names()
        given, family = self._one(names.given), self._one(names.family)
        return self._random.choice((f"{given} {family}", f"{given} {family}", family, given, f"{family} {family}"))

    def _product(self) -> str:
        random, drawn = self._random, self._random.random()
        product = random.choice(sources.brands("products"))
        if drawn < 0.4:
            return product
        if drawn < 0.55:
            return self._cross(product, random.choice(sources.brands("products")))
        if drawn < 0.75:
            return f"{product} {sources.nouns('en', random)}"
        return f"{random.choice(sources.brands('organisations'))} {product}"

    def _acronym(self) -> str:
        random = self._random
        made = "".join(random.choices("ABCDEFGHIKLMNOPRSTUVW", k=random.choice((2, 3, 3, 4))))
        return random.choice((made, random.choice(sources.brands("acronyms")))) + random.choice(("", "", "", "s"))

    def _job(self) -> str:
        job = self._random.choice(sources.jobs(self._language))
        lower = self._language in {"fr", "es"} or (self._language == "en" and self._random.random() < 0.6)
        return job[0].lower() + job[1:] if lower and not job[:2].isupper() else job


def texts() -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """Yield filled texts of one to three sentences with the stretches that are names."""
    random = Random(_SEED)
    for language, templates in _templates().items():
        marked = _marked(language)
        filler = Filler(language, random)
        for template in templates * _COPIES:
            text, names = filler.fill(template)
            for _ in range(random.choice((0, 0, 1, 2))):
                text, names = _joined(text, names, *filler.fill(random.choice(templates)), random)
            if random.random() < 0.03:
                text = text.upper() if len(text.upper()) == len(text) else text
            yield text, names
        for template in marked * _COPIES_OF_MARKED:
            yield filler.fill(template)


def _joined(
    text: str, names: list[tuple[int, int]], more: str, others: list[tuple[int, int]], random: Random
) -> tuple[str, list[tuple[int, int]]]:
    text += random.choice((" ", " ", "\n", "\n\n", " (\x00\x00\x00) "))
    return text + more, names + [(start + len(text), end + len(text)) for start, end in others]


def _marked(language: str) -> list[str]:
    """Return the texts we tune on as templates: a name gives way to a slot for one of its form."""
    found = []
    for example in (*own(), *second()):
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
