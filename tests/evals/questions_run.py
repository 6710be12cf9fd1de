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
from tests.evals.score import Score, score

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared"
OWN = ("demo", "gym", "hotel", "bikes")


@dataclass(frozen=True, slots=True)
class SetResult:
    """The scores of one set of questions, its answers, and the seconds that ingest and the slowest answer took."""

    name: str
    scores: tuple[Score, ...]
    answers: tuple[dict[str, Any], ...]
    ingest_seconds: float
    slowest: float


def question_sets(names: frozenset[str]) -> Iterator[tuple[str, Path, Callable[[Path], Path]]]:
    """Yield each set's name, its questions, and a function that puts its data below a folder."""
    for name in OWN:
        if not names or name in names or "own" in names:
            yield name, HERE / "questions" / f"{name}.jsonl", _own_data(name)
    if not SHARED.is_dir():
        print(f"{SHARED} is not there: only the own sets are scored.")  # noqa: T201 - a report for people
        return
    for path in sorted((SHARED / "questions").glob("*.jsonl")):
        if not names or path.stem in names or "shared" in names:
            yield path.stem, path, lambda _, stem=path.stem: SHARED / "data" / stem


def run(name: str, questions: Path, data: Callable[[Path], Path], scratch: Path) -> SetResult:
    """Return the scores of one set."""
    with House(Settings(workspace=scratch / "workspace" / name, _env_file=None)) as house:
        return _scored(house, name, questions, data(scratch / "data" / name))


def _scored(house: House, name: str, questions: Path, folder: Path) -> SetResult:
    started = time.perf_counter()
    ingest_paths(house, [folder], lambda *_: None)
    ingest_seconds = time.perf_counter() - started
    items = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    answers, scores, slowest = [], [], 0.0
    for item in items:
        started = time.perf_counter()
        answer = house.assistant.ask(Question(text=item["question"], thread=item["id"])).to_dict()
        slowest = max(slowest, time.perf_counter() - started)
        answers.append({"id": item["id"], **answer})
        scores.append(score(item, answer, lambda document: _stored(house, document)))
    return SetResult(name, tuple(scores), tuple(answers), ingest_seconds, slowest)


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
