"""Contact data in a text: what leads to one person's mailbox, device, account or door."""

import ipaddress
import re
from collections.abc import Callable, Collection, Iterator

from retrieval.privacy import identity, numbers, places
from retrieval.privacy.spans import Found

KINDS = ("SECRET", "EMAIL", "IBAN", "CARD", "ID", "IP", "BIRTHDATE", "ADDRESS", "PHONE", "HANDLE", "PERSON")
"""The kinds of placeholders; `PERSON` is followed by the letters of the pseudonym."""

_DIGIT = re.compile(r"\d")
_EMAIL = re.compile(
    r"(?<![\w.+%-])[\w][\w.+%'-]{0,63}(?:@|\s?\[at\]\s?|\s?\(at\)\s?)(?:[\w-]{1,63}(?:\.|"
    r"\s?\[dot\]\s?|\s?\(dot\)\s?)){1,6}[^\W\d_]{2,24}(?![\w@])"
)
_USER_INFO = re.compile(r"(?<=://)[^\s/@:\x00]{1,200}(?::[^\s/@\x00]{0,200})?(?=@[\w.-])")
_SLACK_USER = re.compile(r"<@[UW][A-Z0-9]{5,}(?:\|[^>\n\x00]{0,80})?>")
_HANDLE = re.compile(r"(?<![\w@/.=+\x00-])@(?=\w{0,30}[^\W\d])(\w{2,30}(?:\.\w{2,30})*)(?![\w@/(])")
_EVERYBODY = frozenset(("here", "channel", "everyone", "all", "team", "hier", "alle", "canal", "todos", "tous"))
_CLOCK = re.compile(r"\d{1,2}(?::\d\d)?(?:am|pm|h)?", re.IGNORECASE)
_PROFILE = re.compile(r"(?i)(?<=linkedin\.com/in/)[\w%-]{2,80}|(?<=://t\.me/)\w{4,40}|(?<=://wa\.me/)\+?\d{6,15}")
_LINKED = re.compile(
    r"(?<=\x00\]\()(?:https?://)?[\w.-]{3,80}/(?:in/|users?/|u/|@)?(?P<value>[\w.-]{2,80})/?(?=\))"
)
_IP4 = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d)")
_IP6 = re.compile(r"(?<![\w:.])(?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{5,45}(?![\w:])")
_VERSION = re.compile(
    r"(?:\b(?:v|ver|version|versión|release|build|firmware|software|update|patch|driver|kernel|app|plugin|sdk|ios|android|section|"
    r"chapter|§|abschnitt|kapitel)\.?\s{0,3})$",
    re.IGNORECASE,
)
_NETWORK = re.compile(
    r"(?i)\b(?:ips?|ipv4|dns|ping|hosts?|log-?ins?|logged|servers?|adress\w*|address\w*|direcci\w+|network)\b"
)
_FIRST_OF_RELEASE, _LARGEST_OF_RELEASE = 10, 40  # 7.1.0.12 without a word of networks is a release
_KEY_BLOCK = re.compile(
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\w\s+/=.,:-]{0,20000}?-----END [A-Z ]{0,40}PRIVATE KEY-----"
)
_TOKEN = re.compile(
    r"(?<![\w-])(?:sk-[\w-]{16,}|(?:sk|rk|pk)_(?:live|test)_\w{16,}|xox[abeprs]-[\w-]{10,}|xapp-[\w-]{10,}"
    r"|gh[opsur]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|A(?:KIA|SIA)[A-Z0-9]{16}|AIza[\w-]{30,}"
    r"|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}|npm_\w{30,}|hf_\w{30,}|SG\.[\w-]{16,}\.[\w-]{16,})(?![\w-])"
)
_SECRET_FIELD = re.compile(
    r"(?i)\b(?:api[ _-]?key|access[ _-]?token|auth[ _-]?token|client[ _-]?secret|secret[ _-]?key|"
    r"password|passwd|passwort|kennwort"
    r"|mot de passe|contraseña|passcode|pwd)\b[\"']?\s{0,3}(?:[:=]|\b(?:is|was|ist|lautet|est|"
    r"es)\b)\s{0,3}[\"'`]?(?P<value>[^\s\"'`<>\x00]{4,200})"
)


def find(text: str, spared: Callable[[str], bool] | None = None) -> Iterator[Found]:
    """Yield candidates, the surer kinds first; `text` is masked, and two candidates may overlap.

    `spared` tells which handles (without `@`) belong to organisations and stay.
    """
    yield from _secrets(text)
    if "@" in text or "(at)" in text or "[at]" in text:
        yield from _each(_USER_INFO, text, "SECRET")
        yield from _each(_EMAIL, text, "EMAIL")
        yield from _each(_SLACK_USER, text, "HANDLE")
    if _DIGIT.search(text):
        yield from numbers.find(text)
        yield from identity.find(text)
        yield from _addresses(text)
        yield from places.find_birthdates(text)
        yield from places.find_addresses(text)
        yield from numbers.find_phones(text)
    elif "::" in text:
        yield from _addresses(text)
    yield from _each(_PROFILE, text, "HANDLE")
    for match in _LINKED.finditer(text):  # a Markdown link on a person's name leads to that person's page
        yield Found(match.start("value"), match.end("value"), "HANDLE")
    if "@" in text:
        yield from _handles(text, spared)


def handles(text: str) -> Collection[str]:
    """Return the distinct handles in a text, without `@` and in lower case."""
    return {match.group(1).casefold() for match in _HANDLE.finditer(text)} if "@" in text else ()


def _each(pattern: re.Pattern[str], text: str, kind: str) -> Iterator[Found]:
    return (Found(match.start(), match.end(), kind) for match in pattern.finditer(text))


def _handles(text: str, spared: Callable[[str], bool] | None) -> Iterator[Found]:
    for match in _HANDLE.finditer(text):
        handle = match.group(1).casefold()
        if not _CLOCK.fullmatch(handle) and handle not in _EVERYBODY and not (spared and spared(handle)):
            yield Found(match.start(), match.end(), "HANDLE")


def _secrets(text: str) -> Iterator[Found]:
    yield from _each(_TOKEN, text, "SECRET")
    if "-----BEGIN" in text:
        yield from _each(_KEY_BLOCK, text, "SECRET")
    for match in _SECRET_FIELD.finditer(text):
        value = match.group("value").rstrip(".,;:!?)")
        mixed = any(c.isdigit() for c in value) and any(not c.isdigit() for c in value)
        if mixed and len(value) >= 4:
            yield Found(match.start("value"), match.start("value") + len(value), "SECRET")


def _addresses(text: str) -> Iterator[Found]:
    for match in _IP4.finditer(text):
        octets = [int(octet) for octet in match.group().split(".")]
        before = text[max(0, match.start() - 16) : match.start()]
        release = max(octets) < _LARGEST_OF_RELEASE and octets[0] < _FIRST_OF_RELEASE and not _NETWORK.search(text)
        if max(octets) <= 255 and not release and not _VERSION.search(before):
            yield Found(match.start(), match.end(), "IP")
    for match in _IP6.finditer(text):
        if _is_ip6(match.group()):
            yield Found(match.start(), match.end(), "IP")


def _is_ip6(value: str) -> bool:
    try:
        return len(value) > 4 and bool(ipaddress.IPv6Address(value))
    except ValueError:
        return False
