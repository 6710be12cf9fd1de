"""Text that gives orders to a machine that reads it: which sentences do, in whatever form they are written."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import yaml

from assistant.guards.normalise import fold, readings
from assistant.guards.slots_lexicon import lexicon

# A full stop inside an address ends no sentence: the rest of an order would look harmless.
SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?![\s.!?]|$))*(?:[.!?]+(?=\s|$)|\n+|$)")
_COMMENT = re.compile(r"<!--(.*?)(?:-->|$)|/\*(.*?)\*/", re.S)
_PORTION = re.compile(r"\bshares? of\b", re.IGNORECASE)  # a noun here: our own labels begin with it
_ROLE = re.compile(
    r"<\|[^|<>]{1,30}\|>|\[\[\s*[fe]\d+\s*\]\]|</(?:report|quote|earlier)>|\[/?inst\]|<</?sys>>"
    r"|</?(?:system|assistant|instructions?|tool_result|function_call|tool_call|tool)\b"
    r"|(?:^|:\s)[\s#>*\-\[(]*(?:system|assistant|developer|tool|ai)"
    r"(?: (?:message|prompt|note|instruction|override|result))?\s*[\])]?\s*[:>]"
    r"|[\"'](?:role|tool|tool_name|function|tool_calls|function_call|name)[\"']\s*:\s*"
    r"[\"'](?:system|assistant|developer|tool|function|[a-z]+_[a-z_]+)[\"']",
    re.IGNORECASE | re.MULTILINE,
)
_EXFILTRATE = re.compile(
    r"!?\[[^\]\n]*\]\(\s*https?://[^)\s]*(?:\?|=|%7b|\{)[^)]*\)|<img\b[^>]*src\s*="
    r"|https?://\S*[?&][\w.]+=\s*[\[{<]",
    re.IGNORECASE,
)
_LATER = re.compile(
    r"(?i)\W*(?:(?:(?:step|schritt|[ée]tape|paso|part|teil|partie|parte)\s*)?[2-9b-f][.):]|"
    r"(?:step|schritt|[ée]tape|paso)\s+(?:two|three|four|zwei|drei|deux|trois|dos|tres)\b)"
)
_PUT = re.compile(r"[\"“„«‘].{2,}[\"”“»’]")
_WINDOW = 90  # letters between two parts of one order
_FRONT = re.compile(
    r"^[\s\"'“”„«»*_#>()\[\]\-–—•:\d.]*(?:(?:and|then|also|please|now|so|but|"
    r"therefore|hence|thus|deshalb|donc|por tanto|und|bitte|dann|et|puis|"
    r"sil (?:te|vous) plait|y|por favor|luego|step|schritt|etape|paso)\b[\s,:\d.)]*)*"
)
_ARTICLE = (
    r"(?:the |any |all |every |each |an? |our |your |whichever |den |die |das |alle |jede\w* |le |la |les |l|"
    r"tout |el |los |las |todo )*"
)
_ANNOUNCED = re.compile(
    r"\b(?:attention|note|notice|message|memo|instructions?|orders?|directives?|hinweis|nachricht|achtung|"
    r"anweisung\w*|nota|mensaje|aviso|consignes?|atencion|instrucciones)\W*"
    rf"(?:to|for|an|fur|pour|para|a|aux?|de|:)?\s*{_ARTICLE}$"
)
_SPOKEN_TO = re.compile(
    r"(?:^|[\n:;(–—-])\W*(?:(?:dear|hey|hello|hi|ok|okay|as an?|to|liebe\w*|hallo|als|cher|chere|bonjour|"
    rf"en tant qu|querid\w|estimad\w|hola|como)\b)?\W*{_ARTICLE}$"
)
_CALLED = re.compile(r"\s*(?:[a-z]+\s){0,4}?[a-z]*\s*(?:[,:!;–—(.]|-\s|$)")
_MUST = re.compile(
    r"\s+(?:must|should|shall|please|have to|has to|will now|muss\w*|soll\w*|bitte|doi\w*|debe\w*)\b"
)


def is_order(text: str) -> bool:
    """Return whether a text speaks to the assistant as if it might give it orders, in any of its readings."""
    text = _PORTION.sub("part of", text)
    if _ROLE.search(text) or _EXFILTRATE.search(text):
        return True
    if any(_commands(fold(found[1] or found[2] or "")) for found in _COMMENT.finditer(text)):
        return True
    return any(_ordered(reading) for reading in _read(text))


def is_command(text: str) -> bool:
    """Return whether a sentence tells its reader to say or do something; suspicious only beside an order."""
    return _commands(fold(text))


def is_remainder(text: str) -> bool:
    """Return whether a text that was cut out of a longer one begins with what is left of an order.

    That is a later step, or a command to put quoted words; who tells of himself begins otherwise.
    """
    later = _LATER.match(text)
    rest = text[later.end() :] if later else text
    first = next((match[0].strip() for match in SENTENCE.finditer(rest) if match[0].strip()), "")
    return is_command(first) and bool(later or _PUT.search(first))


def _read(text: str) -> Iterator[str]:
    words = lexicon()
    plain = fold(text)
    yield plain
    for reading in readings(text, lambda found: sum(words.knows(word) for word in found.split())):
        if reading.text != plain:
            yield reading.text


def _ordered(text: str) -> bool:
    """Return whether folded text holds an order in one sentence, or in a sentence and the one before it."""
    before = ""
    for match in SENTENCE.finditer(text):
        sentence = match[0].strip()
        if sentence and (_orders(sentence) or (before and _heralds(before) and _commands(sentence))):
            return True
        before = sentence or before
    return False


def _orders(sentence: str) -> bool:
    return (
        _overrides(sentence)
        or _becomes(sentence)
        or _addressed(sentence)
        or (_has(sentence, "reading") and _near(sentence, "reading", "say"))
        or (_near(sentence, "hide", "user") and _imperative(sentence, "hide"))
        or (_near(sentence, "reveal", "secret") and _imperative(sentence, "reveal"))
        or (_near(sentence, "say", "tool") and _imperative(sentence, "say") and _has(sentence, "machine"))
        or (_near(sentence, "say", "tool") and re.search(r"\b[a-z]+_[a-z_]+\b", sentence) is not None)
    )


def _overrides(sentence: str) -> bool:
    """Return whether rules that hold for the reader are set aside; who tells of himself sets none aside."""
    for found in _of("override").finditer(sentence):
        after = sentence[found.end() : found.end() + _WINDOW]
        rules, scope = _of("rules").search(after), _of("scope").search(after)
        if rules and scope and not _told(sentence, found.start()):
            return True
    return False


def _becomes(sentence: str) -> bool:
    for found in _of("become").finditer(sentence):
        after = sentence[found.end() : found.end() + _WINDOW // 2]
        if _of("machine").match(after.lstrip()) or _of("unbound").search(after):
            return True
    return False


def _addressed(sentence: str) -> bool:
    """Return whether a machine is spoken to: "Note to AI models", or "Assistant, please say ..."."""
    for found in _of("machine").finditer(sentence):
        before, after = sentence[: found.start()], sentence[found.end() : found.end() + _WINDOW]
        if _ANNOUNCED.search(before) and _CALLED.match(after):
            return True
        spoken_to = _SPOKEN_TO.search(before) and (_CALLED.match(after) or _MUST.match(after))
        told = any(_has(after, name) for name in ("say", "override", "hide"))
        if spoken_to and (told or (_has(after, "scope") and _has(after, "rules"))):
            return True
    return False


def _heralds(sentence: str) -> bool:
    """Return whether a sentence announces a word to a machine ("Note to AI models")."""
    return any(_ANNOUNCED.search(sentence[: found.start()]) for found in _of("machine").finditer(sentence))


def _commands(sentence: str) -> bool:
    parts = [match[0].strip() for match in SENTENCE.finditer(sentence) if match[0].strip()]
    return any(
        _begins(part, "say") or _begins(part, "override") or _begins(part, "hide") or _begins(part, "reveal")
        for part in parts
    )


def _imperative(sentence: str, name: str) -> bool:
    return any(not _told(sentence, found.start()) for found in _of(name).finditer(sentence))


def _told(sentence: str, at: int) -> bool:
    """Return whether the words right before a place make it a report ("we ignore", "people who forget")."""
    before = sentence[:at].split()[-2:]
    return any(_of("subject").fullmatch(word.strip(",;:")) for word in before)


def _begins(sentence: str, name: str) -> bool:
    front = _FRONT.match(sentence)
    return _of(name).match(sentence, front.end() if front else 0) is not None


def _near(sentence: str, one: str, other: str) -> bool:
    ends = [found.span() for found in _of(other).finditer(sentence)]
    return any(
        found.span() != span and -_WINDOW < span[0] - found.end() < _WINDOW
        for found in _of(one).finditer(sentence)
        for span in ends
    )


def _has(sentence: str, name: str) -> bool:
    return _of(name).search(sentence) is not None


@cache
def _words() -> Mapping[str, tuple[str, ...]]:
    data = yaml.safe_load((files("assistant.guards") / "orders.yaml").read_text(encoding="utf-8"))
    return {
        name: tuple(fold(word.strip()) for word in str(line).split(",") if word.strip())
        for name, line in data.items()
    }


@cache
def _listed(name: str) -> str:
    """Return a class as alternatives of a regular expression, the longest first."""
    entries = sorted(_words()[name], key=len, reverse=True)
    return "|".join(re.escape(entry).replace(r"\*", r"\w*").replace(r"\?", r"\w") for entry in entries)


@cache
def _of(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_listed(name)})(?!\w)")
