"""Links words to the columns that they may name."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from assistant.offline.asked import FILLER_WEIGHT, Clause
from assistant.offline.headers import Phrase, bare_names, content, is_dated, other_words, run_together
from assistant.offline.lexicon import lexicon
from assistant.offline.quantities import periods_as_columns, quantities, whole_amount
from assistant.offline.reading import Link
from assistant.offline.vocabulary import JOINED, Entry, Vocabulary, stands_for, what_is_had
from assistant.offline.words import Token, abbreviates, likeness, other_side, stem, tokens
from tools.tables.catalog import Column

_SATURATION = 2.0
_SHORT = 3
_ONE_WORD, _TELLING = 0.55, 4  # how surely one word names a column, and its letters at least
_HOW_MANY = 0.9
_POINTED = 1.5
_COUNTED = 1.8
_HEAD, _MODIFIER = 5, 4  # letters at least
_WHOLE = 0.9
_MEANT = 0.85  # said in another language than the header
_MARKED = frozenset({"()", "[]", '""', "``", "''", "“”", "«»", "„“"})
_TEXT = 0.7
_LEAST = 0.34
_GRAINS = frozenset(
    {"day", "week", "month", "quarter", "year", "hour", "days", "weeks", "months", "years", "hours", "night"}
)


def heads(word: str, part: str) -> bool:
    """Return whether a word is the head of a compound ("Klasse" of "Führerscheinklasse")."""
    return len(word) >= _HEAD and len(part) - len(word) >= _MODIFIER and part.endswith(stem(word))


def _alike(word: Token, part: str) -> float:
    quality = likeness(word.stem, part)
    if quality or part in stands_for(word.stem) or abbreviates(part, word.norm):
        return quality or 0.75
    if part in what_is_had(word.stem):
        return 0.75
    if part in word.means or any(part in stands_for(meant) for meant in word.means):
        return _MEANT
    return 0.75 if heads(word.norm, part) else 0.0


def columns(clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    """Return the links to columns: by their names and other words, by spelling, by quantity."""
    links: list[Link] = []
    for entry in vocabulary.columns:
        best: dict[tuple[int, int], float] = {}
        for phrase in entry.phrases:
            for start, end, score in _runs(
                clause, phrase, vocabulary, phrase.head if _is_amount(entry.column) else ""
            ):
                if _only_figures(clause, start, end) and not all(part.isdigit() for part in phrase.stems):
                    continue  # "a 9 or 10" does not name "How likely are you to ...? (0-10)"
                named = phrase is entry.phrases[0] or phrase.head
                vague = 1.0 if named else whole_amount(entry, vocabulary)
                best[start, end] = max(best.get((start, end), 0.0), score * phrase.trust * entry.trust * vague)
        best = {span: 0.98 * score for span, score in best.items()}
        for span in _by_one_word(clause, entry, vocabulary):
            best[span] = max(best.get(span, 0.0), _ONE_WORD * entry.trust)
        for span in _counted_nouns(clause, entry):
            best[span] = max(best.get(span, 0.0), _HOW_MANY * entry.trust)
        for start, end in _compact(clause, entry):
            best[start, end] = entry.trust * (_POINTED if pointed_at(clause, start, end) else 1.0)
        for start, end in _described(clause, entry):
            best[start, end] = max(best.get((start, end), 0.0), _POINTED * entry.trust)
        if entry.column.role == "measure":
            best |= {span: _COUNTED * score for span, score in best.items() if _of_people(clause, span, score)}
        for (start, end), score in best.items():
            sure = score * (_TEXT if entry.column.role == "text" else 1.0)
            if sure >= _LEAST:
                links.append(Link("column", start, end, sure, entry.name))
        links.extend(quantities(clause, vocabulary, entry))
        links.extend(periods_as_columns(clause, vocabulary, entry))
    links = _called_just_so(clause, links, vocabulary)
    return [link for link in links if not all(_says_occasion(clause, at) for at in link.span)]


def _called_just_so(clause: Clause, links: Sequence[Link], vocabulary: Vocabulary) -> list[Link]:
    """Return the links without those by a part of a name that is the whole of another's (`rbi` beside `rbi86`)."""
    wholes = {letters_of(entry.name): entry.name for entry in vocabulary.columns if JOINED not in entry.name}
    kept = []
    for link in links:
        spelled = "".join(clause.words[at].norm for at in link.span)
        if wholes.get(spelled, link.name) == link.name or letters_of(link.name.rsplit(JOINED, 1)[-1]) == spelled:
            kept.append(link)
    return kept


