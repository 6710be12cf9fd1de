"""Bytes to text, whatever wrote them."""

import codecs
import re
import unicodedata
from pathlib import Path

from charset_normalizer import from_bytes

from retrieval.errors import LoadError
from retrieval.load.files import read_bytes
from retrieval.load.limits import LARGEST_TEXT

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 200_000
_SURROGATE = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


def read_text(path: Path) -> str:
    """Return the decoded text of a file; raises LoadError with a reason for a person."""
    return decode(read_bytes(path, LARGEST_TEXT))


def decode(data: bytes) -> str:
    """Return text without its byte order mark and with newlines as `\\n`; nothing else is dropped.

    Raises LoadError for what is empty, only white space, or no text.
    """
    if not data:
        raise LoadError("It is empty (0 bytes).")
    text = normalise(_decoded(data))
    if not text.strip().strip("\x00"):
        raise LoadError(
            "It has no text, only white space."
            if text.strip("\x00").strip() == "" and "\x00" not in text
            else _BINARY
        )
    if len(_CONTROL.findall(text[:_SAMPLE])) > 0.02 * len(text[:_SAMPLE]):
        raise LoadError(_BINARY)
    return text


def normalise(text: str) -> str:
    """Return `text` with newlines as `\\n` and lone surrogates, which no file can hold, as U+FFFD."""
    return _SURROGATE.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


_BINARY = "It is a binary file, not text."


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, errors="replace")
    if wide := _wide(data[:_SAMPLE]):
        return data.decode(wide, errors="replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\x00" in data[:_SAMPLE]:
            raise LoadError(_BINARY) from error
        if error.start > len(data) - 4 and error.reason == "unexpected end of data":
            return data.decode("utf-8", errors="replace")  # cut off inside a character
    return _legacy(data)


def _wide(sample: bytes) -> str | None:
    """Return the UTF-16 flavour of bytes without a mark: every other byte of Western text is zero."""
    if len(sample) < 4 or (len(sample) % 2 and len(sample) < _SAMPLE):
        return None
    even, odd = sample[0::2], sample[1::2]
    if odd.count(0) > 0.7 * len(odd) and even.count(0) < 0.1 * len(even):
        return "utf-16-le"
    if even.count(0) > 0.7 * len(even) and odd.count(0) < 0.1 * len(odd):
        return "utf-16-be"
    return None


def _legacy(data: bytes) -> str:
    """Return text in an encoding of one byte a character: Windows Latin if it reads well, else the likeliest."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    if text and _reads_well(text):
        return text
    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise LoadError("It is no text in any encoding known here; save it as UTF-8.")
    return data.decode(best.encoding, errors="replace")


def _reads_well(text: str) -> bool:
    """Return whether the characters beyond ASCII are mostly letters inside words or common punctuation."""
    foreign = [place for place, character in enumerate(text[:_SAMPLE]) if ord(character) > 127]
    good = sum(1 for place in foreign if _fits(text, place))
    return bool(foreign) and good >= 0.9 * len(foreign)


def _fits(text: str, place: int) -> bool:
    character = text[place]
    if character in "–—‘’“”„…•€£§°«»©®™ ¡¿·":
        return True
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return unicodedata.category(character) in ("Ll", "Lu") and any(
        one.isascii() and one.isalpha() for one in around
    )
