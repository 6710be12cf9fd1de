"""Writes the sixty questions about the demo company, their answers computed by plain pandas from the files.

`python -m tests.evals.demo_answers` rewrites `questions/demo.jsonl`; nothing of the product takes part.
"""

import json
from pathlib import Path

from tests.assistant.demo.figures import tables
from tests.evals.demo_of_orders import money, orders, tickets
from tests.evals.demo_of_people import leaving, people, survey
from tests.evals.demo_of_words import comments, unanswerable, words

TARGET = Path(__file__).parent / "questions" / "demo.jsonl"


def main() -> None:
    """Write the file."""
    TARGET.write_text("\n".join(lines()) + "\n", encoding="utf-8")


def lines() -> list[str]:
    """Return the file's lines: a question with its answer each."""
    data = tables()
    parts = (people, leaving, orders, tickets, comments, survey, money, words, unanswerable)
    items = [item for part in parts for item in part(data)]
    return [json.dumps({"id": f"demo-{n:02d}", **item}, ensure_ascii=False) for n, item in enumerate(items, 1)]


if __name__ == "__main__":
    main()
