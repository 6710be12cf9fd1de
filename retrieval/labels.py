"""Labels of speakers at the beginning of lines: their patterns, and the names in them."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from retrieval.documents import Span
from retrieval.privacy.lexicon import words as listed_words
from retrieval.privacy.spans import PSEUDONYM
from retrieval.roles import is_role, words

_CLOCK = (
    r"(?:[\[(]?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?[ T])?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
    r"(?:[ ]?[AaPp]\.?[Mm]\.?)?[\])]?)"
)
_TIME = r"\d{1,2}(?::\d{1,2}){1,2}(?:[.,]\d{1,3})?"
_WORD = rf"(?:{PSEUDONYM}|[^\W\d_][\w.'’&/-]*)"
_NAME = rf"{_WORD}(?:[ ](?:\(?{_WORD}\)?,?|\d{{1,3}})){{0,4}}"
_LABEL = re.compile(
    rf"^[ \t>-]*(?:[*•][ \t]+)?(?:{_CLOCK}[ \t]*[-–|]?[ \t]*)?[*_]{{0,2}}(?P<name>{_NAME}|\[{_NAME}\])"
    rf"(?:\*{{0,2}}[ \t]*\|?[ \t]*{_CLOCK})?(?:[ \t]*:[*_]{{0,2}}|[*_]{{1,2}}[ \t]*:)(?=\s|$)[ \t]*",
    re.MULTILINE,
)
_NAME_LINE = re.compile(
    rf"^[ \t]*\*{{0,2}}(?:{_CLOCK}[ \t]*[-–|]?[ \t]*(?P<after>{_NAME})|"
    rf"(?P<before>{_NAME})\*{{0,2}}[ \t]+[-–|]?[ \t]*{_CLOCK})\*{{0,2}}[ \t]*\n",
    re.MULTILINE,
)
_RANGED = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[ \t]*\n[ \t]*(?P<name>{_NAME})[ \t]*\n", re.MULTILINE)
_STAMPED = re.compile(
    rf"^[ \t>-]*\*{{0,2}}(?P<name>{_NAME})\*{{0,2}}[ \t]*(?=[\[(]){_CLOCK}(?<=[\])])\*{{0,2}}[ \t]+(?=[^\s:])",
    re.MULTILINE,
)
HEADED_NAME = re.compile(rf"^#{{1,6}}[ \t]+(?P<name>{_NAME})[ \t]*{_CLOCK}?[ \t]*\n", re.MULTILINE)
BOLD_NAME = re.compile(
    rf"^[ \t>-]*(?:\*\*|__)(?P<name>{_NAME})(?:\*\*|__)(?:[ \t]*{_CLOCK})?[ \t]*[-–—|]?[ \t]*\n?", re.MULTILINE
)
SHORT_LABEL = re.compile(r"^[ \t>]*\*{0,2}(?P<name>[QAIPR])\d{0,3}\.\*{0,2}[ \t]+(?=\S)", re.MULTILINE)
_NUMBERED = re.compile(r"(q|a|question|answer|frage|antwort|réponse|pregunta|respuesta)[ ]?\d{1,3}", re.IGNORECASE)
_CHAT = re.compile(r"From (?P<who>.+) to .+")
_HEADER_WORDS = words("date datum fecha title subject from to cc re url http https note author tags summary")
_FIELDS = words(
    "account company organisation organization product segment industry language participants attendees location "
    "duration region plan source channel team firma unternehmen produkt branche sprache teilnehmende dauer ort "
    "société entreprise produit secteur langue durée lieu empresa producto sector idioma"
) | {"customer id", "account id", "client id"}
# Beside these, what stands once about a whole talk; in it, the same words say who speaks.
_OF_TALKS = words(
    "role consent participant participante respondent interviewee interviewer customer age recorded method "
    "setting place background tenure rolle einwilligung alter rôle consentement âge rol consentimiento edad"
)
_REMARK = re.compile(r"(?<= )(?!(?:van|von|de|der|den|del|da|di|la|le|of|al|el|bin|und|and|et|y)\b)[a-zà-ÿ]{2,}")


def is_field(label: str) -> bool:
    """Return whether a label names what stands about a text at its head: when, where, with whom, of which kind."""
    return label.lower() in _HEADER_WORDS | _FIELDS | _OF_TALKS


def marks_in(
    text: str, silent: Sequence[Span], patterns: "Sequence[re.Pattern[str]]"
) -> list[tuple[int, int, str]]:
    """Return (start of label, start of words, name) of everything that looks like a speaker's label."""
    marks: dict[int, tuple[int, int, str]] = {}
    silences = sorted(silent)
    for pattern in patterns:
        for match in pattern.finditer(text):
            name = _name(match)
            before = bisect_right(silences, (match.start(), len(text))) - 1
            if name and not (before >= 0 and match.start() < silences[before][1]):
                marks[match.start()] = (match.start(), match.end(), name)
    return [marks[start] for start in sorted(marks)]


def without_remarks(marks: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """Drop labels that stand once and name a field, and those that read like a remark and are hardly repeated.

    A role that stands once, before everybody who speaks again, heads the text: `Customer: Northwind`. So does what
    else is told of a talk: `Consent: yes`.
    """
    count = Counter(name for _, _, name in marks)
    again = [label for label, _, name in marks if count[name] > 1]
    several = sum(number > 1 for number in count.values()) > 1
    return [
        mark
        for mark in marks
        if not (count[mark[2]] == 1 and mark[2].lower() in _FIELDS)
        and not (again and count[mark[2]] == 1 and mark[0] < again[0] and _heads(mark[2], several=several))
        and (count[mark[2]] > 2 or not _is_remark(mark[2]))
    ]


def _heads(name: str, *, several: bool) -> bool:
    return several if is_role(name) else name.lower() in _OF_TALKS


def _is_remark(name: str) -> bool:
    return bool(_REMARK.search(name)) and name.rsplit(maxsplit=1)[-1].lower() not in listed_words("roles")


def _name(match: "re.Match[str]") -> str:
    groups = match.groupdict()
    name = next((value for value in groups.values() if value), "").strip(" ,_")
    if name.startswith("[") and not re.match(PSEUDONYM, name):
        name = name[1:-1]
    if chat := _CHAT.fullmatch(name):
        name = chat["who"]
    if numbered := _NUMBERED.fullmatch(name):
        name = numbered[1]
    plausible = name[:1].isupper() or name.startswith("[") or is_role(name)
    return name if plausible and name.lower() not in _HEADER_WORDS else ""


LABELS = (_NAME_LINE, _LABEL, _STAMPED, _RANGED)
"""Labels that cannot be mistaken for other words when they recur."""
