"""Mail: the words somebody wrote; quoted history, signatures and headers are kept and never quoted."""

import email.utils
import mailbox
import re
import tempfile
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.parser import BytesParser
from email.policy import default
from pathlib import Path

from retrieval.documents import Span
from retrieval.errors import LoadError
from retrieval.load.decode import decode, normalise
from retrieval.load.formats.extract import Extract
from retrieval.load.formats.markup import read_html
from retrieval.load.limits import MOST_MESSAGES

_SHOWN = ("From", "To", "Date", "Subject")
_QUOTED = re.compile(r"^[ \t]*>[^\n]*(?:\n[ \t]*>[^\n]*)*", re.MULTILINE)
_REPLY_LINE = re.compile(
    r"^[ \t]*(?:on|am|le|el|il|op|em)\b[^\n]{4,200}(?:\n[^\n]{0,120})?\b"
    r"(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\b[^\n]{0,80}:[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_HISTORY = re.compile(
    r"^[ \t]*(?:-{3,}[ \t]*(?:original message|ursprüngliche nachricht|message d'origine|mensaje original)"
    r"[ \t]*-{3,}|_{10,})[ \t]*$|"
    r"^[ \t*]*(?:from|von|de)[ \t*]*:[^\n]{3,200}\n(?:[ \t*]*[^\W\d_]{2,12}[ \t*]*:[^\n]{0,300}\n){2,5}",
    re.MULTILINE | re.IGNORECASE,
)
_FORWARDED = re.compile(
    r"forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado", re.IGNORECASE
)
_SIGNATURE = re.compile(r"^-- ?\n[\s\S]{0,1200}\Z", re.MULTILINE)
_HEADED = re.compile(rb"From [^\n]*\n[!-9;-~]+:")
_LEAST_REPLY = 1
UNREADABLE = (ValueError, LookupError, AttributeError, TypeError, RecursionError)
"""What the standard library raises on damaged headers and parts."""


def parse_eml(data: bytes) -> list[Extract]:
    """Return the one text of a mail."""
    return [read_message(_message(data))]


def parse_mbox(data: bytes) -> list[Extract]:
    """Return the text of each message of a mailbox, numbered from 1; empty ones are left out."""
    found: list[Extract] = []
    for number, message in enumerate(messages(data), 1):
        one = read_message(message, part=str(number))
        if one.text.strip():
            found.append(one)
    return found


PARSERS = {".eml": parse_eml, ".mbox": parse_mbox}
MAILS = frozenset(PARSERS)


def messages(data: bytes) -> Iterator[EmailMessage]:
    """Yield the messages of a mailbox in order; raises LoadError when it is none, or holds too many."""
    with tempfile.TemporaryDirectory() as scratch:  # the standard library reads mailboxes from disk only
        path = Path(scratch) / "mailbox"
        path.write_bytes(data)
        box = mailbox.mbox(path, factory=None, create=False)
        try:
            keys = box.keys()
            if not keys:
                raise LoadError("It is no mailbox: no line begins with `From `.")
            if len(keys) > MOST_MESSAGES:
                raise LoadError(f"It holds {len(keys):,} messages; up to {MOST_MESSAGES:,} are read.")
            held = b""
            for key in keys:
                raw = box.get_bytes(key, from_=True)
                if held and not _HEADED.match(raw):  # a line of the body before began with `From `
                    held += b"\n" + raw
                    continue
                if held:
                    yield _message(held.partition(b"\n")[2])
                held = raw
            yield _message(held.partition(b"\n")[2])
        finally:
            box.close()


