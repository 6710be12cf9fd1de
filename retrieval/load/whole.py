"""One text as one document: personal data replaced, what is no speech silent, and described by all that tells."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from retrieval.documents import Document, Kind, Span
from retrieval.load.formats import FORMATS, Extract
from retrieval.load.formats.mail import MAILS
from retrieval.load.guess import find_date, guess_date, guess_kind, guess_language, guess_title, is_documentation
from retrieval.load.marks import front_matter, plain, silent
from retrieval.load.records import RECORDS
from retrieval.load.repeats import repeated
from retrieval.load.rewriting import compose, stored_spans
from retrieval.load.told import attributes, customer, head_fields, language, named_language
from retrieval.privacy import Privacy
from retrieval.privacy.lexicon import is_never, normal
from retrieval.sources import SourceOptions
from retrieval.turns import turns

_USUAL_KINDS: Mapping[str, Kind] = {
    ".vtt": "interview",
    ".srt": "interview",
    ".eml": "feedback",
    ".mbox": "feedback",
}
_PERSON = re.compile(r"[^\W\d_a-z][^\W\d_]*(?:[ .'’-]+[^\W\d_]+){0,3}\.?")
_HEAD = 4_000


def whole(name: str, extract: Extract, folder: str, privacy: Privacy, options: SourceOptions) -> Document:
    """Return a text of the file `name` as a document."""
    suffix = PurePosixPath(name).suffix.casefold()
    names = options.consent != "public"
    identity = f"{name}#{extract.part}" if extract.part else name
    front = front_matter(extract.text) if suffix not in FORMATS else {}
    scrubbed = privacy.scrub(extract.text, names=names)
    stored = scrubbed.text
    hidden = list(stored_spans(extract.silent, scrubbed.edits))
    if suffix not in FORMATS:
        hidden += silent(stored, front=bool(front))
    hidden = join(hidden)
    said = stored[hidden[0][1] :] if hidden and hidden[0][0] == 0 else stored
    hidden = join([*hidden, *repeated(stored, between(hidden, len(stored)))])
    draft = Document(
        id=identity,
        key=identity,
        source=name,
        kind=options.kind or "research",
        text=stored,
        consent=options.consent,
        audience=options.audience,
        edits=compose(extract.edits, scrubbed.edits),
        silent=tuple(hidden),
    )
    return _described(draft, extract, folder, said, front, privacy, options)


def introduce(extract: Extract, privacy: Privacy) -> None:
    """Learn the names that a text introduces: those who speak or sent it, and whom it names."""
    privacy.study(extract.text)
    draft = Document(id="", key="", source="", kind="research", text=extract.text, silent=extract.silent)
    learn_speakers({turn.speaker for turn in turns(draft)} | {extract.told.get("sender", "")}, privacy)


def learn_speakers(labels: Iterable[str], privacy: Privacy) -> None:
    """Remember those of the labels that are surely names."""
    privacy.learn(label for label in labels if _is_person(label))


def _described(
    draft: Document,
    extract: Extract,
    folder: str,
    said: str,
    front: Mapping[str, object],
    privacy: Privacy,
    options: SourceOptions,
) -> Document:
    """Return the draft with kind, title, date, language, customer and attributes, as far as they are told."""

    def shown(value: str) -> str:
        return privacy.scrub(value, names=options.consent != "public").text

    suffix = PurePosixPath(draft.source).suffix.casefold()
    told = extract.told
    spoken = turns(draft)
    fields = head_fields(said[: max(0, spoken[0].label - len(draft.text) + len(said))] if spoken else said[:_HEAD])
    found = {name: shown(value) for name, value in attributes(draft.source, front, told, fields).items()}
    if sender := told.get("sender"):
        hidden = _is_person(sender) and options.consent != "public"
        found["speaker"] = privacy.pseudonym(sender) if hidden else shown(sender)
    about_data = suffix in RECORDS or (suffix not in FORMATS and is_documentation(draft.source, extract.text))
    if about_data:
        found["documentation"] = "yes"
    usual = "interview" if spoken else _USUAL_KINDS.get(suffix, "research")
    guessed: Kind = "research" if about_data else guess_kind(draft.source, said, root=folder, usual=usual)
    title = plain(front.get("title", "")) or (told.get("title", "") if suffix in MAILS else "")
    dated = plain(front.get("date", "")) or told.get("date", "")
    return replace(
        draft,
        kind=options.kind or guessed,
        title=shown(guess_title(draft.source, title, said, told.get("title", ""))),
        date=options.date or guess_date(draft.source, dated, said) or find_date(told.get("created", "")),
        language=guess_language(said) or _told_language(draft.source, front, fields, told),
        customer=customer((front, {name.replace(" ", "_"): value for name, value in fields.items()})),
        attributes=found,
    )


def _told_language(
    source: str, front: Mapping[str, object], fields: Mapping[str, str], told: Mapping[str, str]
) -> str | None:
    """Return the language that a file says it is in, by its front matter, its head, its name or its format."""
    return language(
        plain(front.get("language", "")),
        fields.get("language", ""),
        named_language(source),
        told.get("language", ""),
    )


def _is_person(name: str) -> bool:
    """Return whether a label is a name of several words, none of which is an ordinary word or a role."""
    parts = [normal(part.strip(".,'’")) for part in name.split()]
    return len(parts) > 1 and bool(_PERSON.fullmatch(name)) and not any(is_never(part) for part in parts if part)


def join(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, those that touch as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif start < end:
            joined.append((start, end))
    return joined


def between(spans: Sequence[Span], end: int) -> list[Span]:
    """Return the stretches of a text of length `end` that lie between spans in order."""
    edges = [0, *(edge for span in spans for edge in span), end]
    return [(left, right) for left, right in zip(edges[::2], edges[1::2], strict=True) if left < right]
