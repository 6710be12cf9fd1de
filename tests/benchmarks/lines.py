"""One line of the printed table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured on both sides, as shown; `ratio` above 1 means ours is better; `goal` is wanted."""

    name: str
    ours: str
    peer_name: str = ""
    peer: str = ""
    ratio: float | None = None
    goal: str = ""


def quality(name: str, ours: float, peer_name: str, peer: float, goal: str) -> Line:
    """Return the line of a score of which more is better."""
    return Line(name, f"{ours:.3f}", peer_name, f"{peer:.3f}", ours / peer if peer else None, goal)


def speed(name: str, ours: float, peer_name: str, peer: float, goal: str) -> Line:
    """Return the line of a time in seconds, of which less is better."""
    return Line(name, f"{1000 * ours:.1f} ms", peer_name, f"{1000 * peer:.1f} ms", peer / ours, goal)
