"""Links the words of a question to one table's columns, values and names, keeping the best few ways to do so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.offline.asked import CUE_WEIGHT, Clause
from assistant.offline.codes import codes
from assistant.offline.headers import content
from assistant.offline.letters import letters
from assistant.offline.lexicon import Cue, lexicon
from assistant.offline.mentions import mentions
from assistant.offline.naming import columns, table_names
from assistant.offline.reading import Kind, Link
from assistant.offline.rows import of_people, records_sales
from assistant.offline.values import values
from assistant.offline.vocabulary import Entry, Vocabulary
from assistant.offline.words import likeness

_LINK_COST = 0.12
_ROW_NOUN = 0.8
_SET_BESIDE = 0.2
_COMPOUND = 0.8
_NUMBERED = 0.3
_SAID_OF, _SAID_BY = 0.15, 0.45  # a value and its column in one question, and right beside ("pay by card")
_NOUN = 5  # letters of a noun at least that ends a compound
_BEAM = 24
_BEFORE = 3  # words: "three or more complaints"
_STATISTICS = frozenset({"aggregate.mean", "aggregate.median", "aggregate.sum"})


@dataclass(frozen=True, slots=True)
class Linking:
    """Links that do not overlap, in order, and the weight of the words they explain."""

    links: tuple[Link, ...]
    score: float


Similar = Callable[[str, Vocabulary], Sequence[tuple[Entry, float]]]


def linkings(
    clause: Clause, vocabulary: Vocabulary, similar: Similar | None = None, keep: int = 4
) -> list[Linking]:
    """Return the best ways to link a clause to a table, best first.

    `similar` may name the entries closest in meaning to a stretch of words that nothing else explains.
    """
    candidates = [*_given(clause, vocabulary), *columns(clause, vocabulary), *values(clause, vocabulary)]
    candidates += [
        *codes(clause, vocabulary),
        *letters(clause, vocabulary),
        *mentions(clause, vocabulary),
    ]
    candidates = _without_calls(clause, candidates, vocabulary)
    best = _search(clause, candidates, keep)
    if similar is not None and best and (extra := _by_meaning(clause, best[0], vocabulary, similar)):
        best = _search(clause, [*candidates, *extra], keep)
    return best


def _without_calls(clause: Clause, candidates: Sequence[Link], vocabulary: Vocabulary) -> list[Link]:
    """Return the links without calls for words where a number of times is named ("without complaints")."""
    numeric = {entry.name for entry in vocabulary.columns if entry.column.role == "measure"}
    counted = {
        link.start
        for link in candidates
        if link.kind == "column" and link.name in numeric and len(link.span) == 1 and _counted(clause, link.start)
    }
    return [
        link
        for link in candidates
        if not (link.name.startswith("words.") and len(link.span) == 1 and link.start in counted)
    ]


def _counted(clause: Clause, index: int) -> bool:
    """Return whether a number, or a word for having some or none, stands right before a word."""
    before = clause.words[max(0, index - _BEFORE) : index]
    known = lexicon().having | lexicon().lacking | lexicon().numbers.keys()
    return any(word.number is not None or word.norm in known for word in before)


def _given(clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    """Return concepts, periods, numbers, the row noun, and the words of the table's name."""
    links = [Link("cue", cue.start, cue.end, 1.0, _concept(cue, clause, vocabulary)) for cue in clause.cues]
    timed = vocabulary.table.time is not None
    links += [
        Link("period", link.start, link.end, 1.6 if timed else 1.0, period=link.period) for link in clause.periods
    ]
    links += clause.extra
    nouns, possible = _row_nouns(vocabulary), _possible_nouns(vocabulary)
    for index, word in enumerate(clause.words):
        if _one_unit(clause, index):
            links.append(Link("number", index, index + 1, 1.0, word.norm, number=1.0))
        number = word.number if word.number is not None else lexicon().numbers.get(word.norm)
        if number is not None:
            links.append(Link("number", index, index + 1, 1.0, word.norm, number=float(number)))
        if clause.language == "de" and _ends_in_people(word.norm, vocabulary):
            links.append(Link("entity", index, index + 1, _COMPOUND, vocabulary.table.name))
        elif word.stem in possible or any(
            likeness(word.stem, noun) >= 0.85 or word.stem in lexicon().acts.get(noun, ()) for noun in nouns
        ):
            links.append(Link("entity", index, index + 1, 1.0, vocabulary.table.name))
    return [*links, *_entered(clause, vocabulary), *table_names(clause, vocabulary)]


def _one_unit(clause: Clause, index: int) -> bool:
    """Return whether an article counts a unit of time that is compared with ("less than a year")."""
    words = clause.words
    article = words[index].norm in lexicon().articles and any(
        cue.concept.startswith("comparator.") and cue.end == index for cue in clause.cues
    )
    return article and index + 1 < len(words) and lexicon().measured_in.get(words[index + 1].norm) == "duration"


def _ends_in_people(word: str, vocabulary: Vocabulary) -> bool:
    """Return whether a German compound ends in a noun for the people that rows are ("Fahrschüler")."""
    nouns = {noun for noun in vocabulary.table.entity_words if len(noun) >= _NOUN} | lexicon().people
    compound = any(word.endswith(noun) and len(word) > len(noun) for noun in nouns if len(noun) >= _NOUN)
    return compound and (of_people(vocabulary.table) or vocabulary.table.person is not None)


