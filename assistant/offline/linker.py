"""Links the words of a question to one table's columns, values and names, keeping the best few ways to do so."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.offline.lexicon import Cue, lexicon
from assistant.offline.reading import Kind, Link
from assistant.offline.vocabulary import Entry, Phrase, Vocabulary, content, stands_for
from assistant.offline.words import Token, likeness, stem

CUE_WEIGHT = 0.55
FILLER_WEIGHT = 0.05
_LINK_COST = 0.12
_ROW_NOUN = 0.8
_BEAM = 24
_SATURATION = 2.0
_SHORT = 3
_TEXT = 0.7
_GRAINS = frozenset(
    {"day", "week", "month", "quarter", "year", "hour", "days", "weeks", "months", "years", "hours"}
)
_LEAST = {"column": 0.34, "value": 0.45}
_NEGATIONS = frozenset({"no", "not", "non", "without", "never"})
_GENERIC_MONEY = frozenset(
    stem(word) for word in ("total", "amount", "value", "revenue", "sales", "spend", "paid")
)


@dataclass(frozen=True)
class Clause:
    """One thing asked: its words, the concepts in them, and periods; `extra` links come from outside the table.

    `nouns` are the stems of what rows are called in any table.
    """

    text: str
    words: tuple[Token, ...]
    language: str
    cues: tuple[Cue, ...]
    periods: tuple[Link, ...] = ()
    extra: tuple[Link, ...] = ()
    nouns: frozenset[str] = frozenset()

    @cached_property
    def weights(self) -> Sequence[float]:
        """Return how much each word matters: content words one, words of a concept less, filler nearly nothing."""
        cued = {index for cue in self.cues for index in range(cue.start, cue.end)}
        return [self._weight(index, index in cued) for index in range(len(self.words))]

    def _weight(self, index: int, cued: bool) -> float:
        word = self.words[index]
        if cued or word.number is not None:
            return CUE_WEIGHT
        if lexicon().is_filler(word, self.language) and not self._placed(index):
            return FILLER_WEIGHT
        return 1.0

    def _hyphenated(self, index: int) -> bool:
        """Return whether a word is part of a compound such as "no-show"; "non-" is a negation."""
        word = self.words[index]
        after = self.text[word.end : word.end + 1] == "-" and word.norm != "non" and index + 1 < len(self.words)
        before = index > 0 and self.text[: word.start].endswith("-") and self.words[index - 1].norm != "non"
        return after or before

    @cached_property
    def form(self) -> frozenset[int]:
        """Return where words shape the question (how many, total, by, most) rather than name something."""
        return frozenset(
            index
            for cue in self.cues
            if cue.concept.startswith(("aggregate.", "order.", "by", "per", "which", "negation"))
            for index in range(cue.start, cue.end)
        )

    def _placed(self, index: int) -> bool:
        """Return whether filler stands where a slot belongs: written as a name, before a row noun, after "by"."""
        word = self.words[index]
        if index > 0 and len(word.text) > 1 and word.text.istitle() and self.language != "de":
            return True
        if self._hyphenated(index):
            return True
        if word.norm not in lexicon().soft:
            return False
        before = {cue.concept for cue in self.cues if cue.end == index}
        after = {cue.concept for cue in self.cues if cue.start == index + 1}
        following = self.words[index + 1].stem if index + 1 < len(self.words) else ""
        row = following in self.nouns or any(concept.startswith("entity.") for concept in after)
        named = {cue.concept for cue in self.cues if cue.end == index and cue.concept.startswith("entity.")}
        if word.norm in lexicon().kinds_of_rows and (
            named or (index > 0 and self.words[index - 1].stem in self.nouns)
        ):
            return True
        noun = row and not before & {"which", "filler", "order.highest", "order.lowest"}
        said_of = index + 1 == len(self.words) and self.words[index - 1].norm in {"are", "is", "were", "was"}
        return noun or said_of or bool(before & {"by", "per"})

    def content(self, index: int) -> bool:
        """Return whether a word is neither filler nor part of a concept."""
        return self.weights[index] == 1.0


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
    candidates = [*_given(clause, vocabulary), *_columns(clause, vocabulary), *_values(clause, vocabulary)]
    best = _search(clause, candidates, keep)
    if similar is not None and best and (extra := _by_meaning(clause, best[0], vocabulary, similar)):
        best = _search(clause, [*candidates, *extra], keep)
    return best


def _given(clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    """Return concepts, periods, numbers, the row noun, and the words of the table's name."""
    links = [Link("cue", cue.start, cue.end, 1.0, cue.concept) for cue in clause.cues]
    timed = vocabulary.table.time is not None
    links += [
        Link("period", link.start, link.end, 1.6 if timed else 1.0, period=link.period) for link in clause.periods
    ]
    links += clause.extra
    nouns = content(vocabulary.table.entity) if vocabulary.table.entity != "row" else ()
    for index, word in enumerate(clause.words):
        number = word.number if word.number is not None else lexicon().numbers.get(word.norm)
        if number is not None:
            links.append(Link("number", index, index + 1, 1.0, word.norm, number=float(number)))
        if any(likeness(word.stem, noun) >= 0.85 for noun in nouns):
            links.append(Link("entity", index, index + 1, 1.0, vocabulary.table.name))
    return [*links, *_table_names(clause, vocabulary)]


