"""Serve searches from a workspace in a process of its own, and print the most memory that this took, in MB."""

import resource
import sys
from pathlib import Path

from retrieval.corpus import Corpus
from retrieval.embed.minilm import MiniLM
from tests.benchmarks.ranking import model_cache

SEARCHES = 50


class Serving(MiniLM):
    """The real model under the name of the drawn vectors."""

    identity = "drawn/1"


def main() -> None:
    """Search and print the peak of resident memory."""
    with Corpus.open(Path(sys.argv[1]), Serving(model_cache())) as corpus:
        for number in range(SEARCHES):
            corpus.search(f"w{number + 1} and w{3 * number + 2} about w{number % 7 + 1}")
    print(_peak())  # noqa: T201 - the output is the result


def _peak() -> float:
    """Return the most memory of this program; the system's own count begins with that of whoever started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    held = next(line for line in status.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    return int(held.split()[1]) / 1024


if __name__ == "__main__":
    main()
