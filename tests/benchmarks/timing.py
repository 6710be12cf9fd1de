"""Two callables timed in turn, so that a busy machine slows both."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS, WARM_UP = 15, 2


@dataclass(frozen=True, slots=True)
class Comparison:
    """Median and best seconds of both sides, our 95th percentile; `ratio` above 1 means ours is faster."""

    name: str
    peer_name: str
    ours: float
    peer: float
    ours_best: float = 0.0
    peer_best: float = 0.0
    ours_p95: float = 0.0

    @property
    def ratio(self) -> float:
        """Return how many times faster ours is."""
        return self.peer / self.ours


def compare(
    name: str,
    *,
    ours: Callable[[], object],
    peer: Callable[[], object],
    peer_name: str,
    rounds: int = ROUNDS,
) -> Comparison:
    """Return the medians of interleaved rounds after a warm-up."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds + WARM_UP):
        for side, run in enumerate((ours, peer)):
            started = time.perf_counter()
            run()
            if turn >= WARM_UP:
                times[side].append(time.perf_counter() - started)
    own, their = times
    return Comparison(
        name,
        peer_name,
        statistics.median(own),
        statistics.median(their),
        ours_best=min(own),
        peer_best=min(their),
        ours_p95=statistics.quantiles(own, n=20)[-1],
    )
