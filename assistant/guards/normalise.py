"""Every reading of a message that a person or a model could recover from it, as plain folded text.

A disguised request is judged by what it says once undisguised. Each decoder adds a reading and none
replaces the original, so a product code that happens to decode costs nothing.
"""

import html
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.guards import normalise_codes, normalise_letters, normalise_pieces

MAX_LENGTH = 8000  # longer messages are judged by their first and last part
MAX_READINGS = 12
# Forms that somebody chose in order to hide what is said; letters that were typed badly are none.
DECODED = normalise_codes.FORMS | normalise_letters.FORMS | normalise_pieces.FORMS
IN_PLACE = (
    normalise_codes.IN_PLACE | normalise_letters.IN_PLACE
)  # forms whose reading keeps what stands around the code
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
_TOKEN = re.compile(r"[^\W_]+")
_ASCII = re.compile("[a-z]")


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
    text = text.casefold()
    foreign = _foreign(_TOKEN.findall(text))
    text = _TOKEN.sub(lambda match: _latin(match.group(), foreign=foreign), text)
    text = "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")
    return re.sub(r"(?<=\w)['’‘`´](?=\w)", "", text.replace("ß", "ss"))


def _foreign(words: Sequence[str]) -> bool:
    """Return whether a text is written in another script: half of its words at least are none in Latin letters.

    Among them a word that could be, such as Russian for "who", is a word of that script like the others.
    """
    other = [word for word in words if word > "\u0370"]
    return 2 * sum(_latin(word) == word for word in other) >= len(other) > 0


def _latin(word: str, *, foreign: bool = False) -> str:
    """Return a word with look-alikes replaced, unless it is, or stays all the same, a word of another script."""
    if word.isascii() or (foreign and not _ASCII.search(word)):
        return word
    mapped = word.translate(_LOOKALIKES)
    plain = unicodedata.normalize("NFD", mapped)
    return mapped if all(char < "\u0370" for char in plain) else word


def readings(text: str, known: Callable[[str], int]) -> tuple[Reading, ...]:
    """Return the plain reading first, then each decoding that yields language, at most `MAX_READINGS`.

    `known(text)` counts the words of a folded text that are in a vocabulary; ciphers and reversed text are only
    taken for language when they hold more known words than the text they come from.
    """
    if len(text) > MAX_LENGTH:
        text = text[: MAX_LENGTH // 2] + "\n" + text[-MAX_LENGTH // 2 :]
    found: dict[str, str] = {}
    layer: list[tuple[str, str]] = [(html.unescape(html.unescape(text)), "plain")]
    for _ in range(_DEPTH + 1):
        deeper: list[tuple[str, str]] = []
        for raw, form in layer:
            folded = fold(raw)
            if folded.strip() and folded not in found and len(found) < MAX_READINGS:
                found[folded] = form
                deeper += itertools.islice(_decoded(raw, folded, known), MAX_READINGS)
        layer = deeper
    return tuple(Reading(folded, form) for folded, form in found.items())


def _decoded(raw: str, folded: str, known: Callable[[str], int]) -> Iterator[tuple[str, str]]:
    """Yield the raw texts hidden in a raw text, with the name of the disguise."""
    yield from normalise_codes.decoded(raw, known)
    yield from normalise_letters.respelled(raw, folded, known)
    yield from normalise_pieces.joined(raw, folded)