def attached(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of each attached file; in a mailbox the message's number stands before the name."""
    if not name.casefold().endswith(".mbox"):
        yield from _attachments(_message(data))
        return
    for number, message in enumerate(messages(data), 1):
        for called, content in _attachments(message):
            yield f"{number}/{called}", content


def _attachments(message: EmailMessage) -> Iterator[tuple[str, bytes]]:
    for part in message.walk():
        name = part.get_filename()
        shown_inside = part.get_content_maintype() == "image" and part.get_content_disposition() != "attachment"
        if name and not part.is_multipart() and not shown_inside:
            content = part.get_payload(decode=True)
            yield name, content if isinstance(content, bytes) else b""


def _message(data: bytes) -> EmailMessage:
    message = BytesParser(policy=default).parsebytes(data.lstrip(b"\r\n"))
    if not message.keys():
        raise LoadError("It is no mail: it has no headers.")
    return message


def read_message(message: EmailMessage, part: str = "") -> Extract:
    """Return a message as one text: the shown headers, then the body."""
    headers = {name.casefold(): _header(message, name) for name in _SHOWN}
    date, subject = _date(headers["date"]), _subject(headers["subject"])
    shown = {**headers, "date": date or headers["date"], "subject": subject}
    head = "".join(f"{name}: {shown[name.casefold()]}\n" for name in _SHOWN if shown[name.casefold()])
    body = _body(message)
    if not body.strip():
        return Extract(text="", part=part)
    text = f"{head}\n{body}"
    start = len(head)
    history = [(left + start + 1, right + start + 1) for left, right in _history(body)]
    told = {
        "title": _subject(headers["subject"]),
        "date": _date(headers["date"]),
        "sender": _sender(headers["from"]),
    }
    return Extract(
        text=text,
        silent=((0, start), *history),
        told={name: value for name, value in told.items() if value},
        part=part,
    )


def _header(message: EmailMessage, name: str) -> str:
    """Return a header on one line, nothing of a damaged one."""
    try:
        value = str(message.get(name, ""))
    except UNREADABLE:
        return ""
    return " ".join(normalise(value).split())


def _body(message: EmailMessage) -> str:
    """Return the text part, else the words of the HTML part."""
    plain, marked = [], []
    for one in message.walk():
        if one.is_multipart() or one.get_filename():
            continue
        if one.get_content_type() == "text/plain":
            plain.append(_text(one))
        elif one.get_content_type() == "text/html":
            marked.append(read_html(_text(one)).text)
    said = "\n\n".join(text for text in plain if text.strip())
    return said or "\n\n".join(text for text in marked if text.strip())


def _text(part: Message) -> str:
    """Return a part's text in the encoding that it names, else whatever reads well."""
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes) or not content:
        return ""
    try:
        text = content.decode(part.get_content_charset("utf-8"))
    except (LookupError, UnicodeError):
        text = decode(content)
    return normalise(text).replace("\x00", "")


def _history(body: str) -> list[Span]:
    """Return the spans of quoted mail, the lines that introduce it, and the signature.

    What a forwarded mail says was sent on purpose and stays. A mail that is all history stays too.
    """
    spans = [match.span() for match in _QUOTED.finditer(body)]
    spans += [match.span() for match in _REPLY_LINE.finditer(body)]
    old = next(
        (m for m in _HISTORY.finditer(body) if not _FORWARDED.search(body, max(0, m.start() - 80), m.end())), None
    )
    if old:
        spans.append((old.start(), len(body)))
    signature = _SIGNATURE.search(body)
    if signature:
        spans.append(signature.span())
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    said = "".join(body[left:right] for left, right in _between(merged, len(body)))
    return merged if len(said.split()) >= _LEAST_REPLY else []


def _between(spans: list[Span], end: int) -> Iterator[Span]:
    reached = 0
    for left, right in [*spans, (end, end)]:
        yield reached, left
        reached = right


def _subject(text: str) -> str:
    return re.sub(r"(?i)^(?:(?:re|fwd?|aw|wg|tr|rv)\s*:\s*)+", "", text).strip()


def _date(text: str) -> str:
    try:
        return email.utils.parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _sender(text: str) -> str:
    name, _ = email.utils.parseaddr(text)
    return name.strip("\"' ")
