"""`make eval`: scores of the answers and of the intent guard, printed as tables.

Names of sets as arguments restrict the run; `--answers FILE` keeps the answers as JSON Lines.
"""

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.evals import (
    bad_input,
    campaign,
    coverage,
    formats,
    guard,
    injections,
    kills,
    privacy_run,
    subtraction,
    themes,
)
from tests.evals.questions_run import SetResult, question_sets, run
from tests.evals.score import Score


def main() -> None:
    """Run and print everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    told = "own, shared, awkward-open, fresh-open, and -held of both, names of sets, or of other evaluations"
    parser.add_argument("sets", nargs="*", help=told)
    parser.add_argument("--answers", type=Path, help="where to keep the answers")
    options = parser.parse_args()
    console = Console()
    if not options.sets or "guard" in options.sets:
        _guard(console)
    if "formats" in options.sets:
        formats.report(console)
    if "kills" in options.sets:  # takes minutes
        kills.report(console)
    if "bad-input" in options.sets:  # takes minutes
        bad_input.report(console)
    if "privacy" in options.sets or not options.sets:
        privacy_run.report(console)
    for name, module in (("injection", injections), ("campaign", campaign), ("themes", themes)):
        if name in options.sets or not options.sets:
            module.report(console)
    if "coverage" in options.sets:  # takes minutes: thousands of simulated worlds
        coverage.report(console)
    if "subtraction" in options.sets:  # takes minutes: two thousand questions to the real tools
        console.print(*subtraction.evaluate(), sep="\n", markup=False)
    names = frozenset(options.sets) - {
        "guard",
        "privacy",
        "formats",
        "injection",
        "campaign",
        "themes",
        "subtraction",
        "coverage",
        "kills",
        "bad-input",
    }
    if options.sets and not names:
        return
    with tempfile.TemporaryDirectory() as scratch:
        results = [run(found, Path(scratch)) for found in question_sets(names)]
    _print(console, results)
    if options.answers:
        lines = (json.dumps(answer, ensure_ascii=False) for result in results for answer in result.answers)
        options.answers.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _print(console: Console, results: Sequence[SetResult]) -> None:
    table = Table(title="Questions, offline analyst")
    columns = ("set", "n", "right", "numbers", "headline", "cited", "mentioned", "status", "ingest s", "slowest s")
    for column in columns:
        table.add_column(column, justify="left" if column == "set" else "right")
    for result in results:
        parts = [
            sum(getattr(score, name) for score in result.scores)
            for name in ("right", "numbers", "headline", "cited", "mentioned", "status")
        ]
        seconds = (f"{result.ingest_seconds:.0f}", f"{result.slowest:.1f}")
        table.add_row(result.name, str(len(result.scores)), *map(str, parts), *seconds)
    console.print(table)
    scores = [score for result in results for score in result.scores]
    right = sum(score.right for score in scores)
    console.print(f"right in all: {right} of {len(scores)}; by kind: {_by_kind(scores)}")
    console.print(
        f"quotations checked: {sum(score.quotes_checked for score in scores)}, "
        f"altered or invented: {sum(score.quotes_altered for score in scores)}; "
        f"numbers checked: {sum(score.digits_checked for score in scores)}, "
        f"in no finding or quote: {sum(len(score.digits_invented) for score in scores)}"
    )
    for score in scores:
        if not score.right:
            console.print(
                f"  {score.id} ({score.category}): missing {list(score.missing_numbers)}, cited {score.cited}, "
                f"mentioned {score.mentioned}, status {score.status}, invented {list(score.digits_invented)}",
                style="dim",
                markup=False,
            )


def _by_kind(scores: Sequence[Score]) -> str:
    kinds: dict[str, list[bool]] = {}
    for score in scores:
        kinds.setdefault(score.category, []).append(score.right)
    return ", ".join(f"{kind} {sum(rights)} of {len(rights)}" for kind, rights in sorted(kinds.items()))


def _guard(console: Console) -> None:
    table = Table(title="Intent guard, no language model")
    rows = guard.evaluate()
    for column in rows[0]:
        table.add_column(str(column))
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console.print(table)
    console.print(*guard.remarks(), sep="\n", markup=False)


if __name__ == "__main__":
    main()
