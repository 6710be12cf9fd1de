"""The words of a clause that nothing explains, or that were recognised and yet filled no slot."""

from collections.abc import Callable, Set

from assistant.offline.asked import CUE_WEIGHT
from assistant.offline.draft import OF, Draft
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.linker import unexplained
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link
from assistant.offline.set_aside import rows_named
from assistant.offline.sold import sold_at
from assistant.offline.verbatim import defined_in_brackets, explained_in_brackets
from assistant.offline.vocabulary import JOINED, is_boolean
from assistant.offline.words import likeness, tokens
from tools.tables.formula import pieces

Alike = Callable[[str, str], float]
_HEAD = 0.5  # likeness of meaning from which a noun names what a column's values are had by
_ADVERB = 4
_RATED = 10  # points of a scale at most
_BEFORE_LIMITS = frozenset(
    {"for", "with", "have", "has", "had", "having", "für", "mit", "haben", "hat", "hatten", "pour", "avec", "ont"}
    | {"para", "con", "tienen"}
)
_LIMITING = frozenset({"!=", "missing", "<", "<="})
_NOTHING = (0, "0", "0.0")
_WE = frozenset({"we", "i", "you", "wir", "nous"})
_GROUPS = frozenset({"segment", "ordinal", "multi_select"})
_NAMED = frozenset({"column", "value", "entity", "table"})


def unread(draft: Draft, alike: Alike | None) -> tuple[str, ...]:
    """Return the stretches of words that nothing explains, or that were recognised and yet filled no slot."""
    conditions = [*draft.where, *draft.slots.get("contrast", ()), *draft.slots.get("among", ())]
    inside = [draft.slots["strata"]] if "strata" in draft.slots else []
    told = (*conditions, *draft.by, *inside)
    named: set[str | None] = {piece for item in told for piece in pieces(str(item["column"]))}
    named |= {*draft.differing, *draft.also, draft.slots.get("per"), *pieces(str(draft.slots.get("metric")))}
    lost = {index for start, end in unexplained(draft.clause, draft.links) for index in range(start, end)}
    for link in draft.links:
        if link.kind in {"column", "value"} and link.name not in named:
            lost.update(link.span if draft.column(link.name).role not in {"time", "id"} else ())
    lost.update(index for link in draft.rejected for index in link.span)
    lost -= _earned(draft)
    lost.update(_unread_numbers(draft))
    lost -= draft.explained
    words = draft.clause.words
    # A word that a tool is called by names no tool as part of an unknown name ("loyalty tier").
    named_tools = draft.linked("tool")
    lost |= {index for index in named_tools if index and lost & {index - 1, index + 1}}
    lost -= draft.told
    lost = {index for index in lost if not (_said_in_passing(draft, index) or draft.leads_to_name(index))}
    lost -= {index for index in lost if _ends_name(draft, index) or _says_codes(draft, index)}
    lost -= {index for index in lost if _names_joined(words[index].stem, named)}
    lost -= {index for index in lost if explained_in_brackets(draft.clause, index, draft.links)}
    lost -= {index for index in lost if defined_in_brackets(draft.clause, index, draft.links)}
    lost -= _translated(draft, lost)
    lost -= {index for index in lost if _says_rating(draft, index) or rows_named(draft, index)}
    lost -= sold_at(draft.clause, draft.vocabulary, draft.outcome)
    lost -= {index for index in lost if alike is not None and _heads_value(draft, index, alike)}
    # A word of a column that is used already ("the jazz stage" of "Which stages?") says nothing further.
    measured = [part for entry in draft.vocabulary.columns if entry.name in named for part in entry.stems()]
    units = lexicon().suffixes if draft.slots.get("metric") else frozenset()
    lost = {index for index in lost if words[index].stem not in units}
    lost = {index for index in lost if not any(likeness(words[index].stem, part) for part in measured)}
    lost -= _describing(draft, lost, named) | _completing(draft, lost, named)
    phrases: list[list[str]] = []
    for index in sorted(lost):
        if phrases and index - 1 in lost:
            phrases[-1].append(words[index].text)
        else:
            phrases.append([words[index].text])
    return tuple(" ".join(phrase) for phrase in phrases)


def _earned(draft: Draft) -> set[int]:
    """Return the words of a verb that only says again what is summed up ("bring in the most revenue")."""
    name = draft.slots.get("metric")
    if not name or draft.column(str(name)).unit != "money":
        return set()
    summed = {words for quantity in lexicon().quantities for words in quantity.sums}
    links = [link for link in draft.links if link.kind == "column" and link.name != name and len(link.span) > 1]
    said = {link: " ".join(draft.clause.words[at].norm for at in link.span) for link in links}
    return {at for link, words in said.items() if words in summed for at in link.span}


