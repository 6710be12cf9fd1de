"""What the names of files and keys call a row."""

from tools.tables.lexicon import head_kind, tokens, word_set

_SHORTEST = 3
_NO_PLURAL = ("ss", "us", "is", "os")
_OF_DATA = frozenset(
    {"results", "stats", "statistics", "details", "numbers", "figures", "metrics", "values", "entries", "records"}
    | {"observations", "segments", "settings", "measurements", "informations"}
)
_DONE = ("tion", "ment", "ing", "signup", "loan")


def file_kind(name: str) -> tuple[str, str] | None:
    """Return the kind that a file's head noun names: "workshop_bookings" are bookings, "visits of members" visits.

    A head that no kind is known of names its rows itself where it says what was done ("course registrations").
    """
    words = _file_words(name)
    words = [word for word in words if word not in word_set("topics_of_names")] or words
    of = next((at for at, word in enumerate(words) if at and word in word_set("of_names")), len(words))
    found = head_kind(words[:of], "entity") or head_kind(words, "entity")
    head = file_noun(" ".join(words[:of]))
    if found and head and head.endswith(_DONE) and not _has_kind(words[:of][-1]):
        return head, head
    return found


def _has_kind(word: str) -> bool:
    return head_kind([word], "entity") is not None


def file_noun(name: str) -> str | None:
    """Return the singular of the English plural that a file's name is or ends in (`loans`), None for others."""
    words = [word for word in _file_words(name) if word.isalpha()]
    last = words[-1] if words else ""
    if len(last) <= _SHORTEST or not last.endswith("s") or last.endswith(_NO_PLURAL) or last in _OF_DATA:
        return None
    if last.endswith("ies"):
        return f"{last[:-3]}y"
    return last[:-2] if last.endswith(("ches", "shes", "xes", "sses")) else last[:-1]


def key_noun(key: str | None) -> str | None:
    """Return the noun of a key such as `parcel_id`, `parcel no` or `Parcel`, None for any other header."""
    words = tokens(key or "")
    nouns = [word for word in words if word not in word_set("id")]
    return nouns[0] if len(words) <= 2 and len(nouns) == 1 and nouns[0].isalpha() else None


def _file_words(name: str) -> list[str]:
    return tokens(name.rsplit(".", 1)[0]) if "." in name else tokens(name)
