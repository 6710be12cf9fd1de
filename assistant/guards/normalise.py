"""Every reading of a message that a person or a model could recover from it, as plain folded text.

A disguised request is judged by what it says once undisguised. Each decoder adds a reading and none
replaces the original, so a product code that happens to decode costs nothing.
"""

import base64
import binascii
import codecs
import html
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

MAX_LENGTH = 8000  # longer messages are judged by their first and last part
# Forms that somebody chose in order to hide what is said; letters that were typed badly are none.
DECODED = frozenset({"base64", "hex", "rot13", "reversed", "escapes"})
_DEPTH = 2  # base64 of rot13 is undone, deeper nesting is not language a model follows unaided

# Letters of other scripts that are drawn like Latin ones (after Unicode's confusables, the common part).
_LOOKALIKES = str.maketrans(
    dict(
        zip(
            "аеорсухіјѕһԁгмтвнкԝьαεοριυκνχτβγημωҽցᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢɑɡıłøđħ",
            "aeopcyxijshdrmtbhkwbaeopiukvxtbyhmwegabcdeghijklmnoprstuvwyzagilodh",
            strict=True,
        )
    )
)
_LEET = {"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "@": "a", "$": "s", "!": "i", "€": "e"}
_LEET_READINGS = tuple(str.maketrans(_LEET | {"1": one}) for one in "il")
_TOKEN = re.compile(r"[^\W_]+")
_LEET_WORD = re.compile(r"(?<![\w@$!])(?=[\w@$!]*[a-zA-Z])(?=[\w@$!]*[0-9@$!])[\w@$!]{2,}")
_SPACED = re.compile(r"(?<!\w)(?:\w[ .\-_*|/,]{1,3}){5,}\w(?!\w)")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_HEX = re.compile(r"(?:(?:0x|\\x)?[0-9a-fA-F]{2}[ ,:]?){6,}")
_QUOTED = re.compile(r"[\"'“”‘’«»`]([^\"'“”‘’«»`]{1,120})[\"'“”‘’«»`]")
_CARRIED_OUT = re.compile(
    r"\b(translat\w*|decode|carry|execute|follow|obey|do (?:it|that|what)|ubersetz\w*|tradu\w*|fuhr\w*)\b", re.I
)
_JOIN = re.compile(
    r"\b(join|concat\w*|combine|merge|append|glue|together)\b|\w\s*\+\s*\w|[\"']\s*\+\s*[\"']", re.I
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a message: `text` folded (see `fold`) and `form`, how it was obtained."""

    text: str
    form: str


def fold(text: str) -> str:
    """Return lower-case text without accents, invisible characters, apostrophes or look-alike letters."""
    text = unicodedata.normalize("NFKC", html.unescape(text))
    text = "".join(
        char for char in text if unicodedata.category(char) not in {"Cf", "Co", "Cn", "Cc"} or char in "\n\t"
    )
    text = _TOKEN.sub(lambda match: _latin(match.group()), text.casefold())
    text = "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")
    return re.sub(r"(?<=\w)['’‘`´](?=\w)", "", text.replace("ß", "ss"))


def _latin(word: str) -> str:
    """Return a word with look-alikes replaced, unless it stays a word of another script all the same."""
    if word.isascii():
        return word
    mapped = word.translate(_LOOKALIKES)
    plain = unicodedata.normalize("NFD", mapped)
    return mapped if all(char < "\u0370" for char in plain) else word


def readings(text: str, known: Callable[[str], int]) -> tuple[Reading, ...]:
    """Return the plain reading first, then each decoding that yields language.

    `known(text)` counts the words of a folded text that are in a vocabulary; rot13 and reversed text are only
    taken for language when they hold more known words than the text they come from.
    """
    if len(text) > MAX_LENGTH:
        text = text[: MAX_LENGTH // 2] + "\n" + text[-MAX_LENGTH // 2 :]
    found: dict[str, str] = {}
    layer = [(text, "plain")]
    for _ in range(_DEPTH + 1):
        deeper: list[tuple[str, str]] = []
        for raw, form in layer:
            folded = fold(raw)
            if folded.strip() and folded not in found:
                found[folded] = form
                deeper += _decoded(raw, folded, known)
        layer = deeper
    return tuple(Reading(folded, form) for folded, form in itertools.islice(found.items(), 12))


def _decoded(raw: str, folded: str, known: Callable[[str], int]) -> Iterator[tuple[str, str]]:
    """Yield the raw texts hidden in a raw text, with the name of the disguise."""
    yield from ((part, "base64") for part in map(_base64, _BASE64.findall(raw)) if part)
    yield from ((part, "hex") for part in map(_hex, _HEX.findall(raw)) if part)
    if raw.count("%") >= 2 and (plain := unquote(raw)) != raw:
        yield plain, "url"
    if "\\u" in raw or "\\x" in raw:
        yield re.sub(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})", _escape, raw), "escapes"
    if _LEET_WORD.search(raw):
        for table in _LEET_READINGS:
            yield _LEET_WORD.sub(lambda match, table=table: match.group().translate(table), raw), "leet"  # type: ignore[misc]
    if _SPACED.search(raw):
        yield _SPACED.sub(lambda match: _unspaced(match.group()), raw), "spaced"
    pieces = _QUOTED.findall(raw)
    if len(pieces) > 1 and _JOIN.search(raw):
        yield "".join(pieces), "split"
        yield " ".join(piece.strip() for piece in pieces), "split"
    if _CARRIED_OUT.search(folded):
        yield from ((piece, "quoted") for piece in pieces if " " in piece.strip())
    before = known(folded)
    for candidate, form in ((codecs.encode(folded, "rot13"), "rot13"), (folded[::-1], "reversed")):
        if known(candidate) > max(2, before):
            yield candidate, form


def _base64(token: str) -> str | None:
    """Return the text in a base64 token, or None when it holds no text."""
    padded = token.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return _printable(base64.b64decode(padded + "=" * (-len(padded) % 4), validate=True))
    except (binascii.Error, ValueError):
        return None


def _hex(token: str) -> str | None:
    """Return the text in a run of hexadecimal bytes, or None when it holds no text."""
    digits = re.sub(r"0x|\\x|[ ,:]", "", token)
    try:
        return _printable(bytes.fromhex(digits[: len(digits) // 2 * 2]))
    except ValueError:
        return None


def _printable(data: bytes) -> str | None:
    """Return decoded bytes that look like text: mostly letters and spaces."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    letters = sum(char.isalpha() or char.isspace() for char in text)
    return text if len(text) >= 6 and letters >= 0.75 * len(text) else None


def _escape(match: re.Match[str]) -> str:
    return chr(int(match.group(1) or match.group(2), 16))


def _unspaced(run: str) -> str:
    """Return a run of single letters as words: wider gaps are word gaps, otherwise one long word."""
    letters = re.findall(r"\w|[^\w]+", run)
    gaps = [part for part in letters if not part.isalnum()]
    narrow = min(map(len, gaps), default=1)
    return "".join(part if part.isalnum() else (" " if len(part) > narrow else "") for part in letters)
