"""Links words to the values of a table's columns."""

from collections.abc import Iterable, Sequence

from assistant.offline.as_written import abbreviated, as_spelled, set_against, spelled, verbatim
from assistant.offline.asked import FILLER_WEIGHT, Clause
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.naming import heads
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Entry, Vocabulary, stands_for
from assistant.offline.words import Token, likeness, tokens
from tools.tables.catalog import Column

_LEAST = 0.45
_PART = 4
_SHARED = 0.6  # how surely a word names all values that have it
_MANY = 200  # different values from which a column is one of titles rather than of categories
_SYNONYM = 0.9
_POINTED_AT = 1.15  # an everyday word ("pay by invoice") beside the name of its column
_VERY_MANY = 30  # different values; words of concepts are among them by accident
_SHORT = 2  # letters that stand in a header by accident
_SENTENCE, _SEVERAL = 4, 2  # words of a value that is a sentence, and how many of them have to be said
_JOINING = frozenset({"or", "oder", "ou"})
_NEGATIONS = frozenset({"no", "not", "non", "without", "never"})


def values(clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    """Return the links to values of columns that can be named by their values."""
    links: list[Link] = []
    said = {
        entry
        for part, entries in vocabulary.by_part.items()
        if any(_same(word, part) >= 0.75 for word in clause.words)
        for entry in entries
    }
    said = {at for at in said if not abbreviated(clause, vocabulary.values[at].value)}
    for position in sorted(said):
        entry = vocabulary.values[position]
        if len(tokens(entry.value)) > 1:  # written out, with the small words in it ("Isle of Man", "P2")
            links += [
                Link("value", *at, entry.trust, entry.name, entry.value) for at in spelled(clause, entry.value)
            ]
        if vocabulary.column(entry.name).distinct > _MANY:
            links += verbatim(clause, entry)
            continue
        beside = _named_at(clause, vocabulary.column(entry.name))
        for start, end, score in _value_runs(clause, entry, vocabulary, beside):
            if score * entry.trust >= _LEAST:
                links.append(Link("value", start, end, score * entry.trust, entry.name, entry.value))
    against = set_against(clause, [vocabulary.values[at] for at in sorted(said)], links)
    return as_spelled(clause, [*links, *against, *_shared(clause, vocabulary)])


def _shared(clause: Clause, vocabulary: Vocabulary) -> Iterable[Link]:
    """Yield words that several values of one column have in common, and no other column: any of them is meant.

    "Automatic payers" pay by "Card (automatic)" or "Transfer (automatic)"; "tents" are "Tent 01" and "Tent 02".
    """
    for index, word in enumerate(clause.words):
        if not clause.content(index) or word.stem in vocabulary.named or len(word.norm) < _PART:
            continue
        entries = [vocabulary.values[at] for at in vocabulary.by_part.get(word.stem, ())]
        values = tuple(dict.fromkeys(entry.value for entry in entries))
        if any(_in_header(word.stem, entry) for entry in entries):
            continue
        if len({entry.name for entry in entries}) != 1 or not 1 < len(values) < entries[0].column.distinct:
            continue
        if min(len(entry.phrases[0].stems) for entry in entries) >= _SENTENCE:
            continue  # whole sentences share a word by accident
        if entries[0].column.separator is None and not any(_NEGATIONS & set(content(value)) for value in values):
            sure = _SHARED * entries[0].trust
            yield Link("value", index, index + 1, sure, entries[0].name, values[0], also=values[1:])


def _in_order(clause: Clause, run: Sequence[int], stems: Sequence[str]) -> bool:
    """Return whether the words of a run come in the order of the value's."""
    places = [
        next((at for at, part in enumerate(stems) if _same(clause.words[index], part) >= _SYNONYM), -1)
        for index in run
    ]
    return places == sorted(places)


def _named_at(clause: Clause, column: Column) -> frozenset[int]:
    """Return where words of a column's label stand, or of what else it is called ("pay" of `Zahlungsweise`)."""
    stems = set(content(column.label))
    called = {part for text in column.words for part in content(text)}
    return frozenset(
        index
        for index, word in enumerate(clause.words)
        if word.stem in stems
        or any(heads(word.norm, part) for part in stems)
        or (clause.content(index) and bool(called & {word.stem, *stands_for(word.stem)}))
    )


def _value_runs(
    clause: Clause, entry: Entry, vocabulary: Vocabulary, beside: frozenset[int]
) -> Iterable[tuple[int, int, float]]:
    stems = entry.phrases[0].stems
    if set(stems) <= _NEGATIONS and len(tokens(entry.value)) > len(stems):
        return  # a bare "no" does not name "Not for me"
    small = {token.norm for token in tokens(entry.value)} - set(stems)  # the "by" of a value
    run: list[int] = []
    asked = {cue.end for cue in clause.cues if cue.concept == "which"}
    whole = "," in entry.value
    for index in range(len(clause.words) + 1):
        word = clause.words[index] if index < len(clause.words) else None
        if run and word is not None and not whole and "," in clause.text[clause.words[index - 1].end : word.start]:
            yield run[0], run[-1] + 1, _value_score(clause, run, entry, vocabulary, beside)
            run = []
        again = (
            run and word is not None and index > run[-1] + 1 and word.stem in {clause.words[at].stem for at in run}
        )
        if again:  # said again ("first class and class two"): a name of its own
            yield run[0], run[-1] + 1, _value_score(clause, run, entry, vocabulary, beside)
            run = []
        if word is not None and _means(clause, index, stems) and not _only_a_verb(clause, index, entry):
            if run and run[-1] + 1 < index and run[0] in asked:
                run = []  # in "which offer is viewed" the noun is what is asked for, and no part of a value
            run.append(index)
        elif run and (
            word is None
            or (clause.weights[index] > FILLER_WEIGHT and word.norm not in small)
            or len(stems) == 1
            or (word.norm in _JOINING and set(stems) & {clause.words[at].stem for at in run})
        ):
            yield run[0], run[-1] + 1, _value_score(clause, run, entry, vocabulary, beside)
            run = []


def _only_a_verb(clause: Clause, index: int, entry: Entry) -> bool:
    """Return whether a word of a concept ("losing") is another form of one of very many values ("lost")."""
    exact = clause.words[index].norm in {token.norm for token in tokens(entry.value)}
    return entry.column.distinct > _VERY_MANY and not clause.content(index) and not exact


def _means(clause: Clause, index: int, stems: Sequence[str]) -> bool:
    """Return whether a word is one of a value's; a word of a concept ("higher") must be it exactly."""
    least = 0.75 if clause.content(index) else _SYNONYM
    return any(_same(clause.words[index], part) >= least for part in stems)


def _same(word: Token, part: str) -> float:
    if word.norm in _NEGATIONS and part in _NEGATIONS:
        return _SYNONYM
    quality = likeness(word.stem, part)
    known = lexicon().value_synonyms
    if not quality and (part in known.get(word.stem, ()) or part in word.means):
        return _SYNONYM
    if not quality and any(part in known.get(meant, ()) for meant in word.means):
        return _SYNONYM
    return quality if quality >= 0.75 else max(quality, _compounded(word, part))


def _compounded(word: Token, part: str) -> float:
    """Return how surely a word is a value written together with the noun of people ("Privatpatienten")."""
    rest = word.norm.removeprefix(part).removeprefix("s")
    if len(part) < _PART or rest == word.norm or len(rest) < _PART:
        return 0.0
    return 0.9 if rest in lexicon().people else 0.0


def _means_it(clause: Clause, index: int, stem: str) -> bool:
    """Return whether an everyday word that is a whole value is meant: it is denied, or one of several."""
    beside = [clause.words[at].norm for at in (index - 1, index + 1) if 0 <= at < len(clause.words)]
    joined = lexicon().or_else | {"not", "don't", "doesn't", "didn't", "nicht", "pas"}
    return clause.words[index].stem == stem and bool(joined & set(beside))


def _value_score(
    clause: Clause,
    run: Sequence[int],
    entry: Entry,
    vocabulary: Vocabulary,
    beside: frozenset[int],
) -> float:
    """Return how surely a stretch of words is a value; everyday words need the column's name beside them."""
    stems = entry.phrases[0].stems
    matched = {part: max(_same(clause.words[index], part) for index in run) for part in set(stems)}
    said = {part: quality for part, quality in matched.items() if quality >= 0.75}
    near = bool(beside & {run[0] - 1, run[0] - 2, run[-1] + 1, run[-1] + 2})
    soft = all(clause.words[index].norm in lexicon().soft for index in run)
    spelled = len(run) == len(stems) == 1 and len(stems[0]) >= _PART and _means_it(clause, run[0], stems[0])
    if not (near or soft or spelled or any(clause.weights[index] > FILLER_WEIGHT for index in run)):
        return 0.0
    if (set(stems) & _NEGATIONS) - set(said):
        return 0.0
    scattered = run[-1] - run[0] >= len(run)
    if (soft or scattered) and not (near or _in_order(clause, run, stems) or _done_to(clause, run)):
        return 0.0  # "accounts that opened" are no "open account"
    if len(said) == len(set(stems)):
        plain = all(clause.weights[index] < 1.0 for index in run)
        pointed = near or _as_written(clause, run, entry.value)
        sure = _POINTED_AT if plain and pointed else 0.75 if plain else 1.0
        return (sum(said.values()) / len(said)) * sure
    telling = [
        part
        for part in said
        if len(vocabulary.by_part[part]) == 1
        and part not in vocabulary.named
        and len(part) > 2
        and not _in_header(part, entry)
    ]
    fullest = len(said) >= _SEVERAL and _says_most_of(entry, frozenset(said), vocabulary)
    if not (telling or fullest) or not any(clause.content(index) for index in run):
        return 0.0
    meant = _SYNONYM in said.values()  # "British" of a kingdom with a long name
    if len(set(stems)) >= _SENTENCE and len(said) < _SEVERAL and not meant:
        return 0.0  # one word of a whole sentence names it by accident
    return 0.45 + 0.4 * len(said) / len(set(stems))


def _in_header(part: str, entry: Entry) -> bool:
    """Return whether a stem is a piece of the header above a value ("job" of `joblost`), so that it names that."""
    header = entry.column.name.lower()
    return len(part) > _SHORT and (header.startswith(part) or header.endswith(part))


def _done_to(clause: Clause, run: Sequence[int]) -> bool:
    """Return whether only articles stand between a verb and its object ("opened a coupon" of "coupon opened")."""
    between = {clause.words[at].norm for at in range(run[0], run[-1])} - {clause.words[at].norm for at in run}
    return bool(between) and between <= set(phrases("never")["any_one"])


def _as_written(clause: Clause, run: Sequence[int], value: str) -> bool:
    """Return whether a value with a capital stands as such inside a sentence ("more than Student")."""
    said = clause.text[clause.words[run[0]].start : clause.words[run[-1]].end]
    return run[0] > 0 and said == value and value[:1].isupper()


def _says_most_of(entry: Entry, said: frozenset[str], vocabulary: Vocabulary) -> bool:
    """Return whether of all values of its column that hold the words said, one has the fewest further words."""
    holding = set.intersection(*(set(vocabulary.by_part[part]) for part in said))
    others = [vocabulary.values[at] for at in holding if vocabulary.values[at].name == entry.name]
    size = len(set(entry.phrases[0].stems))
    return all(len(set(other.phrases[0].stems)) > size for other in others if other.value != entry.value)
