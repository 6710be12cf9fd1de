"""Documents by the names that people give them: a path, a file name, a title, or a part of one."""

import re
from collections.abc import Iterable, Iterator

from retrieval.corpus import Corpus
from tools.errors import AnalysisError
from tools.tables.suggest import listed, near


def matching(corpus: Corpus, wanted: Iterable[str]) -> frozenset[str]:
    """Return ids and sources that the names mean; raises AnalysisError for a name that fits none."""
    known = {
        name: target
        for document in corpus.summaries()
        for name, target in _names(document.id, document.source, document.title)
    }
    found: set[str] = set()
    for name in wanted:
        hits = _matches(name, known)
        if not hits:
            sources = sorted(corpus.sources())
            raise AnalysisError(f"There is no document `{name}`. Nearest: {listed(near(name, sources))}.")
        found |= hits
    return frozenset(found)


def _names(identity: str, source: str, title: str) -> Iterator[tuple[str, str]]:
    yield identity, identity
    yield source, source
    yield source.rsplit("/", 1)[-1], source
    yield source.rsplit("/", 1)[-1].rsplit(".", 1)[0], source
    if title:
        yield title, identity


def _matches(name: str, known: dict[str, str]) -> set[str]:
    if name in known:
        return {known[name]}
    key = _compact(name)
    same = {target for other, target in known.items() if _compact(other) == key}
    if same or len(key) < 3:
        return same
    words = set(re.findall(r"\w+", name.casefold()))
    inside = {target for other, target in known.items() if key in _compact(other)}
    return inside or {
        target for other, target in known.items() if words <= set(re.findall(r"[^\W_]+", other.casefold()))
    }


def _compact(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