def _says_occasion(clause: Clause, index: int) -> bool:
    """Return whether a word only says which time, or how many times, and no stretch of time ("last time")."""
    words = clause.words
    before = words[index - 1] if index else None
    after = words[index + 1].norm if index + 1 < len(words) else ""
    if words[index].norm in lexicon().which_time:
        return after in lexicon().occasions
    counted = before is not None and (before.number is not None or before.norm in lexicon().numbers)
    told = before is not None and before.norm in lexicon().which_time
    return words[index].norm in lexicon().occasions and (counted or told)


def _only_figures(clause: Clause, start: int, end: int) -> bool:
    return all(clause.words[at].number is not None for at in range(start, end))


def _by_one_word(clause: Clause, entry: Entry, vocabulary: Vocabulary) -> Iterable[tuple[int, int]]:
    """Yield words of a short header that nothing else in the table is called by (`wifi` of `Inflight wifi`)."""
    stems = entry.phrases[0].stems
    if not 1 < len(stems) <= _SHORT or entry.column.role in {"id", "time"} or set(stems) & _GRAINS:
        return
    own = {token.norm for token in tokens(f"{entry.column.name} {entry.column.label}".replace("_", " "))}
    alone = {
        part
        for part in stems
        if vocabulary.rare(part) == 1.0 and part not in vocabulary.by_part and part not in lexicon().suffixes
    }
    for index, word in enumerate(clause.words):
        # "Late flights" are not the distance of a flight.
        same = entry.column.role != "measure" or word.norm in own or not word.norm.endswith("s")
        if word.stem in alone and same and len(word.norm) >= _TELLING and clause.content(index):
            yield index, index + 1


def _counted_nouns(clause: Clause, entry: Entry) -> Iterable[tuple[int, int]]:
    """Yield nouns right behind a number that a header counts ("five companies" of `NumCompaniesWorked`)."""
    pieces = {token.norm for token in tokens(entry.name.replace("_", " "))}
    if entry.column.role != "measure" or not pieces & lexicon().counters:
        return
    stems = {stem(piece) for piece in pieces - lexicon().counters}
    for index in range(1, len(clause.words)):
        before = clause.words[index - 1]
        counted = before.number is not None or before.norm in lexicon().numbers
        if counted and clause.words[index].stem in stems and clause.content(index):
            yield index, index + 1


def _is_amount(column: Column) -> bool:
    """Return whether a column's name needs its head to be said: an amount, or a number of the calendar."""
    return column.role == "measure" or is_dated(column)


def _runs(clause: Clause, phrase: Phrase, vocabulary: Vocabulary, head: str) -> Iterable[tuple[int, int, float]]:
    """Yield stretches of matching words, filler between them, and how much of the phrase they say."""
    total = sum(vocabulary.rare(part) for part in phrase.stems)
    # A question as a header is named by a few of its words; a paragraph as a header needs more of them.
    needed = (
        total if len(phrase.stems) <= _SHORT else min(total, _SATURATION + 0.25 * max(0, len(phrase.stems) - 7))
    )
    cued = {
        at for cue in clause.cues if cue.concept.startswith(("grain.", "per")) for at in range(cue.start, cue.end)
    }
    passed = _subjects(clause)
    run: list[int] = []
    hit: dict[str, float] = {}
    for index in range(len(clause.words) + 1):
        part, quality = _best_part(clause, index, phrase) if index < len(clause.words) else ("", 0.0)
        if run and not quality and index in passed:
            continue  # "the languages people have worked with" of `LanguageHaveWorkedWith`
        if run and part in hit and index > run[-1] + 1:  # said again ("plan A and plan B"): a name of its own
            yield run[0], run[-1] + 1, _sureness(hit, needed)
            run, hit = [], {}
        if quality and (clause.weights[index] > FILLER_WEIGHT or part):
            run.append(index)
            hit[part] = max(hit.get(part, 0.0), quality * vocabulary.rare(part))
        elif run and (index == len(clause.words) or clause.weights[index] > FILLER_WEIGHT):
            whole = sum(hit.values()) >= needed
            # "per month" does not name a monthly fee.
            if whole or not all(clause.words[at].norm in _GRAINS and at in cued for at in run):
                yield run[0], run[-1] + 1, _sureness(hit, needed, headless=bool(head) and head not in hit)
            run, hit = [], {}


