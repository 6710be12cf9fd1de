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
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)  # noqa: T201 - the output is the result


if __name__ == "__main__":
    main()
