"""What speaks for and against a name: how a word looks, what stands around it, and where it stands."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from retrieval.privacy.lexicon import is_everyday, is_form, is_given, is_never, normal, words
from retrieval.privacy.names import Reading, Word, full_end
from retrieval.privacy.spans import BLANK

_MOST_CAPITALS = 0.25  # share of capitalised words above which a text writes its nouns with capitals, or is a list
_BEFORE, _BEHIND = ("-", "--"), ("+", "++")
_LISTS = (  # the first that holds a word is its kind
    ("title", "titles"),
    ("role", "roles"),
    ("org", "organisations"),
    ("amb", "ambiguous"),
    ("place", "places"),
    ("month", "calendar"),
    ("brand", "brands"),
    ("venue", "venues"),
    ("goods", "goods"),
    ("says", "speech"),
    ("ord", "ordinary"),
    ("ord", "common"),
    ("part", "particles"),
    ("place", "towns"),
    ("voc", "vocabulary"),
)


def crowded(reading: Reading) -> bool:
    """Return whether so many words have a capital that a capital tells little, as in German or a table's row."""
    upper = [reading.opens(word) for word in reading.words if word.upper]
    opening = sum(upper)
    return len(upper) - opening > _MOST_CAPITALS * (len(reading.words) - opening)


def features(reading: Reading, position: int, run: range, dense: bool) -> list[str]:
    """Return all features of one word, as the training counts them."""
    beside = [f"{role}{name}" for role, raw in around(reading, position) for name in outer(raw, len(role) > 1)]
    return [*inner(reading.raw(position)), *beside, *place(reading, position, run, dense).features()]


def around(reading: Reading, position: int) -> list[tuple[str, str]]:
    """Return the neighbours of a word with their role, `--`, `-`, `+` or `++`; none beyond a line or sentence."""
    found = []
    for step, roles in ((-1, _BEFORE), (1, _BEHIND)):
        here = position
        for role in roles:
            there = here + step
            if not reading.joined(min(here, there)):
                break
            found.append((role, reading.raw(there)))
            here = there
    return found


@lru_cache(maxsize=65536)
def kind(raw: str) -> str:
    """Return what the word lists say of a word: `given`, `ord`, `place` ..., or `unk`."""
    norm = normal(raw)
    if len(norm) == 1:
        return "init"
    if is_given(norm):
        return "given"
    for name, listed in _LISTS:
        if norm in words(listed):
            return name
    if is_never(norm):
        return "ord"
    parts = norm.split("-")
    given, family = (all(part in words(name) for part in parts) for name in ("listed_given", "listed_family"))
    if len(parts) > 1 and not (given or family) and all(is_everyday(part) for part in parts if len(part) > 1):
        return "ord"  # Built-in, End-User
    if given or family:
        return "both" if given and family else "lgiven" if given else "lfam"
    return "form" if is_form(norm) else "unk"


def inner(raw: str) -> list[str]:
    """Return the features of a word by itself."""
    norm = normal(raw)
    found = [f"k={kind(raw)}", f"s={_shape(raw)}", f"l={min(len(norm), 9)}"]
    if len(norm) > 2:
        found += [f"e2={norm[-2:]}", f"e3={norm[-3:]}", f"b3={norm[:3]}"]
    if len(norm) > 4:
        found += [f"e4={norm[-4:]}", f"b4={norm[:4]}"]
    if not norm.isascii() or raw.casefold() != norm:
        found.append("accent")
    return found


def outer(raw: str, far: bool) -> list[str]:
    """Return the features of a word as somebody's neighbour; `far`: one word lies between."""
    norm = normal(raw)
    found = [f"k={kind(raw)}{raw[0].isupper():d}", f"w={norm}"]
    if not far and len(norm) > 4:
        found.append(f"e3={norm[-3:]}")
    return found


def _shape(raw: str) -> str:
    if raw.isupper():
        return "XX" if len(raw) > 1 else "X"
    if "-" in raw:
        return "X-X" if all(part[:1].isupper() for part in raw.split("-")) else "X-x"
    if "'" in raw or "’" in raw:
        return "X'X"
    return "Xx" if raw[1:].islower() else "XxX"


class Place(NamedTuple):
    """Where a word stands: the kinds of word (or the signs) around it, and its place in the run and the text."""

    before: str
    own: str
    after: str
    length: int
    step: int
    dense: bool
    opens: bool
    lowered: bool
    owner: bool
    fields: bool
    first: str
    last: str

    def features(self) -> Iterator[str]:
        """Yield the features that depend on where a word stands."""
        yield "bias"
        yield f"-m={self.before}"
        yield f"+m={self.after}"
        yield f"3={self.before}|{self.own}|{self.after}"
        yield f"n={self.length}|{self.step}"
        yield f"d={self.dense:d}|{self.own}"
        if self.opens:
            yield f"o={self.own}"
        if self.lowered:
            yield f"low|{self.own}"
        if self.owner:
            yield "'s"
        if self.fields:
            yield f"f={self.own}|{self.after}"
        if self.length > 1:
            yield f"r1={self.first}|{self.step}"
            yield f"r9={self.last}|{self.step}"


def place(reading: Reading, position: int, run: range, dense: bool) -> Place:
    """Return where a word of a run stands; `dense`: the text is `crowded`."""
    word = reading.words[position]
    return Place(
        before=_beside(reading, position, -1) or _mark_before(reading, word),
        own=kind(reading.raw(position)),
        after=_beside(reading, position, 1) or _mark_after(reading, word),
        length=min(len(run), 4),
        step=min(position - run.start, 3),
        dense=dense,
        opens=reading.opens(word),
        lowered=word.norm in reading.lowered,
        owner=full_end(reading, position) != word.end,
        fields=reading.fields,
        first=kind(reading.raw(run.start)),
        last=kind(reading.raw(run.stop - 1)),
    )


def _beside(reading: Reading, position: int, step: int) -> str:
    """Return the kind of the next word if only a space lies between and it has a capital, else nothing."""
    there = position + step
    if not 0 <= there < len(reading.words) or not reading.words[there].upper:
        return ""
    left, right = sorted((position, there))
    return kind(reading.raw(there)) if reading.adjacent(reading.words[left], reading.words[right]) else ""


def _mark_before(reading: Reading, word: Word) -> str:
    before = reading.text[max(0, word.start - 3) : word.start].rstrip(" \t")
    return _mark(before[-1]) if before else "start" if word.start == 0 else "word"


def _mark_after(reading: Reading, word: Word) -> str:
    after = reading.text[word.end : word.end + 3].lstrip(" \t")
    if after[:1] == ":" and reading.text[word.end : word.end + 4].strip(" :")[:1].isdigit():
        return ":0"  # a label before a figure
    return _mark(after[0]) if after else "end"


def _mark(character: str) -> str:
    """Return a visible name for what stands beside a word: itself, a word, a line's end, a placeholder."""
    if character.isalnum():
        return "word"
    return {"\n": "line", BLANK: "gone"}.get(character, character if character.isprintable() else "other")