def _subjects(clause: Clause) -> frozenset[int]:
    """Return where people or rows are named, who may stand within the words of a header as its subject."""
    people = {cue.start for cue in clause.cues if cue.concept == "entity.person" and cue.end == cue.start + 1}
    return frozenset(people | {at for at, word in enumerate(clause.words) if word.stem in clause.nouns})


def _sureness(hit: Mapping[str, float], needed: float, *, headless: bool = False) -> float:
    """Return how surely a run that says some parts of a phrase names it, half as surely without its head."""
    share = min(1.0, sum(hit.values()) / needed) / (2 if headless else 1)
    return 0.3 + 0.7 * share if share >= 0.35 else share


def _best_part(clause: Clause, index: int, phrase: Phrase) -> tuple[str, float]:
    word = clause.words[index]
    best = ("", 0.0)
    for part in phrase.stems:
        # "total" asks for a sum before it stands for an amount: words of form have no synonyms.
        plain = phrase.literal or index in clause.form
        quality = likeness(word.stem, part) if plain else _alike(word, part)
        quality = 0.0 if other_side(word, part) else quality
        quality = 0.0 if quality < 1.0 and index in clause.comparing else quality
        if word.norm in lexicon().kinds and len(phrase.stems) > _SHORT:
            quality /= 2  # "those we interviewed" are not what a course called Mastering The Interview is about
        if quality > best[1]:
            best = (part, quality)
    return best


def _compact(clause: Clause, entry: Entry) -> Iterable[tuple[int, int]]:
    """Yield stretches that spell the column's name in other pieces (`over time`, `OverTime`, `overtime`)."""
    for start, end in run_together(clause.words, entry.column.name):
        if not any(map(clause.content, range(start + 1, end - 1))):
            yield start, end
    own = entry.name.rsplit(JOINED, 1)[-1]
    targets = {stem(letters_of(name)) for name in (own, *bare_names(own), *_several(entry.column))}
    longest = max(_SHORT + 1, len(own.split()))
    for start in range(len(clause.words)):
        spelled = ""
        for end in range(start, min(start + longest, len(clause.words))):
            spelled += clause.words[end].norm
            if len(spelled) > 2 and stem(spelled) in targets:
                yield start, end + 1


def _several(column: Column) -> Iterable[str]:
    """Yield the words for a column that are more than one ("signup channel", also said "sign-up channel")."""
    return (word for word, _ in other_words(column) if " " in word)


def letters_of(name: str) -> str:
    """Return the letters and figures of a name, lower-case, whatever it is cut into."""
    return "".join(character for character in name.lower() if character.isalnum())


def pointed_at(clause: Clause, start: int, end: int) -> bool:
    """Return whether a name stands in brackets, quotation marks or backticks: it says which column is meant."""
    before = clause.text[: clause.words[start].start][-1:]
    after = clause.text[clause.words[end - 1].end :][:1]
    return f"{before}{after}" in _MARKED


def _described(clause: Clause, entry: Entry) -> Iterable[tuple[int, int]]:
    """Yield stretches of the column's description around its own name ("housing loan" of `housing`)."""
    told = content(entry.column.description) if entry.column.description else ()
    own = {part for phrase in entry.phrases[:1] for part in phrase.stems}
    stems = [word.stem for word in clause.words]
    for start, pair in enumerate(pairwise(stems)):
        if own & set(pair) and pair in set(pairwise(told)):
            yield start, start + 2


def _of_people(clause: Clause, span: tuple[int, int], score: float) -> bool:
    """Return whether a measure is called by a noun for people and says how many: the `Passengers` of a sailing."""
    cued = any(cue.concept == "entity.person" and cue.start == span[0] for cue in clause.cues)
    return score >= _WHOLE and span[1] - span[0] == 1 and cued
