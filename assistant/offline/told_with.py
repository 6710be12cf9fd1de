"""Several figures asked for of the same groups ("the top three plans with share of members and churn rate")."""

import re

from assistant.offline.lexicon import lexicon
from assistant.offline.words import tokens

_WHOSE = r"(?:(?:the|its|their|your|our)\s+)?"
_FIGURE = (
    rf"{_WHOSE}(?:(?:share|percentage|number|count|amount|sum|total) of [\w-]+(?: [\w-]+)?"
    r"|(?:[\w-]+ ){1,2}(?:rate|ratio|share|score|count)"
    r"|(?:average|mean|median|typical|total) [\w-]+(?: [\w-]+)?|revenue|sales|turnover|lift|churn)"
)
_SEVERAL = re.compile(
    r"^(?P<head>.*?\b)(?P<groups>[\w-]+(?: [\w-]+)?),? with "
    rf"(?P<figures>{_FIGURE}(?:, {_FIGURE})*,? and {_FIGURE})\s*[.?!]?$",
    re.IGNORECASE,
)
_COUNTED = r"(?:two|three|four|five|six|seven|eight|nine|ten|\d+)"
# "top three product category 1 codes with ...": whatever stands behind the number names the groups.
_RANKED = re.compile(
    rf"^(?P<head>.*?\b{_COUNTED}) (?P<groups>[\w-]+(?: [\w-]+){{1,3}}),? with "
    rf"(?P<figures>{_FIGURE}(?:, {_FIGURE})*,? and {_FIGURE})\s*[.?!]?$",
    re.IGNORECASE,
)
_AND = re.compile(r",? and |, ", re.IGNORECASE)
_POSSESSIVE = re.compile(rf"^{_WHOSE}", re.IGNORECASE)
_RANKS = frozenset({"order.highest", "order.lowest", "order.frequent"})


def each_figure(part: str) -> list[str]:
    """Return a clause that asks for several figures of the same groups once for each figure, the ranking first."""
    found = _RANKED.match(part.strip()) or _SEVERAL.match(part.strip())
    if found is None:
        return [part]
    first, *others = [_POSSESSIVE.sub("", figure) for figure in _AND.split(found["figures"])]
    groups = _named(found["groups"])
    return [
        f"{found['head'].rstrip()} {found['groups']} by {first}",
        *(f"{figure} by {groups}" for figure in others),
    ]


def _named(groups: str) -> str:
    """Return a name of groups without a number or a superlative before it."""
    words = tokens(groups)
    ranked = {at for cue in lexicon().cues(words) if cue.concept in _RANKS for at in range(cue.start, cue.end)}
    kept = [word.text for at, word in enumerate(words) if at not in ranked and word.norm not in lexicon().numbers]
    return " ".join(kept) or groups
