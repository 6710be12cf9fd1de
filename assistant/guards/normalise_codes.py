"""Text written as bytes, numbers or signs: base64 and its kin, digits, Morse, spelling words, invisible letters.

A decoder returns None for what it cannot read as text, so a product code is left alone.
"""

import base64
import binascii
import quopri
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

Known = Callable[[str], int]

_LETTERS = 6  # letters from which decoded bytes are a text
_LIKE_TEXT = 0.75  # share of letters and spaces in decoded bytes that are a text
_TAGS, _SELECTORS, _MORE_SELECTORS = 0xE0000, 0xFE00, 0xE0100 - 16  # where invisible letters and bytes begin
_MORSE_SIGNS = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --.. "
    "----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----."
)
_MORSE = dict(zip(_MORSE_SIGNS.split(), "abcdefghijklmnopqrstuvwxyz0123456789", strict=True))
_SPELLING = (
    "alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar "
    "papa quebec romeo sierra tango uniform victor whisky whiskey x-ray xray yankee zulu"
)
_SPELLED = "|".join(sorted(_SPELLING.split(), key=len, reverse=True))
_DASHES = str.maketrans("·•∙*–—−_", "....----")


@dataclass(frozen=True, slots=True)
class _Code:
    """One way to write text: its name, how it looks, how it is read; `doubtful` if plain numbers look like it."""

    form: str
    looks: re.Pattern[str]
    read: Callable[[str], str | None]
    doubtful: bool = False


def decoded(raw: str, known: Known) -> Iterator[tuple[str, str]]:
    """Yield, for each code found, the text with it read in its place, and what it says alone, with its name.

    `known` counts the words of a text that are in a vocabulary: lists of numbers must say some.
    """
    for code in _CODES:
        said: list[str] = []

        def read(match: re.Match[str], code: _Code = code, said: list[str] = said) -> str:
            text = code.read(match[0])
            if text is None or (code.doubtful and not _says(text, known)):
                return match[0]
            said.append(text.strip())
            return f" {said[-1]} "

        whole = code.looks.sub(read, raw)
        if said:
            alone = " ".join(said)
            if known(alone.lower()) and not only_carries(code.looks.sub(" ", raw)):
                yield whole, code.form
            yield alone, code.form
    yield from _escaped(raw)


def only_carries(cover: str) -> bool:
    """Return whether what stands around a code says no more than that it should be read and answered."""
    return set(_CARRIER.split()).issuperset(re.findall(r"[^\W\d_]+", cover.lower()))


def _escaped(raw: str) -> Iterator[tuple[str, str]]:
    """Yield a text with the escapes of addresses, mails and programs undone."""
    if raw.count("%") >= 2 and (plain := unquote(raw)) != raw:
        yield plain, "url"
    if len(_QUOPRI.findall(raw)) >= 2:
        yield quopri.decodestring(raw.encode()).decode(errors="replace"), "quoted-printable"
    if "\\u" in raw or "\\x" in raw:
        yield _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), raw), "escapes"


def _says(text: str, known: Known) -> bool:
    words = text.lower().split()
    return known(text.lower()) >= max(2, 0.4 * len(words))


