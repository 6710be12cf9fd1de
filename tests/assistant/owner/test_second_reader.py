"""Another process that reads while the owner writes: it sees each finished change, and never half of one."""

import json
from typing import IO

from assistant.owner.handing import perform
from assistant.owner.serving import serving
from tests.assistant.owner.conftest import Company, Start, unheard

READER = """
import json, sys
from pathlib import Path
from assistant.settings import Settings
from assistant.wiring import House
with House(Settings(workspace=Path(sys.argv[1]))) as house:
    for line in sys.stdin:
        found = [hit.document.id for hit in house.corpus.search(line.strip(), k=3)]
        print(json.dumps({"found": found, "held": house.corpus.counts().documents,
                          "record": "_record" in vars(house.corpus)}), flush=True)
"""


def test_a_reader_sees_what_the_owner_adds_and_removes(company: Company, start: Start) -> None:
    company.ingest()
    reader = start(company.workspace, script=READER)
    assert reader.stdin is not None
    assert reader.stdout is not None
    with company.house.workspace.owning(), serving(company.house):
        assert _ask(reader.stdin, reader.stdout, "parking") == {
            "found": ["parking.md"],
            "held": 1,
            "record": False,
        }
        company.write("lockers.md", "The lockers jam, so people carry their bags to the water.")
        company.ingest()
        added = _ask(reader.stdin, reader.stdout, "lockers that jam")
        assert (added["found"][0], added["held"]) == ("lockers.md", 2)
        perform(company.house, "erase", {"document": "lockers.md"}, unheard)
        assert _ask(reader.stdin, reader.stdout, "lockers that jam")["held"] == 1

    # Nobody owns it now: the reader opens the record itself, and follows changes that come after.
    assert _ask(reader.stdin, reader.stdout, "parking") == {"found": ["parking.md"], "held": 1, "record": True}
    company.write("showers.md", "Cold showers, every winter again.")
    company.ingest()
    assert _ask(reader.stdin, reader.stdout, "cold showers")["found"][0] == "showers.md"


def test_while_an_ingest_is_under_way_readers_see_the_state_before_it(company: Company) -> None:
    company.ingest()
    corpus = company.house.corpus
    seen: list[int] = []

    def look(stage: str, _done: int, _total: int) -> None:
        if stage == "Reading documents":
            seen.append(corpus.counts().documents)

    for number in range(3):
        company.write(f"more-{number}.md", f"Remark {number} about the sauna.")
    perform(company.house, "ingest", {"paths": [str(company.folder)]}, look)

    assert seen == [1, 1, 1]
    assert corpus.counts().documents == 4


def _ask(stdin: IO[str], stdout: IO[str], query: str) -> dict[str, object]:
    stdin.write(f"{query}\n")
    stdin.flush()
    answer: dict[str, object] = json.loads(stdout.readline())
    return answer