def _table_names(clause: Clause, vocabulary: Vocabulary) -> Iterable[Link]:
    """Yield stretches of words that name the table; several together are surer than one."""
    run: list[int] = []
    for index in range(len(clause.words) + 1):
        word = clause.words[index] if index < len(clause.words) else None
        if word is not None and word.number is None and clause.weights[index] > FILLER_WEIGHT:
            quality = max((_in_phrase(word, phrase) for phrase in vocabulary.names), default=0.0)
            if quality >= 0.5:
                yield Link("table", index, index + 1, 0.8 * quality, vocabulary.table.name)
                run.append(index)
                continue
        if len(run) > 1:
            yield Link("table", run[0], run[-1] + 1, 1.0, vocabulary.table.name)
        run = []


def _in_phrase(word: Token, phrase: Phrase) -> float:
    return phrase.trust * max((likeness(word.stem, part) for part in phrase.stems), default=0.0)


def _alike(word: Token, part: str) -> float:
    quality = likeness(word.stem, part)
    return quality if quality or part not in stands_for(word.stem) else 0.75


def _columns(clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    links: list[Link] = []
    for entry in vocabulary.columns:
        best: dict[tuple[int, int], float] = {}
        for phrase in entry.phrases:
            for start, end, score in _runs(
                clause, phrase, vocabulary, phrase.head if entry.column.role == "measure" else ""
            ):
                best[start, end] = max(best.get((start, end), 0.0), score * phrase.trust * entry.trust)
        best = {span: 0.98 * score for span, score in best.items()}
        for start, end in _compact(clause, entry):
            best[start, end] = entry.trust
        for (start, end), score in best.items():
            sure = score * (_TEXT if entry.column.role == "text" else 1.0)
            if sure >= _LEAST["column"]:
                links.append(Link("column", start, end, sure, entry.name))
        links.extend(_quantities(clause, entry))
    return links


def _runs(clause: Clause, phrase: Phrase, vocabulary: Vocabulary, head: str) -> Iterable[tuple[int, int, float]]:
    """Yield stretches of matching words, filler between them, and how much of the phrase they say."""
    total = sum(vocabulary.rare(part) for part in phrase.stems)
    # A question as a header is named by a few of its words; a paragraph as a header needs more of them.
    needed = (
        total if len(phrase.stems) <= _SHORT else min(total, _SATURATION + 0.25 * max(0, len(phrase.stems) - 7))
    )
    run: list[int] = []
    hit: dict[str, float] = {}
    for index in range(len(clause.words) + 1):
        part, quality = _best_part(clause, index, phrase) if index < len(clause.words) else ("", 0.0)
        if quality and (clause.weights[index] > FILLER_WEIGHT or part):
            run.append(index)
            hit[part] = max(hit.get(part, 0.0), quality * vocabulary.rare(part))
        elif run and (index == len(clause.words) or clause.weights[index] > FILLER_WEIGHT):
            share = min(1.0, sum(hit.values()) / needed)
            if share < 1.0 and all(clause.words[at].norm in _GRAINS for at in run):
                share = 0.0  # "per month" does not name a monthly fee
            if head and head not in hit:
                share /= 2
            yield run[0], run[-1] + 1, 0.3 + 0.7 * share if share >= 0.35 else share
            run, hit = [], {}


def _best_part(clause: Clause, index: int, phrase: Phrase) -> tuple[str, float]:
    word = clause.words[index]
    best = ("", 0.0)
    for part in phrase.stems:
        # "total" asks for a sum before it stands for an amount: words of form have no synonyms.
        plain = phrase.literal or index in clause.form
        quality = likeness(word.stem, part) if plain else _alike(word, part)
        if quality > best[1]:
            best = (part, quality)
    return best


def _compact(clause: Clause, entry: Entry) -> Iterable[tuple[int, int]]:
    """Yield stretches that spell the column's name in other pieces (`over time`, `OverTime`, `overtime`)."""
    own = entry.name.rsplit("::", 1)[-1]
    target = "".join(character for character in own.lower() if character.isalnum())
    for start in range(len(clause.words)):
        spelled = ""
        for end in range(start, min(start + 4, len(clause.words))):
            spelled += clause.words[end].norm
            if spelled == target and len(target) > 2:
                yield start, end + 1


def _quantities(clause: Clause, entry: Entry) -> Iterable[Link]:
    """Yield links from words such as `revenue` or `how old` to a measure of that unit."""
    column = entry.column
    if column.role not in {"measure", "ordinal"} or column.unit is None:
        return
    unit = "duration" if column.unit in {"days", "months", "years", "duration"} else column.unit
    stems = {part for phrase in entry.phrases[:2] for part in phrase.stems}
    text = [word.norm for word in clause.words]
    for quantity in lexicon().quantities:
        if quantity.unit != unit or stems & quantity.unlike:
            continue
        score = (0.8 if stems & _GENERIC_MONEY else 0.7) * entry.trust
        for index, word in enumerate(clause.words):
            pair = " ".join(text[index : index + 2])
            if word.norm in quantity.words:
                yield Link("column", index, index + 1, score, entry.name)
            elif pair in quantity.words:
                yield Link("column", index, index + 2, score, entry.name)


def _values(clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    links: list[Link] = []
    said = {
        entry
        for part, entries in vocabulary.by_part.items()
        if any(_same(word, part) >= 0.75 for word in clause.words)
        for entry in entries
    }
    for position in sorted(said):
        entry = vocabulary.values[position]
        beside = _named_at(clause, vocabulary.column(entry.name).label)
        for start, end, score in _value_runs(clause, entry, vocabulary, beside):
            if score * entry.trust >= _LEAST["value"]:
                links.append(Link("value", start, end, score * entry.trust, entry.name, entry.value))
    return links


def _named_at(clause: Clause, label: str) -> frozenset[int]:
    """Return where words of a column's label stand."""
    stems = set(content(label))
    return frozenset(index for index, word in enumerate(clause.words) if word.stem in stems)


def _value_runs(
    clause: Clause, entry: Entry, vocabulary: Vocabulary, beside: frozenset[int]
) -> Iterable[tuple[int, int, float]]:
    stems = entry.phrases[0].stems
    run: list[int] = []
    for index in range(len(clause.words) + 1):
        word = clause.words[index] if index < len(clause.words) else None
        if word is not None and _means(clause, index, stems):
            run.append(index)
        elif run and (word is None or clause.weights[index] > FILLER_WEIGHT or len(stems) == 1):
            yield run[0], run[-1] + 1, _value_score(clause, run, stems, vocabulary, beside)
            run = []


def _means(clause: Clause, index: int, stems: Sequence[str]) -> bool:
    """Return whether a word is one of a value's; a word of a concept ("higher") must be it exactly."""
    least = 0.75 if clause.content(index) else 1.0
    return any(_same(clause.words[index], part) >= least for part in stems)


def _same(word: Token, part: str) -> float:
    quality = likeness(word.stem, part)
    return quality if quality or part not in lexicon().value_synonyms.get(word.stem, ()) else 0.9


def _value_score(
    clause: Clause,
    run: Sequence[int],
    stems: Sequence[str],
    vocabulary: Vocabulary,
    beside: frozenset[int],
) -> float:
    """Return how surely a stretch of words is a value; everyday words need the column's name beside them."""
    matched = {part: max(_same(clause.words[index], part) for index in run) for part in set(stems)}
    said = {part: quality for part, quality in matched.items() if quality >= 0.75}
    near = bool(beside & {run[0] - 1, run[0] - 2, run[-1] + 1, run[-1] + 2})
    soft = all(clause.words[index].norm in lexicon().soft for index in run)
    if not near and not soft and not any(clause.weights[index] > FILLER_WEIGHT for index in run):
        return 0.0
    if (set(stems) & _NEGATIONS) - set(said):
        return 0.0
    if len(said) == len(set(stems)):
        plain = all(clause.weights[index] < 1.0 for index in run)
        return (sum(said.values()) / len(said)) * (0.75 if plain and not near else 1.0)
    telling = [
        part
        for part in said
        if len(vocabulary.by_part[part]) == 1 and part not in vocabulary.named and len(part) > 2
    ]
    if not telling or not any(clause.content(index) for index in run):
        return 0.0
    return 0.45 + 0.4 * len(said) / len(set(stems))


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
    gain = link.score * sum(max(clause.weights[index], floor) for index in link.span) - _LINK_COST
    if link.kind in {"value", "column"} and any(
        other.name == link.name for other in earlier if other.kind != link.kind
    ):
        gain += 0.15
    if link.kind == "entity" and earlier and earlier[-1].name == "aggregate.count":
        gain += 0.3  # what is counted is what the rows are
    return gain


def _best(states: Sequence[Linking], count: int) -> list[Linking]:
    seen: dict[tuple[Link, ...], Linking] = {}
    for state in sorted(states, key=lambda item: -item.score):
        seen.setdefault(state.links, state)
        if len(seen) == count:
            break
    return list(seen.values())
