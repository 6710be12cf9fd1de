"""Runs the question sets: each set is ingested into a fresh workspace, asked offline, and scored."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from assistant.ingest.run import ingest_paths
from assistant.question import Question
from assistant.settings import Settings
from assistant.wiring import House
from tests.evals import companies
from tests.evals.awkward.generate import COMPANIES
from tests.evals.fresh.companies import COMPANIES as FRESH
from tests.evals.fresh.company import Company
from tests.evals.score import Score, score

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
OWN = ("demo", "gym", "hotel", "bikes")
# Half of the questions over awkward tables is there to tune on; the other half is only asked for by its name.
HALVES = ("open", "held")


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions with known answers; `data` puts the set's files below a folder and returns where they are."""

    name: str
    items: tuple[dict[str, Any], ...]
    data: Callable[[Path], Path]


@dataclass(frozen=True, slots=True)
class SetResult:
    """The scores of one set of questions, its answers, and the seconds that ingest and the slowest answer took."""

    name: str
    scores: tuple[Score, ...]
    answers: tuple[dict[str, Any], ...]
    ingest_seconds: float
    slowest: float


def question_sets(names: frozenset[str]) -> Iterator[QuestionSet]:
    """Yield the sets that are asked for: by their own names, `own`, `shared`, `awkward-open`, `fresh-held` ...

    Without names all but the held halves.
    """
    for name in OWN:
        if not names or name in names or "own" in names:
            yield QuestionSet(name, _items(HERE / "questions" / f"{name}.jsonl"), _own_data(name))
    for half in HALVES:
        for family, sets in (("awkward", _awkward), ("fresh", _fresh)):
            if f"{family}-{half}" in names or (half == "open" and not names):
                yield from sets(half)
    if not SHARED.is_dir():
        print(f"{SHARED} is not there: only the own sets are scored.")  # noqa: T201 - a report for people
        return
    for path in sorted((SHARED / "questions").glob("*.jsonl")):
        if not names or path.stem in names or "shared" in names:
            yield QuestionSet(path.stem, _items(path), _shared_data(path.stem))


def _awkward(half: str) -> Iterator[QuestionSet]:
    """Yield one set for each awkward company that has questions in this half."""
    items = _items(HERE / "awkward" / f"{half}.jsonl")
    for company in COMPANIES:
        own = tuple(item for item in items if item["set"] == company)
        if own:
            yield QuestionSet(f"awkward-{half}/{company}", own, _awkward_data(company))


def _fresh(half: str) -> Iterator[QuestionSet]:
    """Yield one set for each company of the sixty questions."""
    for company in FRESH:
        yield QuestionSet(f"fresh-{half}/{company.name}", tuple(company.items(half)), _fresh_data(company))


def _fresh_data(company: Company) -> Callable[[Path], Path]:
    def prepare(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        company.write(folder, company.truth())
        return folder

    return prepare


def _shared_data(name: str) -> Callable[[Path], Path]:
    return lambda _: SHARED / "data" / name


def _awkward_data(company: str) -> Callable[[Path], Path]:
    def prepare(folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        truth, write = COMPANIES[company]
        write(folder, truth())
        return folder

    return prepare


def _items(path: Path) -> tuple[dict[str, Any], ...]:
    return tuple(json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def run(asked: QuestionSet, scratch: Path) -> SetResult:
    """Return the scores of one set."""
    with House(Settings(workspace=scratch / "workspace" / asked.name, _env_file=None)) as house:
        return _scored(house, asked, asked.data(scratch / "data" / asked.name))


def _scored(house: House, asked: QuestionSet, folder: Path) -> SetResult:
    started = time.perf_counter()
    ingest_paths(house, [folder], lambda *_: None)
    ingest_seconds = time.perf_counter() - started
    answers, scores, slowest = [], [], 0.0
    for item in asked.items:
        started = time.perf_counter()
        answer = house.assistant.ask(Question(text=item["question"], thread=item["id"])).to_dict()
        slowest = max(slowest, time.perf_counter() - started)
        answers.append({"id": item["id"], **answer})
        scores.append(score(item, answer, lambda document: _stored(house, document)))
    return SetResult(asked.name, tuple(scores), tuple(answers), ingest_seconds, slowest)


def _stored(house: House, document: str) -> str | None:
    found = house.corpus.document(document)
    return None if found is None else found.text


def _own_data(name: str) -> Callable[[Path], Path]:
    def prepare(folder: Path) -> Path:
        if name == "demo":
            return Path(str(files("assistant.demo").joinpath("data")))
        if name == "bikes":
            return HERE / "bikes"
        {"gym": companies.gym, "hotel": companies.hotel}[name](folder)
        return folder

    return prepare