def _text(data: bytes) -> str | None:
    """Return decoded bytes that look like text: mostly letters and spaces."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    letters = sum(char.isalpha() or char.isspace() for char in text)
    return text if len(text) >= _LETTERS and letters >= _LIKE_TEXT * len(text) else None


def _base64(token: str) -> str | None:
    padded = token.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return _text(base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True))
    except (binascii.Error, ValueError):
        return None


def _base32(token: str) -> str | None:
    bare = token.rstrip("=")
    try:
        return _text(base64.b32decode(bare + "=" * (-len(bare) % 8), casefold=True))
    except (binascii.Error, ValueError):
        return None


def _base85(token: str) -> str | None:
    """Return the text in a run of base85, in the alphabet of Ascii85 or in that of RFC 1924."""
    bare = token.removeprefix("<~").removesuffix("~>").encode()
    for decode in (base64.a85decode, base64.b85decode):
        try:
            if (text := _text(decode(bare))) is not None:
                return text
        except ValueError:
            continue
    return None


def _hex(token: str) -> str | None:
    digits = re.sub(r"0x|\\x|[ ,:]", "", token)
    return _text(bytes.fromhex(digits[: len(digits) // 2 * 2]))


def _binary(run: str) -> str | None:
    """Return the text in binary digits: groups of seven or eight, or none, which are then cut by eight."""
    groups = run.replace(",", " ").split()
    if len(groups) == 1 or {len(group) for group in groups} - {7, 8}:
        digits = "".join(groups)
        groups = [digits[at : at + 8] for at in range(0, len(digits) // 8 * 8, 8)]
    return _text(bytes(int(group, 2) for group in groups))


def _numbers(base: int) -> Callable[[str], str | None]:
    """Return a reader of character codes written in a base."""

    def read(run: str) -> str | None:
        codes = [int(number, base) for number in re.findall(r"\d+", run)]
        return _text(bytes(codes)) if max(codes) < 127 else None

    return read


def _places(run: str) -> str | None:
    """Return the letters that stand at places of the alphabet, words parted by wider gaps."""
    gaps = r"\s*[/|]\s*|\s{2,}|\b0\b"
    words = re.split(rf"{gaps}|(?<=\d)\s(?=\d+-)" if "-" in run else gaps, run)
    places = [[int(number) for number in re.findall(r"\d+", word)] for word in words]
    if any(not 1 <= place <= 26 for word in places for place in word):
        return None
    return " ".join("".join(chr(96 + place) for place in word) for word in places)


def _morse(run: str) -> str | None:
    words = re.split(r"\s*[/|]\s*|\s{2,}", run.translate(_DASHES).strip(" /|"))
    letters = [_MORSE.get(sign, "") for word in words for sign in word.split()]
    if letters.count("") > len(letters) // 5 or len(set(letters)) < _LETTERS // 2:
        return None
    return " ".join("".join(_MORSE.get(sign, "") for sign in word.split()) for word in words)


def _spelled(run: str) -> str | None:
    found = re.findall(rf"\b(?:{_SPELLED})\b|\bspace\b|[/|.]|\n", run, re.I)
    return "".join(word[0].lower() if word[0].isalpha() and word.lower() != "space" else " " for word in found)


def _tags(run: str) -> str | None:
    return _text(bytes(ord(char) - _TAGS for char in run if 32 <= ord(char) - _TAGS < 127))


def _selectors(run: str) -> str | None:
    """Return the text in variation selectors, each of which stands for a byte."""
    points = map(ord, run)
    return _text(bytes(at - (_SELECTORS if at < _TAGS else _MORE_SELECTORS) for at in points))


def _zero_width(run: str) -> str | None:
    """Return the text in two kinds of invisible characters, whichever of them stands for one."""
    kinds = sorted(set(run))
    if len(kinds) != 2:
        return None
    bits = run.translate({ord(kinds[0]): "0", ord(kinds[1]): "1"})
    return _binary(bits) or _binary(bits.translate(str.maketrans("01", "10")))


_CARRIER = (
    "a an and answer answered binary code could decipher decode decrypt does encoded following for from here hex "
    "in is it me mean meaning means message morse my now of out please puzzle question read reply respond say "
    "says solve spell spelled tell text that the then these this to translate us what whats would you can"
)
_QUOPRI = re.compile(r"=[0-9A-F]{2}")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_CODES = (
    _Code("tags", re.compile(r"[\U000e0020-\U000e007f]{6,}"), _tags),
    _Code("selectors", re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef]{6,}"), _selectors),
    _Code("zero width", re.compile(r"[\u200b-\u200d\u2060\ufeff]{48,}"), _zero_width),
    _Code("binary", re.compile(r"(?<!\d)[01][01 ,\n]{40,}[01](?!\d)"), _binary),
    _Code("hex", re.compile(r"(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,:]?){6,}"), _hex),
    _Code("octal", re.compile(r"(?:\\?[01]?[0-7]{2}[ ,\\]+){5,}[01]?[0-7]{2}"), _numbers(8), doubtful=True),
    _Code("decimal", re.compile(r"(?:\d{2,3}[ ,;]+){5,}\d{2,3}"), _numbers(10), doubtful=True),
    _Code("places", re.compile(r"(?:\d{1,2}[ \-,/|.]+){7,}\d{1,2}"), _places, doubtful=True),
    _Code("base64", re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}"), _base64),
    _Code("base32", re.compile(r"[A-Za-z2-7]{16,}={0,6}"), _base32),
    _Code("base85", re.compile(r"\S{15,}"), _base85),
    _Code("morse", re.compile(r"(?:[.\-·•∙*–—−_]{1,6}(?:\s*[/|]\s*|\s+)){5,}[.\-·•∙*–—−_]{1,6}"), _morse),
    _Code("spelled", re.compile(rf"(?:\b(?:{_SPELLED}|space)\b[\s,./|-]*){{6,}}", re.I), _spelled),
)
FORMS = frozenset(code.form for code in _CODES) | {"escapes"}
IN_PLACE = FORMS | {"url", "quoted-printable"}
