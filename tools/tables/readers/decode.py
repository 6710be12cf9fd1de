"""Bytes to text: byte order marks, UTF-8, UTF-16 without a mark, and the old eight-bit code pages."""

import codecs
import re

from charset_normalizer import from_bytes

from tools.tables.errors import TableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_WESTERN_SHARE = 0.15


def decode(content: bytes, encoding: str | None = None) -> str:
    """Return the text with newlines as `\\n`; raises TableError when the bytes are not text."""
    if not content.strip():
        raise TableError("The file is empty.")
    text = _decoded(content, encoding)
    if len(_CONTROL.findall(text[:20_000])) > len(text[:20_000]) * 0.002:
        raise TableError("The file is binary, not text.")
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff")


def _decoded(content: bytes, encoding: str | None) -> str:
    for name in [encoding] if encoding else _candidates(content):
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    if encoding:
        raise TableError(f"The file is not encoded in {encoding}.")
    return content.decode("latin-1")


def _candidates(content: bytes) -> list[str]:
    for mark, name in _MARKS:
        if content.startswith(mark):
            return [name]
    sample = content[:4000]
    if sample[1::2].count(0) > len(sample) * 0.3:
        return ["utf-16-le"]
    if sample[::2].count(0) > len(sample) * 0.3:
        return ["utf-16-be"]
    if sample.count(0) > len(sample) * 0.01:
        raise TableError("The file is binary, not text.")
    return ["utf-8", *_code_pages(content)]


def _code_pages(content: bytes) -> list[str]:
    """Return the Western code page, or what a statistical guess says when other letters prevail."""
    sample = content[:50_000]
    high = sum(byte > 127 for byte in sample)
    if high > _WESTERN_SHARE * len(sample):
        guess = from_bytes(sample).best()
        if guess is not None:
            return [guess.encoding, "cp1252"]
    return ["cp1252"]
