"""What people call the rows for which a column of yes and no says no ("inactive", "weekday")."""

from collections.abc import Iterator

from assistant.offline.headers import Phrase, content
from assistant.offline.lexicon import lexicon
from assistant.offline.words import tokens
from tools.tables.catalog import Column

_SURE = 0.95
_SHORTEST = 4  # letters of a word that a beginning can deny
_WORDS = 3  # words of a header at most that is no question


def opposites(column: Column) -> Iterator[Phrase]:
    """Yield names for the no of a column: its header's words denied, or their usual opposites."""
    words = [word.norm for word in tokens(column.name.replace("_", " "))]
    if len(words) > _WORDS:
        return
    for word in words:
        if word in lexicon().function_words:
            continue
        denied = [f"{start}{word}" for start in sorted(lexicon().denying)] if len(word) >= _SHORTEST else []
        for said in (*denied, *lexicon().opposites.get(word, ())):
            yield Phrase(content(said), _SURE)
