"""Where sentences begin and end, in English, German, French and Spanish, to the character.

Rules, not a model: a terminator ends a sentence unless the word before it is an abbreviation, an initial,
an enumerator or an ordinal; a line break ends one where the text was broken on purpose (a blank line, a
heading, a list item, a line that had room for more), not where an editor wrapped it.
"""

import re
from collections.abc import Iterator

from retrieval.documents import Span


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TERMINATOR = re.compile(r"[.!?…。！？]+(?:[ \u00a0\u202f]?[»›]|[\"'”’)\]*_])*(?=\s|$)|[。！？]")
_WORD_BEFORE = re.compile(r"[^\s(\[\"'“„«]+$")
_SPACE = re.compile(r"\s*")
_LONGEST_WORD = 80
"""Characters before a full stop in which an abbreviation is looked for, so that many stops cost no square."""
_WORD_AFTER = re.compile(r"\s*[\"'“„«‹(\[*_¿¡-]*([^\s]+)")
_BULLET = re.compile(r"[ \t]*(?:[-*+•–]|\d{1,3}[.)]|[a-z]\)|#{1,6}|>|\|)[ \t]+")
_BLANK = re.compile(r"\n[ \t]*(?=\n)|\n")
_SPOKEN_LABEL = re.compile(r"\*{0,2}[^\s:*][^:\n*]{0,38}:\*{0,2}\s")

# Never the end of a sentence, whatever follows.
_TITLES = _words(
    "mr mrs ms mx dr prof st sr sra srta dra gen col lt sgt capt rev hon messrs mme mlle mm hr fr frl dipl ing "
    "e.g eg i.e ie cf viz vs approx incl excl resp z.b u.a d.h v.a s.o s.u o.ä u.ä i.d.r bzw ca ggf evtl inkl "
    "exkl vgl sog bspw zzgl p.ex p.e ud uds vd vds aprox env min max dept est"
)
# Not the end when a number follows.
_BEFORE_NUMBERS = _words(
    "no nr nos nº núm num n p pp pg fig figs vol art sec abs kap ch eq tab jan feb mar apr jun jul aug sep sept "
    "oct nov dec"
)
# Abbreviations of two words, of which the first never ends a sentence.
_PAIRS = _words("z.b u.a d.h v.a s.o s.u o.ä u.ä i.d d.r p.ex p.ej ee.uu e.g i.e n.b u.s")
# The end only when what follows can only begin a sentence.
_LAST_WORDS = _words("etc usw al inc ltd co corp jr sr bros gmbh p.m a.m u.s u.k u.s.a ee.uu s.a")
_OPENERS = _words(
    "the a an it we i they he she you but and so this that these those there when if what who how why our my "
    "their his her its in on at for with as after before no yes not however also then der die das ein eine wir "
    "ich sie er es aber und wenn was wer wie warum unser mein nein ja nicht auch dann le la les un une nous je "
    "il elle ils vous mais et si que qui comment pourquoi el los las una nosotros yo ella ellos "
    "pero y cuando"
)
_MONTHS = _words(
    "januar februar märz april mai juni juli august september oktober november dezember jan feb apr jun jul "
    "aug sep sept okt nov dez jänner quartal jahrhundert stock klasse"
)


def sentences(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Return the spans of the sentences in `text[start:end]`, without surrounding white space, in order."""
    end = len(text) if end is None else end
    casual = text[start:end].lstrip()[:1].islower()
    spans: list[Span] = []
    for line_start, line_end in _runs(text, start, end):
        begin = line_start
        for match in _TERMINATOR.finditer(text, line_start, line_end):
            if match.end() < line_end and not _ends(text, begin, match, line_end, casual):
                continue
            spans.append((begin, match.end()))
            begin = match.end()
        spans.append((begin, line_end))
    return [trimmed for span in spans if (trimmed := trim(text, *span)) is not None]


def trim(text: str, start: int, end: int) -> Span | None:
    """Return the span without white space at its edges, or None when nothing else is in it."""
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    stripped = part.strip()
    return (start + left, start + left + len(stripped)) if stripped else None


def _runs(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield stretches between line breaks that were meant; wrapped lines stay together."""
    lines = list(_lines(text, start, end))
    width = 0
    begin = start
    for number, (line_start, line_end) in enumerate(lines):
        width = line_end - line_start if not width else max(width, line_end - line_start)
        following = lines[number + 1] if number + 1 < len(lines) else None
        if following is None or _meant(text, (line_start, line_end), following, width):
            yield begin, line_end
            begin = following[0] if following else end
            if following is None or not text[line_start:line_end].strip():
                width = 0


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    position = start
    for match in _BLANK.finditer(text, start, end):
        yield position, match.start()
        position = match.end()
    yield position, end


def _meant(text: str, line: Span, following: Span, width: int) -> bool:
    """Return whether the break after `line` is the writer's: the next line's first word would have fitted."""
    here, there = text[slice(*line)], text[slice(*following)]
    if not here.strip() or not there.strip() or here.lstrip().startswith("#"):
        return True
    if _BULLET.match(there) or _SPOKEN_LABEL.match(there.lstrip()):
        return True
    first = there.split(maxsplit=1)[0]
    wrapped = 40 <= width <= 120 and len(here.rstrip()) + 1 + len(first) > width - 12
    return not (wrapped or there.lstrip()[:1].islower())


def _ends(text: str, begin: int, match: "re.Match[str]", end: int, casual: bool) -> bool:
    """Return whether the terminator found by `match` ends the sentence that began at `begin`."""
    mark = match.group()
    following = _WORD_AFTER.match(text, match.end(), end)
    after = following.group(1) if following else ""
    closed = mark[-1] not in ".!?…。！？"
    if "!" in mark or "?" in mark:
        return not (closed and after[:1].islower())
    if mark[0] in "。！？":
        return True
    if after[:1].islower() and not (casual and mark == "."):
        return False
    if mark.startswith("..") or mark[0] == "…":
        return True
    found = _WORD_BEFORE.search(text, max(begin, match.start() - _LONGEST_WORD), match.start())
    if not found:
        return True
    alone = _SPACE.match(text, begin, found.start())
    return _is_last(found.group(), after, alone is not None and alone.end() == found.start())


def _is_last(word: str, after: str, alone: bool) -> bool:
    """Return whether a full stop after `word` ends a sentence that goes on with the word `after`."""
    bare = word.strip(".*_").lower()
    following = re.sub(r"\W+$", "", after).lower()
    if bare in _TITLES or f"{bare}.{following}" in _PAIRS or (bare in _BEFORE_NUMBERS and after[:1].isdigit()):
        return False
    if bare.isdigit() and len(bare) <= 3:
        return not (alone or (len(bare) <= 2 and following in _MONTHS))
    initial = len(bare) == 1 and word[-1:].isupper() and bare != "i"
    if initial or bare in _LAST_WORDS or re.fullmatch(r"(?:\w\.)+\w", bare):
        return following in _OPENERS
    return True