def _row_nouns(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the stems of what a row is called: by the catalog, and by people who speak of such rows."""
    entity = vocabulary.table.entity
    return (
        frozenset(content(entity)) | lexicon().called.get(entity, frozenset()) if entity != "row" else frozenset()
    )


def _possible_nouns(vocabulary: Vocabulary) -> frozenset[str]:
    """Return the stems of nouns for kinds of rows that no column is called by, where nothing identifies rows."""
    table = vocabulary.table
    return frozenset() if table.key or table.person else frozenset(lexicon().acts) - vocabulary.named


def _entered(clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    """Return links from verbs of coming in ("joined", "signed up") to the dates of a table of people."""
    table = vocabulary.table
    if table.time is None or not of_people(table):
        return []
    said = [index for index, word in enumerate(clause.words) if word.norm in lexicon().entering]
    return [Link("column", index, index + 1, _ROW_NOUN, table.time) for index in said]


def _concept(cue: Cue, clause: Clause, vocabulary: Vocabulary) -> str:
    """Return the concept of a cue; where every row is a purchase, a "buyer" is anybody who stands there."""
    agent = clause.words[cue.end - 1].norm.removesuffix("s").endswith("er")
    if cue.concept == "outcome.gain" and agent and records_sales(vocabulary.table):
        return "entity.person"
    return cue.concept


def _by_meaning(clause: Clause, best: Linking, vocabulary: Vocabulary, similar: Similar) -> list[Link]:
    """Return links for stretches of unexplained words to what lies closest in meaning."""
    links: list[Link] = []
    for start, end in unexplained(clause, best.links):
        text = " ".join(word.norm for word in clause.words[start:end])
        for entry, score in similar(text, vocabulary):
            kind: Kind = "value" if entry.value else "column"
            links.append(Link(kind, start, end, score, entry.name, entry.value))
    return links


def unexplained(clause: Clause, links: Sequence[Link]) -> list[tuple[int, int]]:
    """Return the stretches of neighbouring content words that no link covers."""
    covered = {index for link in links for index in link.span}
    stretches: list[tuple[int, int]] = []
    for index in range(len(clause.words)):
        if index in covered or not clause.content(index):
            continue
        if stretches and stretches[-1][1] == index:
            stretches[-1] = (stretches[-1][0], index + 1)
        else:
            stretches.append((index, index + 1))
    return stretches


def _search(clause: Clause, candidates: Sequence[Link], keep: int) -> list[Linking]:
    """Return the best sets of links that do not overlap, found left to right with a beam."""
    starting: dict[int, list[Link]] = {}
    for link in candidates:
        starting.setdefault(link.start, []).append(link)
    states: dict[int, list[Linking]] = {0: [Linking((), 0.0)]}
    for position in range(len(clause.words)):
        for state in _best(states.pop(position, []), _BEAM):
            states.setdefault(position + 1, []).append(state)
            for link in starting.get(position, ()):
                grown = Linking((*state.links, link), state.score + _gain(clause, link, state.links))
                states.setdefault(link.end, []).append(grown)
    return _best(states.get(len(clause.words), [Linking((), 0.0)]), keep)


def _gain(clause: Clause, link: Link, earlier: Sequence[Link]) -> float:
    # A filler word that spells a whole column or value ("category", "new") does carry a slot.
    whole = link.kind in {"column", "value"} and link.score >= 0.9
    floor = (CUE_WEIGHT if len(link.span) == 1 else _ROW_NOUN) if whole else 0.0
    floor = max(floor, CUE_WEIGHT) if link.kind in {"value", "period"} else floor
    floor = _ROW_NOUN if link.kind == "entity" or (link.kind == "table" and len(link.span) > 1) else floor
    if link.kind == "number" and (
        _joined(clause, link) or (earlier and earlier[-1].name.startswith("comparator."))
    ):
        floor = CUE_WEIGHT  # "more than one", "one or two"
    gain = link.score * sum(max(clause.weights[index], floor) for index in link.span) - _LINK_COST
    if link.kind in {"value", "column"}:
        own = [other for other in earlier if other.kind != link.kind and other.name == link.name]
        gain += max((_SAID_BY if link.start - other.end <= 1 else _SAID_OF for other in own), default=0.0)
    if link.kind == "value" and any(other.kind == "value" and other.name == link.name for other in earlier):
        gain += _SET_BESIDE  # "owners more often than tenants": two values of one column explain each other
    asking = [cue.start for cue in clause.cues if cue.concept == "words.ask"]
    if link.kind == "column" and len(link.span) > 1 and any(start in link.span for start in asking):
        gain += 0.15  # "hear about" is what a header asks, not a call for quotes
    if link.kind == "column" and link.start in asking and earlier and earlier[-1].name in _STATISTICS:
        gain += 0.15  # the "average talk time" is a measure
    if link.kind == "column" and earlier and earlier[-1].kind == "number" and earlier[-1].end == link.start:
        gain += _NUMBERED  # "more than one passenger": what is counted is a column
    if link.name == "words.noun":
        gain /= 2  # "reasons" may be the name of a column
    if link.kind == "entity" and earlier and earlier[-1].name == "aggregate.count":
        gain += 0.3  # what is counted is what the rows are
    return gain


def _joined(clause: Clause, link: Link) -> bool:
    """Return whether another number follows a number word, joined to it."""
    joiners = lexicon().either | lexicon().through
    following = clause.words[link.end : link.end + 2]
    return (
        len(following) > 1
        and following[0].norm in joiners
        and (following[1].number is not None or following[1].norm in lexicon().numbers)
    )


def _best(states: Sequence[Linking], count: int) -> list[Linking]:
    seen: dict[tuple[Link, ...], Linking] = {}
    for state in sorted(states, key=lambda item: -item.score):
        seen.setdefault(state.links, state)
        if len(seen) == count:
            break
    return list(seen.values())
