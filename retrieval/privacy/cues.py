"""Where a text says by itself that something is a person's name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.privacy import speakers
from retrieval.privacy.lexicon import is_everyday, is_form, is_given, is_never, may_be_given, normal, words
from retrieval.privacy.names import Reading, fits, sensible

_CAP = r"[^\W\d_a-z][^\W\d_]*(?:['’‐‑-][^\W\d_]+)*"
_PART = r"(?:van|von|der|den|de|del|della|da|di|do|dos|du|la|le|bin|ibn|al|el|ter|ten|zu|y)"
# A full stop inside a name follows an initial or a title: "Frau Kleinhenz. Wichtig ist" ends with the sentence.
_STOP = r"(?:(?:(?<![^\W\d_]{2})|(?<=\bDr)|(?<=\bMr)|(?<=\bMs)|(?<=\bSt)|(?<=\bMrs)|(?<=\bProf))\.)?"
_LED = r"(?:(?:von|van|de|del|da|di|du|la|le|el|ter|ten|zu)[ ](?:(?:der|den|dem|la|las|los)[ ])?)?"
_NAME = rf"(?P<name>{_CAP}(?:{_STOP}[ \t]{{1,2}}(?:{_PART}[ ]){{0,2}}{_CAP}){{0,3}})"
_NAMES = (
    rf"(?P<name>{_CAP}(?:{_STOP}[ \t]{{1,2}}(?:{_PART}[ ]){{0,2}}{_CAP}){{0,3}}(?:(?:,[ ]|[ ](?:and|und|et|"
    rf"y|&)[ ]){_CAP}(?:{_STOP}[ \t]{_CAP}){{0,3}}){{0,8}})"
)

_SURE = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?i:\b(?:my (?:\w{{4,8}} )?name is|my name's|name on the account is|"
        rf"everyone calls me|people call me|sometimes people call me|you can call me|i am called|"
        rf"ich heiße|ich heisse|mein name ist|je m['’]appelle|mon nom est|me llamo|"
        rf"mi nombre es)[ ]{{1,2}}){_NAME}",
        rf"(?i:\b(?:this is|you(?:'re| are) speaking (?:to|with))[ ]){_NAME}(?=[ ](?:speaking|calling|"
        rf"from|here|at|with)\b|,)",
        rf"(?i:\b(?:i['’]m|im(?=[^.!?\n]{{1,40}}[ ]from\b)|i am|ich bin|je suis|soy)[ ])"
        rf"{_NAME}(?=(?:,[ ]\w{{1,12}})?[ ](?:from|"
        rf"out of|von|aus|vom|de|du|desde)\b)",
        rf"(?<![\w.])(?:Mr|Mrs|Ms|Mx|Dr|Prof|Hon|Rev|Herrn?|Hrn?|Frau|Mme|Mlle|Monsieur|Madame|Mademoiselle|Maître|"
        rf"Sra|Srta|Señora?|Señorita|Doña|mr|mrs|ms|dr|herrn?|frau|monsieur|madame|mademoiselle|señora?|señorita|doña)"
        rf"\b\.?[ \t]{{1,2}}(?:(?:Dr|Prof)\.?[ ])?{_LED}{_NAME}",
        rf"(?<![\w.])(?:Miss|Sir|Lady|Lord|Sr\.|M\.)[ ]{_NAME}",
        rf"(?im:^[ \t>*_#-]{{0,8}}(?:primary |main |key |billing |technical )?(?:contact(?: person|"
        rf" name)?|customer name|full name|first name|last name|surname|interviewee|participant|"
        rf"respondent|"
        rf"interviewed by|interviewer|moderator|account manager|account owner|csm|champion|"
        rf"decision maker|spoke with|attendees|participants|reported by|requested by|requester|"
        rf"reporter|"
        rf"assignee|assigned to|prepared by|written by|ansprechpartner(?:in)?|kontakt|"
        rf"gesprächspartner(?:in)?|teilnehmer|vorname|nachname|interlocuteur|prénom|"
        rf"personne interrogée|contacto|persona de contacto|nombre|apellidos?|entrevistad[oa])"
        rf"[ \t]{{0,2}}[*_]{{0,3}}[ \t]{{0,2}}[:=][ \t]{{0,4}}[*_]{{0,3}}[ \t]{{0,2}}){_NAMES}(?![\w.]|[ ]\w)",
        rf"(?:\b(?i:feat\.?|featuring|with (?:our |my |special )?guests?,?|interview(?:ed)? with|"
        rf"our guests?,|hosted by|presented by|moderated by|moderator|panelist|speaks? (?:to|with)|"
        rf"spoke (?:to|with))[ ]){_NAMES}",
        rf"(?i:\b(?:(?:account |card )?holder|payee|beneficiary|(?:konto|karten)?inhaber(?:in)?|titulaire|titular|"
        rf"bénéficiaire|beneficiari[oa]|maiden name is|named (?:him|her)|my (?:\w{{3,8}} )?(?:wife|"
        rf"husband|partner|son|"
        rf"daughter|kid|child|brother|sister|mother|father|mom|mum|dad|friend|girlfriend|boyfriend|fiancée?|"
        rf"colleague|boss|neighbou?r)|meine frau|mein mann|ma femme|mon mari|mi esposa|mi marido)[,:]?[ ]){_NAME}",
        rf"(?i:\bwhat['’]?s your (?:last |first |full )?name\?[ ]){_NAME}",
    )
)
_ABBREVIATED = re.compile(rf"(?:\bD\.|\b(?:[Aa]vec|[Dd]e|[Cc]hez|[Pp]ar|eu|contacté)[ ]Me)[ ]{_LED}{_NAME}")
_OPENING = 240  # characters of a text in which somebody says who they are
_BARE = tuple(  # names without a capital, where somebody says who they are or does what only people do
    re.compile(pattern)
    for pattern in (
        r"(?i:(?:^|(?<=[.!?¡¿] ))[ \t>¡]{0,4}"
        r"(?:(?:hi|hello|hey|hallo|moin|servus|hola|bonjour|salut|coucou|buenas)[,!]?[ ]"
        r"(?:(?:there|zusammen)[,!]?[ ])?)?"
        r"(?:it['’]?s|this is|i['’]?m|i am|hier(?: ist| spricht)?|ich bin|ich heiße|soy|me llamo|c['’]est|ici|"
        r"je suis|je m['’]appelle)[ ])(?P<name>[^\W\d_]{3,20}(?:[ ][^\W\d_]{3,20})?)"
        r"(?=[ ]?[,.!:;]|[ ](?:again|here|from|speaking|nochmal|wieder|aus|vom|otra|de|encore|du)\b|\s*\Z)",
        r"(?i:\b(?:my name is|my name's|mein name ist|ich heiße|je m['’]appelle|mon nom est|me llamo|"
        r"mi nombre es)[ ])"
        r"(?P<name>[^\W\d_A-Z]{3,20}(?:[ ][^\W\d_A-Z]{3,20})?)(?!\w)",
        r"(?m:^[ \t>]{0,4})(?P<name>[^\W\d_A-Z]{4,20})(?=[ ](?:asked|said|told|says|wants|wrote|called|"
        r"thinks|sagt|sagte|meint|meinte|will|schrieb|fragt|fragte|dit|demande|veut|dice|dijo|pide|pregunta|quiere)\b)",
        r"(?i:\b(?:thanks|thank you|thx|cheers|danke|merci|gracias|hi|hello|hey|hallo|bonjour|salut|hola|tell|ask|"
        r"frag|met|with|mit|avec|con|chez)[ ])(?P<name>[^\W\d_A-Z]{4,20})"
        r"(?=[ ]?[,.!?:;]|[ ](?:from|in|at|for|that|dass|que|aus|vom|de)\b|\s*\Z)",
    )
)
_FIELD = re.compile(
    rf"(?im:^[ \t>*_#-]{{0,8}}(?:name|author|authors|by|from|to|cc|owner|host|hosts|speaker|speakers|"
    rf"kunde|kundin|client|autor|auteur|"
    rf"nom)[ \t]{{0,2}}[*_]{{0,3}}[:=][ \t]{{0,4}}[*_\"'\[]{{0,4}}){_NAMES}"
)
_GREETING = re.compile(
    rf"(?m:^|(?<=[.!?\n] ))[ \t>\"']{{0,4}}(?i:dear|hi|hello|hey|hallo|guten tag|liebe[r]?|bonjour|"
    rf"salut|cher|chère|hola|estimad[oa]|querid[oa])[ ]{_NAME}(?=[ ]?[,!:;-]|[ ]?\n|\Z)"
)
_CARD = re.compile(
    rf"(?:\A|(?<=\n\n)|(?<=\n>[ ]\n))[ \t>?]{{0,6}}{_NAME}"
    rf"(?=[ \t]*\n(?:[^\n\x00]{{0,100}}\n){{0,4}}[^\n\x00]{{0,100}}\x00)"
)
_SIGNATURE = re.compile(
    rf"(?im:^[ \t>]{{0,4}}(?:(?:with )?(?:best|kind|kindest|warm|many)(?: wishes| regards| thanks)?|"
    rf"regards|sincerely(?: yours)?|yours(?: truly| sincerely| faithfully)?|cheers|thanks|thank you|"
    rf"respectfully|"
    rf"mit (?:freundlichen|besten|herzlichen) grü(?:ß|ss)en|(?:viele|beste|liebe|herzliche|"
    rf"schöne) grüße|lg|vg|mfg|cordialement|bien (?:à vous|cordialement)|"
    rf"(?:un )?saludos?(?: cordiales)?|atentamente)"
    rf"[,.!]?[ \t]{{0,3}}\n(?:[ \t>]{{0,4}}\n)?[ \t>–-]{{0,6}}){_NAME}[ \t]*(?=\n|\Z|,|\|)"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """A name that the text shows as one: its normalised words.

    `weak` cues hold in this text only; `bare` names are written without a capital.
    """

    name: tuple[str, ...]
    weak: bool = False
    bare: bool = False


def find(reading: Reading) -> Iterator[Cue]:
    """Yield the names that the (masked) text introduces; common words and roles are none."""
    text = reading.text
    for pattern in _SURE if not ("D." in text or " Me " in text) else (*_SURE, _ABBREVIATED):
        for match in pattern.finditer(text):
            yield from _cues(match.group("name"), reading, sure=True)
    for match in _FIELD.finditer(text):
        yield from _cues(match.group("name"), reading, sure=False)
    for pattern in (_GREETING, _SIGNATURE):
        for match in pattern.finditer(text):
            for cue in _cues(match.group("name"), reading, sure=True):
                known = is_given(cue.name[0])
                yield Cue(cue.name, weak=not known)
    yield from _blocks(reading)
    for label in speakers.names(reading):
        yield from _cues(label, reading, sure=True)
    yield from _without_capital(text[:_OPENING])


def _blocks(reading: Reading) -> Iterator[Cue]:
    """Yield the first line of a block that goes on with an address or a telephone."""
    for match in _CARD.finditer(reading.text):
        for cue in _cues(match.group("name"), reading, sure=True):
            if 1 < len(cue.name) == sum(len(part) > 2 for part in match.group("name").split()):
                yield Cue(cue.name, weak=not is_given(cue.name[0]))


def _without_capital(text: str) -> Iterator[Cue]:
    for pattern in _BARE:
        for match in pattern.finditer(text):
            if name := _bare(match.group("name")):
                yield Cue(name, weak=True, bare=True)


def _bare(raw: str) -> tuple[str, ...]:
    """Return the normalised words of a name without a capital: a listed one, and perhaps a word no list holds."""
    norms = tuple(normal(part) for part in raw.split())
    rest = norms[1:2] if not any(is_everyday(norm) or is_form(norm) for norm in norms[1:2]) else ()
    doubtful = bool(rest) and (norms[0] in words("places") or norms[0] in words("ambiguous"))
    return norms[:1] + rest if raw[0].islower() and (_named(norms[0]) or doubtful) else ()


def _named(norm: str) -> bool:
    given = may_be_given(norm) or norm in words("given")
    return given and not is_everyday(norm)


def _cues(raw: str, reading: Reading, *, sure: bool) -> Iterator[Cue]:
    for part in re.split(r",[ ]|[ ](?:and|und|et|y|&)[ ]", raw):
        name = _name(part, reading)
        listed = bool(name) and is_given(name[0])
        if name and (listed or sure or (len(name) > 1 and not any(word in words("places") for word in name))):
            yield Cue(tuple(name))


def _name(raw: str, reading: Reading) -> list[str]:
    """Return the normalised words of a name, cut where ordinary words begin; empty when it is none."""
    kept: list[str] = []
    for position, part in enumerate(re.split(r"[ \t.]+", raw.strip(" \t."))):
        norm = normal(part)
        if not norm:
            continue
        if norm in words("particles") and kept and not part.isupper():
            kept.append(norm)
            continue
        if norm in words("roles") and not kept:
            continue
        if not part[:1].isupper() or not fits(part, norm):
            if position == 0 or norm in words("organisations"):
                return []
            break
        if kept and norm in words("organisations"):
            return []
        kept.append(norm)
    name = sensible(kept)
    alone = len(name) == 1 and not is_given(name[0])
    if alone and (is_never(name[0]) or name[0] in reading.lowered or (raw.isupper() and not reading.shouting)):
        return []
    return name