def _describing(draft: Draft, lost: Set[int], named: Set[str | None]) -> set[int]:
    """Return unknown nouns right before the name of a column of groups ("app versions"), of which it is told.

    What such a word limits is never dropped in silence, and a measure means what all its words say.
    """
    found: set[int] = set()
    if draft.has("compare.more", "compare.less"):
        return found  # "better grades exercise more" is about grades
    for link in draft.links:
        at = link.start - 1
        word = draft.clause.words[at] if at >= 0 else None
        if link.kind != "column" or link.name not in named or word is None or at not in lost or at - 1 in lost:
            continue
        if draft.column(link.name).role in _GROUPS and word.text.isalpha() and word.text.islower():
            head = " ".join(item.norm for item in draft.clause.words[link.start : link.end])
            label = draft.column(link.name).label
            draft.notes.append(
                f'No column or value tells "{word.norm}" apart: "{head}" is read as {label}, whichever it is.'
            )
            found.add(at)
    return found


def _completing(draft: Draft, lost: Set[int], named: Set[str | None]) -> set[int]:
    """Return nouns that only say of what a yes-or-no column is one ("head of the household" of `head`)."""
    words = draft.clause.words
    found = set()
    for link in draft.links:
        at = link.end + 1
        if (
            link.kind != "column"
            or link.name not in named
            or not at < len(words)
            or words[link.end].norm not in OF
        ):
            continue
        at += words[at].norm in lexicon().articles
        if at in lost and at + 1 not in lost and is_boolean(draft.column(link.name)):
            found.add(at)
    return found


def _names_joined(word: str, named: Set[str | None]) -> bool:
    """Return whether a word names the table in which a trait stands ("East branches", by `branches::district`)."""
    tables = {name.split(JOINED)[0] for name in named if name and JOINED in name}
    return any(word in content(table.rsplit("/", 1)[-1].split(".")[0]) for table in tables)


def _says_rating(draft: Draft, index: int) -> bool:
    """Return whether a word only says that small numbers rate something ("wifi rating" of `Wifi service`)."""
    name = draft.slots.get("metric")
    column = draft.column(name) if name else None
    few = column is not None and column.storage == "number" and float(column.maximum or _RATED + 1) <= _RATED
    return few and draft.clause.words[index].norm in lexicon().scores


def _ends_name(draft: Draft, index: int) -> bool:
    """Return whether a word only ends the name of a column whose value is said ("last activity is SMS Sent")."""
    valued = {link.name for link in draft.links if link.kind == "value"}
    return any(link.kind == "column" and link.end == index and link.name in valued for link in draft.links)


def _says_codes(draft: Draft, index: int) -> bool:
    """Return whether a word only says that the column before it holds codes ("city codes")."""
    column = next(
        (draft.column(item.name) for item in draft.links if item.kind == "column" and item.end == index), None
    )
    if draft.clause.words[index].norm not in lexicon().codes:
        return False
    named = [item for item in draft.links if item.kind == "column"]
    if len(named) == 1 and (draft.slots.get("aggregate"), draft.slots.get("metric")) == (
        "distribution",
        named[0].name,
    ):
        return True  # "which codes does the column hold?"
    if column is None:
        return False
    return column.role in {"segment", "ordinal", "id"} or {"column": column.name} in draft.by


def _heads_value(draft: Draft, index: int, alike: Alike) -> bool:
    """Return whether a noun right behind a value only says what has it ("electric cars" of `vehicle_fuel`)."""
    word = draft.clause.words[index]
    value = next((link for link in draft.links if link.kind == "value" and link.end == index), None)
    if value is None or not word.norm.isalpha():
        return False
    column = draft.column(value.name)
    if word.stem in lexicon().had_by:
        return True
    return any(alike(word.norm, name) >= _HEAD for name in (column.label.lower(), value.value.lower()) if name)


def _translated(draft: Draft, lost: Set[int]) -> set[int]:
    """Return words that must be the rest of a header in another language ("visited the estate", "Visite du site").

    The header has as many words that nothing names as the question has beside the one that does.
    """
    columns = draft.vocabulary.table.columns
    spoken = lexicon().language(tokens(" ".join(column.label for column in columns)))
    if spoken == draft.clause.language:
        return set()
    rest: set[int] = set()
    for link in draft.links:
        if link.kind != "column" or link.name not in {column.name for column in columns}:
            continue
        spare = len(content(draft.column(link.name).label)) - len(link.span)
        at = link.end
        while at < len(draft.clause.words) and (at in lost or _adverb(draft, at)) and spare > 0:
            spare -= at in lost
            rest |= {at} & lost
            at += 1
    return rest


