"""Which of several lengths of time is meant: the one whose header a question writes out."""

from assistant.offline.draft import Draft
from assistant.offline.quantities import quantity_of
from assistant.offline.reading import Link
from assistant.offline.words import tokens

_LENGTH = "duration"


def written_out(draft: Draft, link: Link) -> Link:
    """Return the link, or in place of a length that "how long" or "wait" implies one that its header names.

    "How long do they wait for a first reply?" names the first reply.
    """
    if quantity_of(draft.column(link.name)) != _LENGTH or _in_header(draft, link):
        return link
    lengths = [item for item in draft.measures if quantity_of(draft.column(item.name)) == _LENGTH]
    named = next((item for item in lengths if item.name != link.name and _in_header(draft, item)), link)
    if named is not link:
        draft.explained |= {at for item in lengths for at in item.span if item.name == link.name}
        draft.measures = [item for item in draft.measures if item.name != link.name]
    return named


def _in_header(draft: Draft, link: Link) -> bool:
    """Return whether all words of a link stand in the header of its column."""
    header = {word.stem for word in tokens(draft.column(link.name).label)}
    return {draft.clause.words[at].stem for at in link.span} <= header
