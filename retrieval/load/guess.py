"""Guesses about a text from its name and content: kind, title, date, language, whether it is evidence."""

import datetime as dt
import html
import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from retrieval.documents import Kind
from retrieval.privacy.speakers import is_conversation, turns

_KIND_WORDS: tuple[tuple[Kind, str], ...] = (
    (
        "copy",
        r"copy|copydeck|homepage|landing(?:page)?|website|web page|marketing|campaigns?|ads?|"
        r"newsletters?|brochure|pitch|flyer|leaflet|poster|prospectus|claims|werbung|startseite|anzeigen?|"
        r"(?:store|app|product|shop) ?(?:page|listing)|listing text",
    ),
    ("survey", r"surveys?|questionnaires?|polls?|umfragen?|fragebogen|enquêtes?|sondages?|encuestas?"),
    ("ticket", r"tickets?|support|helpdesk|zendesk|intercom|cases?|incidents?|service ?desk|supportanfragen?"),
    (
        "crm_note",
        r"crm|account notes?|sales notes?|call notes?|deals?|opportunit(?:y|ies)|pipeline|hubspot|"
        r"salesforce|kundennotizen?",
    ),
    (
        "observation",
        r"observations?|shadowing|field ?notes?|field ?study|ethnograph\w*|usability|"
        r"contextual inquiry|site visits?|beobachtung(?:en)?",
    ),
    (
        "interview",
        r"interviews?|transcripts?|transcriptions?|panels?|q and a|q a|qa|focus groups?|fireside|"
        r"conversations?|discussions?|meetings?|calls?|dialogues?|gespräche?|entretiens?|entrevistas?",
    ),
    (
        "feedback",
        r"feedback|reviews?|comments?|complaints?|tweets?|nps|csat|testimonials?|app ?store|messages|"
        r"praise|suggestions?|bewertungen?|rezensionen?|beschwerden?|avis|reseñas?|opiniones",
    ),
    ("research", r"research|personas?|reports?|studies|study|benchmark|whitepapers?|analysis|findings|insights"),
)
_KIND_PATTERNS = tuple((kind, re.compile(rf"(?<!\w)(?:{words})(?!\w)")) for kind, words in _KIND_WORDS)
_CRM_NOTES = re.compile(r"(?<!\w)notes?(?!\w)")
_ABOUT_DATA = re.compile(
    r"(?:readme|licen[cs]e)\b.*|copying|notice|changelog|contributing|authors|code of conduct|security|citation|"
    r"schema|metadata|.*\b(?:data ?dictionary|codebook|data ?sheet)\b.*|"
    r".*\b(?:data|column|field|variable) descriptions?\b.*"
)
_COLUMN_LINE = re.compile(
    r"^[ \t]*(?:\d{1,3}[.)]?[ \t]*[-–:]?[ \t]*|[-*|][ \t]*)`?[\w.]{1,40}`?[ \t]*(?:[:|(–-])", re.MULTILINE
)
_COLUMN_WORDS = re.compile(
    r"(?i)\b(?:attributes?|variables?|columns?|fields?|numeric|categorical|binary|instances|nullable|"
    r"data ?set|varchar|integer|boolean)\b"
)
_HEADING = re.compile(r"^#{1,3}[ \t]+(?P<title>[^\n]+?)[ \t#]*$", re.MULTILINE)
_TAG = re.compile(r"<[^<>\n]{1,400}>|\{[#.][^}\n]{0,80}\}|!\[[^\]\n]{0,200}\]\([^)\n]{0,400}\)")
_LINK = re.compile(r"\[([^\]\n]{1,200})\]\([^)\n]{0,400}\)")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan ene janv",
            "feb fev fév febr",
            "mar mär mrz mars",
            "apr abr avr",
            "may mai mayo",
            "jun juin",
            "jul juil",
            "aug ago aoû",
            "sep",
            "oct okt",
            "nov",
            "dec dez dic déc",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = r"(?P<month>[^\W\d_]{3,10})\.?"