def unheeded(draft: Draft) -> tuple[str, ...]:
    """Return what is missing where a clause that counts denies something, and nothing was read as denied."""
    said = [link for link in draft.links if link.name == "negation" and not draft.heeded & set(link.span)]
    counts = draft.has("aggregate.count", "aggregate.share") and not draft.has("words", "quality", "compare")
    conditions = [*draft.where, *draft.slots.get("contrast", ()), *draft.slots.get("having", ())]
    told = any(item["op"] in _LIMITING or item.get("value") in _NOTHING for item in conditions)
    if not (said and counts) or told or {"silent", "repeats", "value"} & set(draft.slots):
        return ()
    words = draft.clause.words[said[0].start : said[0].end + 2]
    return (f'what is left out by "{" ".join(word.text for word in words)}"',)


def _unread_numbers(draft: Draft) -> set[int]:
    """Return where numbers stand that filled no slot: a year or an amount is never dropped in silence."""
    counts = draft.has("aggregate.count", "aggregate.share") and not draft.has("compare", "words")
    return {
        link.start
        for position, link in enumerate(draft.links)
        if link.kind == "number"
        and position not in draft.used
        and (link.name[0].isdigit() or (counts and _limits_rows(draft, link)))
    }


def _limits_rows(draft: Draft, link: Link) -> bool:
    """Return whether a number word may limit the rows ("for two people") and points at none ("the two")."""
    before = draft.clause.words[link.start - 1].norm if link.start else ""
    return (link.number or 0) > 1 and before in _BEFORE_LIMITS


def _said_in_passing(draft: Draft, index: int) -> bool:
    """Return whether a word carries nothing: what "we" did, an adverb, "type" or "kind" beside what is linked."""
    words = draft.clause.words
    word = words[index]
    if word.norm.endswith("ly") and len(word.norm) > _ADVERB:
        return True
    passing = not _denied(draft, index) and (
        word.stem in lexicon().light or (word.stem in lexicon().relating and _relates(draft, index))
    )
    if draft.parts and word.norm in lexicon().parts:
        return True
    if "profile" in draft.cues and word.norm in phrases("senses")["setting_apart"]:
        return True
    if draft.sized and any(word.norm in sized.said for sized in lexicon().sized):
        return True  # "than lighter ones": the other half
    if word.norm in lexicon().promoters and draft.where:
        return True
    if draft.slots.get("aggregate") == "promoters" and any(
        word.norm in name.split() for name in lexicon().net_promoters
    ):
        return True
    if draft.clause.language == "en" and passing and word.text.islower():
        return not _names_rows(draft, index)
    before = next((at for at in range(index - 1, -1, -1) if not _adverb(draft, at)), None)
    if before is not None and words[before].norm in _WE and word.norm[0].islower():
        return True
    counted = index > 0 and (words[index - 1].number is not None or words[index - 1].norm in lexicon().numbers)
    if counted and (word.norm in lexicon().measured_in or word.norm in lexicon().times):
        return True
    if word.norm not in lexicon().soft:
        return False
    named = [link for link in draft.links if link.kind in _NAMED or link.name.startswith("entity.")]
    linked = {at for link in named for at in link.span}
    after = next((at for at in range(index + 1, len(words)) if words[at].norm not in {"of", "the", "a"}), None)
    return index - 1 in linked or after in linked


def _relates(draft: Draft, index: int) -> bool:
    """Return whether a verb sets a named column or value in relation; a plural behind an adjective is a noun."""
    named = [link for link in draft.links if link.kind in {"column", "value", "entity"}]
    ends = {link.end for link in named if link.kind != "value"}
    verb = not draft.clause.words[index].norm.endswith("s") or index in ends
    return verb and any(link.kind != "entity" for link in named)


def _denied(draft: Draft, index: int) -> bool:
    """Return whether a negation stands right before a word: what is denied is never said in passing."""
    return any(link.name == "negation" and link.end == index for link in draft.links if link.kind == "cue")


def _names_rows(draft: Draft, index: int) -> bool:
    """Return whether a word stands where a slot belongs: before people or rows, or after "by" and "which"."""
    before = {cue.concept for cue in draft.clause.cues if cue.end == index}
    after = {cue.concept for cue in draft.clause.cues if cue.start == index + 1}
    return bool(before & {"by", "per", "which"}) or any(concept.startswith("entity.") for concept in after)


def _adverb(draft: Draft, index: int) -> bool:
    """Return whether a word is filler other than a pronoun."""
    norm = draft.clause.words[index].norm
    return norm not in _WE and norm.isalpha() and draft.clause.weights[index] < CUE_WEIGHT
