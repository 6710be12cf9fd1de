"""Letters put for other letters: shifted, mirrored, reversed, drawn otherwise, typed as digits or set apart.

A cipher is undone in the words that no vocabulary knows, and taken for one only when most of them become words.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from math import log
from string import ascii_lowercase

Known = Callable[[str], int]

FORMS = frozenset({"caesar", "mirrored", "reversed", "reversed words", "drawn", "rot47", "pig latin"})
IN_PLACE = frozenset({"caesar", "mirrored", "reversed words", "pig latin"})
_WORD = re.compile(r"[a-z]+")
_WORDS = 400  # words that are searched for a cipher
_WHOLE = 3  # letters from which a word is evidence that a cipher was undone
_UNDONE = 0.45  # share of the letters of unknown words that must become words
_SPARSE = 0.3  # share of known words up to which reversed letters are none
_SHIFTS = 3  # shifts that are tried, those that come nearest to English by their letters
# Letters of English in a thousand (Lewand, Cryptological Mathematics, 2000, p. 36).
_FREQUENT = (82, 15, 28, 43, 127, 22, 20, 61, 70, 2, 8, 40, 24, 67, 75, 19, 1, 60, 63, 91, 28, 10, 24, 2, 20, 1)
_TOLD = [log(share) for share in _FREQUENT]
_MIRROR = str.maketrans(ascii_lowercase, ascii_lowercase[::-1])
_ROT47 = str.maketrans({chr(33 + at): chr(33 + (at + 47) % 94) for at in range(94)})
_UPSIDE_DOWN = str.maketrans("ɐɔǝɟƃɥᴉıɾʞɯɹʇʌʍʎqpbdun", "acefghiijkmrtvwybdqpnu")
_TURNED = re.compile(r"[ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ]")
_BRAILLE = "⠁⠃⠉⠙⠑⠋⠛⠓⠊⠚⠅⠇⠍⠝⠕⠏⠟⠗⠎⠞⠥⠧⠺⠭⠽⠵"
_DRAWN = str.maketrans(
    {
        **dict(zip(_BRAILLE, ascii_lowercase, strict=True)),
        **{chr(start + at): ascii_lowercase[at] for start in (0x1F1E6, 0x1F150, 0x1F170) for at in range(26)},
        "⠀": " ",
    }
)
_LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "€": "e"}
_LEET_READINGS = tuple(str.maketrans(_LEET | {"1": one}) for one in "il")
_LEET_WORD = re.compile(r"(?<![\w@$!])(?=[\w@$!]*[a-zA-Z])(?=[\w@$!]*[0-9@$!])[\w@$!]{2,}")
_SPACED = re.compile(r"(?<!\w)(?:\w[ .\-_*|/,]{1,3}){5,}\w(?!\w)")


def respelled(raw: str, folded: str, known: Known) -> Iterator[tuple[str, str]]:
    """Yield a text with its letters read otherwise, and the name of each way.

    `known` counts the words of a folded text that are in a vocabulary.
    """
    if _LEET_WORD.search(raw):
        for table in _LEET_READINGS:
            yield _LEET_WORD.sub(lambda match, table=table: match.group().translate(table), raw), "leet"  # type: ignore[misc]
    if _SPACED.search(raw):
        yield _SPACED.sub(lambda match: _unspaced(match.group()), raw), "spaced"
    if (drawn := raw.translate(_DRAWN)) != raw:
        yield drawn, "drawn"
    before = known(folded)
    if known(folded[::-1]) > max(2, before, _SPARSE * len(re.findall(r"[^\W_]+", folded))):
        yield folded[::-1], "reversed"
    whole = [(raw.translate(_ROT47), "rot47")]
    if len(_TURNED.findall(raw)) > 2:
        whole.append((raw.casefold().translate(_UPSIDE_DOWN)[::-1], "drawn"))
    for text, form in whole:
        if known(text.casefold()) > max(2, before) and _evident(_WORD.findall(text.casefold())[:_WORDS], known):
            yield text, form
    yield from _deciphered(folded, known)


def _deciphered(folded: str, known: Known) -> Iterator[tuple[str, str]]:
    """Yield a folded text with its unknown words deciphered, and those words alone."""
    strange = [word for word in dict.fromkeys(_WORD.findall(folded)[:_WORDS]) if not known(word)]
    if len(strange) < 2:
        return
    for form, undo in _ciphers(strange, known):
        plain = {word: undo(word) for word in strange}
        if _evident([plain[word] for word in strange], known):
            yield " ".join(plain[word] for word in strange), form
            yield _WORD.sub(lambda match, plain=plain: plain.get(match[0], match[0]), folded), form  # type: ignore[misc]


def _evident(words: list[str], known: Known) -> bool:
    """Return whether most letters of words stand in known words that are too long to be known by chance."""
    whole = [word for word in words if len(word) >= _WHOLE and known(word)]
    return len(whole) > 1 and sum(map(len, whole)) >= _UNDONE * sum(map(len, words))


def _ciphers(strange: list[str], known: Known) -> Iterator[tuple[str, Callable[[str], str]]]:
    """Yield the ciphers that words may be written in: the likeliest shifts, the mirror, reversal, pig Latin."""
    for shift in _shifts("".join(strange)):
        table = str.maketrans(ascii_lowercase, ascii_lowercase[shift:] + ascii_lowercase[:shift])
        yield "caesar", lambda word, table=table: word.translate(table)  # type: ignore[misc]
    yield "mirrored", lambda word: word.translate(_MIRROR)
    yield "reversed words", lambda word: word[::-1]
    if sum(word.endswith("ay") for word in strange) > len(strange) // 2:
        yield "pig latin", lambda word: _from_pig_latin(word, known)


def _shifts(letters: str) -> list[int]:
    """Return the shifts of the alphabet after which letters are distributed most as in English."""
    counts = Counter(ord(letter) - ord("a") for letter in letters)

    def likely(shift: int) -> float:
        return sum(count * _TOLD[(letter + shift) % 26] for letter, count in counts.items())

    return sorted(range(1, 26), key=likely, reverse=True)[:_SHIFTS]


def _from_pig_latin(word: str, known: Known) -> str:
    """Return a word of pig Latin with as many letters of its end put back in front as make it a word."""
    bare = word.removesuffix("ay")
    turned = [bare[-size:] + bare[:-size] for size in (1, 2, 3)]
    return next((form for form in (bare.removesuffix("w"), bare, *turned) if known(form)), turned[0])


def _unspaced(run: str) -> str:
    """Return a run of single letters as words: wider gaps are word gaps, otherwise one long word."""
    letters = re.findall(r"\w|[^\w]+", run)
    gaps = [part for part in letters if not part.isalnum()]
    narrow = min(map(len, gaps), default=1)
    return "".join(part if part.isalnum() else (" " if len(part) > narrow else "") for part in letters)