_DATES = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})[-_./](?P<m>\d{1,2})[-_./](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>[01]\d)(?P<d>[0-3]\d)(?=T?\d{4,6}|\D|$)"),
    re.compile(rf"(?i)(?<!\w){_MONTH}[ _-](?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[ _-](?P<y>(?:19|20)\d{{2}})(?!\d)"),
    re.compile(
        rf"(?i)(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th|\.|er)?[ _-](?:of |"
        rf"de )?{_MONTH},?[ _-](?:de )?(?P<y>(?:19|20)\d{{2}})(?!\d)"
    ),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})[-_./](?P<m>\d{1,2})[-_./](?P<y>(?:19|20)\d{2})(?!\d)"),
)
_DATE_LABEL = re.compile(
    r"(?im)^[ \t>*_#-]{0,6}(?:date|datum|fecha|published|recorded|created|held|session|interview date|"
    r"meeting date|written|am)\b[^\n]{0,60}$"
)
_STOP_WORDS = {
    "en": "the and of to in is that it for you with was on are this have not be but they we what so as at",
    "de": "der die und ist das nicht ich wir sie es mit zu den auf für ein eine aber auch wie sind haben von im",
    "fr": "le la les et est que je nous vous il des une un pas pour dans ce qui avec sur mais du au c'est on",
    "es": "el la los y es que de no en un una por con para se lo pero como más las del nos yo muy está",
}
_STOP_SETS = {language: frozenset(words.split()) for language, words in _STOP_WORDS.items()}


def guess_kind(path: str, text: str = "", *, root: str = "", usual: Kind = "research") -> Kind:
    """Return the kind of a text: what its folders say, else its file name, its form, or the root folder's name.

    `usual` is what texts of this form are when nothing is named.
    """
    whole = PurePosixPath(path)
    named = [_spaced(part) for part in (*reversed(whole.parts[:-1]), whole.stem)]
    for name in named:
        if kind := _named_kind(name):
            return kind
    if text and is_conversation(text, turns(text)):
        return "interview"
    if any(_CRM_NOTES.search(name) for name in named):
        return "crm_note"
    return _named_kind(_spaced(root)) or usual


def _named_kind(name: str) -> Kind | None:
    found = [(match.start(), kind) for kind, pattern in _KIND_PATTERNS if (match := pattern.search(name))]
    kinds = {kind for _, kind in found}
    if {"interview", "feedback"} <= kinds:  # a "feedback panel" is a conversation
        return "interview"
    return next((kind for kind, _ in _KIND_PATTERNS if kind in kinds), None)


def _spaced(name: str) -> str:
    split = re.sub(r"(?<=[a-zäöü])(?=[A-Z])", " ", name)
    return re.sub(r"[\W_]+", " ", split).casefold().strip()


def is_documentation(path: str, text: str) -> bool:
    """Return whether a text is about the files (README, licence, data dictionary), not about customers."""
    if _ABOUT_DATA.fullmatch(_spaced(PurePosixPath(path).stem)):
        return True
    head = text[:20_000]
    lines = max(1, sum(1 for line in head.splitlines() if line.strip()))
    described = len(_COLUMN_LINE.findall(head))
    return described >= 5 and described >= 0.15 * lines and len(_COLUMN_WORDS.findall(head)) >= 6


def guess_title(path: str, front: str, text: str, told: str = "") -> str:
    """Return the title from front matter, the first heading, the file's properties, or its name in plain words."""
    heading = _HEADING.search(text[:5000])
    for raw in (front, heading.group("title") if heading else "", told):
        title = " ".join(html.unescape(_LINK.sub(r"\1", _TAG.sub("", raw))).split()).strip("*_` ")
        if title:
            return title[:300]
    return re.sub(r"[\s_-]+", " ", PurePosixPath(path).stem).strip()


def guess_date(path: str, front: str, text: str) -> str | None:
    """Return the ISO date in front matter, in a labelled line at the head, in the file's name, or at the head."""
    head = text[:1500]
    labelled = [match.group() for match in _DATE_LABEL.finditer(head)]
    for place in (front, *labelled, PurePosixPath(path).stem, head[:600]):
        if date := find_date(place):
            return date
    return None


def find_date(text: str) -> str | None:
    """Return the first complete date in a text as ISO; all-digit dates with the year last are read day first."""
    found: list[tuple[int, str]] = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if date := _date(match.groupdict()):
                found.append((match.start(), date))
                break
    return min(found)[1] if found else None


def _date(parts: dict[str, str | None]) -> str | None:
    day, year = int(parts["d"] or 0), int(parts["y"] or 0)
    if name := parts.get("month"):
        month = _MONTHS.get(name.casefold()[:4], _MONTHS.get(name.casefold()[:3], 0))
    else:
        month = int(parts.get("m") or 0)
        if month > 12 >= day:
            day, month = month, day
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def guess_language(text: str) -> str | None:
    """Return `en`, `de`, `fr` or `es` by counting the commonest words; None when too few decide."""
    words = re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text[:6000].casefold())
    counts = sorted(((_hits(words, stop), language) for language, stop in _STOP_SETS.items()), reverse=True)
    (best, language), (second, _) = counts[0], counts[1]
    return language if best >= 2 and best > second else None


def _hits(words: Sequence[str], stop: frozenset[str]) -> int:
    return sum(1 for word in words if word in stop)
