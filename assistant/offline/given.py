"""What the words of a clause may stand for whatever columns there are: concepts, periods, numbers, rows, days."""

from assistant.offline.asked import Clause, is_everyday
from assistant.offline.headers import content
from assistant.offline.lexicon import Cue, lexicon
from assistant.offline.outcomes import outcome_of
from assistant.offline.reading import Link
from assistant.offline.rows import of_people, records_sales
from assistant.offline.table_names import table_names
from assistant.offline.vocabulary import Vocabulary
from assistant.offline.words import SCALES, Token, likeness, other_side, stem

_COMPOUND, _PERHAPS = 0.8, 0.7
_AMOUNTS = frozenset({"aggregate.mean", "aggregate.median", "aggregate.sum"})
_SURE = 1.1  # of a verb for the very thing that an outcome is
_UNITS_OF_TIME = frozenset(map(stem, ("days", "weeks", "months", "years")))
_NOUN = 5  # letters of a noun at least that ends a compound
ROW_NOUN = 0.8
WITHIN = frozenset({"within", "innerhalb", "binnen"})


def given(clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    """Return concepts, periods, numbers, the row noun, and the words of the table's name."""
    links = [
        Link("cue", cue.start, cue.end, 1.0, _concept(cue, clause, vocabulary))
        for cue in clause.cues
        if not is_everyday(cue.concept) or _recorded(cue.concept, vocabulary)
    ]
    timed = vocabulary.table.time is not None
    links += [
        Link("period", link.start, link.end, 1.6 if timed else 1.0, period=link.period)
        for link in clause.periods
        if timed or not (_lasts(vocabulary) and any(clause.words[at].number is not None for at in link.span))
    ]
    links += clause.extra
    nouns, possible = _row_nouns(vocabulary), _possible_nouns(vocabulary)
    for index, word in enumerate(clause.words):
        if _one_unit(clause, index):
            links.append(Link("number", index, index + 1, 1.0, word.norm, number=1.0))
        number = word.number if word.number is not None else lexicon().numbers.get(word.norm)
        if number is not None:
            links.append(Link("number", index, index + 1, 1.0, word.norm, number=float(number)))
            links.extend(_scaled(clause, index, float(number)))
        if clause.language == "de" and _ends_in_people(word.norm, vocabulary):
            links.append(Link("entity", index, index + 1, _COMPOUND, vocabulary.table.name))
        elif any(_calls(word, noun) for noun in nouns):
            links.append(Link("entity", index, index + 1, 1.0, vocabulary.table.name))
        elif word.stem in possible:  # a table whose rows are called so is meant before this one
            links.append(Link("entity", index, index + 1, _PERHAPS, vocabulary.table.name))
    links += _happened(clause, vocabulary)
    return [*links, *_on_days(clause, vocabulary), *_entered(clause, vocabulary), *table_names(clause, vocabulary)]


def _lasts(vocabulary: Vocabulary) -> bool:
    """Return whether a number of a table tells how long something is past ("weeks since the last order")."""
    return any(
        entry.column.role == "measure"
        and _UNITS_OF_TIME & set(content(entry.column.label) + content(entry.column.description))
        for entry in vocabulary.columns
    )


def _calls(word: Token, noun: str) -> bool:
    """Return whether a word is what rows are called, or is said of what happened to them ("lent" of loans)."""
    alike = likeness(word.stem, noun) >= 0.85 and not other_side(word, noun)
    return alike or word.stem in lexicon().acts.get(noun, ())


def _happened(clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    """Return links from the verb for a thing to the outcome that its description names ("=1 if a gift came").

    Where a mean or a total is asked for, the verb means how much of that thing there is.
    """
    outcome = outcome_of(vocabulary)
    if outcome is None or outcome.polarity("outcome.gain") is not True:
        return []
    told = frozenset(content(vocabulary.column(outcome.column).description))
    verbs = {
        verb
        for noun, said in (*lexicon().acts.items(), *lexicon().doers.items())
        if told & {noun, *_things(noun)}
        for verb in said
    }
    much = any(cue.concept in _AMOUNTS for cue in clause.cues)
    measured = [
        entry.name
        for entry in vocabulary.columns
        if entry.column.role == "measure" and told & set(content(entry.column.label)) & _nouns(verbs)
    ]
    asked = range(1 if clause.words and clause.words[0].norm in lexicon().light else 0, len(clause.words))
    said = [at for at in asked if clause.words[at].stem in verbs]
    doers = frozenset().union(*lexicon().doers.values())
    amounts = [at for at in said if much and measured and clause.words[at].stem not in doers]
    return [
        *(Link("column", at, at + 1, _SURE, measured[0]) for at in amounts),
        *(Link("cue", at, at + 1, _SURE, "outcome.gain") for at in said if at not in amounts),
    ]


def _nouns(verbs: frozenset[str] | set[str]) -> frozenset[str]:
    """Return the stems of the things that verbs are for."""
    told = [noun for noun, said in lexicon().acts.items() if said & verbs]
    return frozenset(told).union(*map(_things, told))


def _things(noun: str) -> frozenset[str]:
    """Return the stems of what a kind of row is called as well, by the stem of its usual noun."""
    return next((said for name, said in lexicon().called.items() if stem(name) == noun), frozenset())


def _scaled(clause: Clause, index: int, number: float) -> list[Link]:
    """Return the link of a number that what is written to it multiplies ("40k", "2 million")."""
    following = clause.words[index + 1] if index + 1 < len(clause.words) else None
    scale = SCALES.get(following.norm) if following is not None else None
    if (
        scale is None
        or following is None
        or (len(following.norm) == 1 and following.start > clause.words[index].end)
    ):
        return []
    return [Link("number", index, index + 2, 1.0, clause.words[index].norm, number=number * scale)]


def _one_unit(clause: Clause, index: int) -> bool:
    """Return whether an article counts a unit of time that is compared with ("less than a year")."""
    words = clause.words
    compared = any(cue.concept.startswith("comparator.") and cue.end == index for cue in clause.cues)
    compared = compared or (index > 0 and words[index - 1].norm in WITHIN)
    article = words[index].norm in lexicon().articles and compared
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
    return [Link("column", index, index + 1, ROW_NOUN, table.time) for index in said]


def _on_days(clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    """Return links that split dated rows by the day of the week where one is named ("on Saturdays")."""
    if vocabulary.table.time is None:
        return []
    named = [index for index, word in enumerate(clause.words) if word.norm in lexicon().weekdays]
    return [Link("cue", index, index + 1, ROW_NOUN, "grain.weekday") for index in named]


def _recorded(concept: str, vocabulary: Vocabulary) -> bool:
    """Return whether the outcome of a table is what an everyday word means, or its contrary."""
    outcome = outcome_of(vocabulary)
    return outcome is not None and outcome.polarity(concept) is not None


def _concept(cue: Cue, clause: Clause, vocabulary: Vocabulary) -> str:
    """Return the concept of a cue; where every row is a purchase, a "buyer" is anybody who stands there."""
    agent = clause.words[cue.end - 1].norm.removesuffix("s").endswith("er")
    if cue.concept == "outcome.gain" and agent and records_sales(vocabulary.table):
        return "entity.person"
    return cue.concept
