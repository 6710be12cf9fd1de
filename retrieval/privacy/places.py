"""Where a person lives and when they were born."""

import re
from collections.abc import Iterator

from retrieval.privacy import postal
from retrieval.privacy.lexicon import normal, words
from retrieval.privacy.spans import Found

_CAP = r"(?![A-Z]{1,3}\d)[^\W\d_a-z][\w'’.-]{0,30}"
_STREET_TYPE = (
    r"(?:(?P<sure>Street|Avenue|Ave|Road|Rd|Lane|Ln|Boulevard|Blvd|Crescent|Terrace|Highway|Hwy|Parkway|Pkwy)"
    r"|St|Drive|Dr|Court|Ct|Square|Sq|Way|Close|Place|Pl|Row|Mews|Gardens|Grove|Circle|Cir|Trail)\b\.?"
)
_UNIT = (
    r"(?:,?[ \t\n]{1,6}(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Room|Rm|Wohnung|Whg|Bâtiment|"
    r"Piso|#)\b\.?[ \t]{0,2}(?:[A-Z]?-?\d[\w-]{0,6}|[A-Z])\b)"
)
_ZIP_CITY = rf"(?:,?[ \t\n]{{1,6}}(?:[A-Z]{{1,3}}[- ])?\d{{4,5}}[ \t]{{1,2}}{_CAP}(?:[ -]{_CAP}){{0,2}})"
_CITY_ZIP = (
    rf"(?:,?[ \t\n]{{1,6}}{_CAP}(?:[ -]{_CAP}){{0,2}}[ \t\n]{{0,6}},?[ \t\n]{{1,6}}"
    rf"(?:[A-Z]{{2}}[ \t]{{1,2}}\d{{5}}(?:-\d{{4}})?|[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}}|"
    rf"{_CAP}[ \t]{{1,2}}\d{{4,6}})\b)"
)
_TAIL = rf"(?:{_UNIT})?(?:{_ZIP_CITY}|{_CITY_ZIP})?"
_ENGLISH = re.compile(
    rf"(?<![\w.,#$€£:-])\d{{1,6}}[A-Za-z]?(?:[ \t]{{1,2}}\d{{1,5}})?[ \t]{{1,2}}"
    rf"(?P<name>(?:{_CAP}[ \t]{{1,2}}){{1,4}}?){_STREET_TYPE}{_TAIL}"
)
_WITH_UNIT = re.compile(  # any numbered place with a flat: no street type is needed then
    rf"(?<![\w.,#$€£:-])\d{{1,6}}[A-Za-z]?[ \t]{{1,2}}(?:\d{{1,5}}[ \t]{{1,2}})?{_CAP}"
    rf"(?:[ \t]{{1,2}}[\w'’.-]{{1,30}}){{0,5}}?,?\s{{1,6}}(?:Apt|Apartment|Suite|Ste|Flat|Wohnung|Whg|Piso)\b"
    rf"\.?[ \t]{{0,2}}(?:[A-Z]?-?\d[\w-]{{0,6}}|[A-Z])\b"
    rf"(?:(?:[ \t,>?\n]{{1,8}}{_CAP}){{1,6}}[ \t,>?\n]{{1,8}}\d{{4,6}}\b)?"
)
_GERMAN = re.compile(
    rf"(?<!\w)(?:{_CAP}(?:straße|strasse|str\.|weg|platz|allee|gasse|ufer|damm|chaussee)|"
    rf"(?:{_CAP}[ ]){{1,2}}(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse|Ufer|Damm))"
    rf"[ \t]{{1,2}}\d{{1,4}}(?:[ ]?[a-z]\b)?(?![\w%])(?:[-/]\d{{1,4}}\b){{0,3}}{_TAIL}"
)
_GERMAN_UNTYPED = re.compile(  # "Am Alten Deich 3, 26506 Norden": a postcode has to follow
    rf"(?<!\w)(?:Am|An de[rmn]|Im|In de[rmn]|Auf de[rmn]|Zum|Zur|Unter den|Hinter de[rmn]|Bei de[rmn]|"
    rf"Vor de[rmn])[ ]"
    rf"(?:{_CAP}[ ]){{1,3}}\d{{1,4}}(?:[ ]?[a-z]\b)?,?[ \n]{{1,3}}\d{{4,5}}[ ]{_CAP}(?:[ -]{_CAP}){{0,2}}"
)
_ABROAD = re.compile(  # Nordic, Dutch, Finnish, Hungarian and Slavic streets
    rf"(?<!\w)(?:{_CAP}(?:gatan|vägen|gränd|vej|gade|stræde|veien|vegen|gata|gate|stien|tie|katu|kuja|polku|straat|"
    rf"laan|plein|kade|dreef|vegur|braut|stígur|stræti)|(?:{_CAP}[ ]){{1,3}}(?:utca|út|útja|tér|u\.|ulica|ulice|"
    rf"trg|cesta|gate|gata|terrasse|vei|väg|plads))[ \t]{{1,2}}\d{{1,4}}[a-zA-Z]?\b\.?(?![\w%])"
    rf"|(?<!\w)(?i:ul\.|ulica|trg|strada|str\.|rúa|largo|travessa|praça|piazza|corso|vicolo|estrada)[ ]{_CAP}"
    rf"(?:[ ]{_CAP}){{0,3}}[ \t]{{1,2}}\d{{1,5}}\b"
)
_ROMANCE_TYPE = (
    r"(?:rue|avenue|boulevard|bd|place|allée|chemin|impasse|quai|calle|c/|avenida|avda\.?|av\.|plaza|"
    r"paseo|carrera|camino|ronda|via|viale|rua)"
)
_ROMANCE = re.compile(
    rf"(?i:(?<![\w.,#$€£:-])\d{{1,5}}(?:[ ]?(?:bis|"
    rf"ter))?,?[ \t]{{1,2}}{_ROMANCE_TYPE}[ \t]{{1,2}}(?:(?:de|du|des|del|la|las|los|le|les|l'|"
    rf"d')[ ']?){{0,3}}){_CAP}(?:[ -]{_CAP}){{0,3}}{_TAIL}"
    rf"|(?<!\w)(?i:{_ROMANCE_TYPE}[ \t]{{1,2}}(?:(?:de|del|la|las|los|do|"
    rf"da)[ ]){{0,3}}){_CAP}(?:[ -](?:de |del |"
    rf"la )?{_CAP}){{0,3}},?[ \t]{{1,2}}(?:n[.º°]{{1,2}} ?)?\d{{1,5}}\b"
    rf"(?![ ]?(?:h\b|%|€|\$|km\b|m\b))(?:/\d{{1,4}}){{0,3}}{_TAIL}"
)
_BOX = re.compile(
    r"\b(?:P\.?[ ]?O\.?[ ]?Box|Postfach|Apartado(?: de correos)?|Boîte postale)[ \t]{1,2}\d[\d ]{0,8}\b"
    r"|\b(?:PSC|Unit)[ ]\d{2,5},?[ ]Box[ ]\d{2,5}(?:\s{1,4}(?:APO|FPO|DPO)[ ]A[AEP][ ]\d{5})?|"
    r"\b(?:APO|FPO|DPO)[ ]A[AEP][ ]\d{5}\b"
)
_CALLED = re.compile(
    r"(?i)\b(?:(?:home|billing|shipping|delivery|postal|mailing|street|my|his|her|their|new|current|"
    r"following|'s)\s{1,3}address(?:es)?(?:\s{1,2}(?:is|to|are|now|with))?|address\s{0,2}:|"
    r"addresses?\s{1,2}(?:is|to|of)|"
    r"i live (?:at|in|on)|(?:who )?lives? (?:at|on)|moved? to|i live|(?:sent|send|ship(?:ped)?|"
    r"deliver(?:ed)?) (?:\w{1,12} )?to|wohnt? in der|wohnhaft in|adresse(?:\s{1,2}(?:ist|lautet|"
    r"est))?|anschrift(?:\s{1,2}(?:ist|lautet))?|domicilio|dirección(?:\s{1,2}es)?|j'habite(?: au)?|"
    r"vivo en)"
    rf"\s{{0,3}}:?\s{{1,6}}(?P<value>\d{{1,6}}[A-Za-z]?[ \t]{{1,2}}(?-i:{_CAP})"
    rf"(?:[ \t,.]{{1,3}}(?-i:{_CAP}|\d{{1,6}}\b)){{1,8}}(?-i:{_TAIL}))"
)
_STATE_ZIP = re.compile(
    rf"(?<!\w){_CAP}(?:[ ]{_CAP}){{0,2}},[ ](?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|"
    rf"M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY])[ ]\d{{5}}(?:-\d{{4}})?\b"
)
_MONTH = (
    r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez|janv|févr|mars|avril|juin|"
    r"juil|août|déc|ene|abr|ago|dic)[^\W\d_]{0,8}\.?"
)
_DATE = (
    rf"(?:\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}|\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s|"
    rf"de\s)?{_MONTH},?(?:\sde)?\s\d{{2,4}}|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{2,4}}|"
    rf"\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s)?{_MONTH})"
)
_BIRTH = re.compile(
    r"(?i)\b(?:born(?:\s(?:on|in))?|date of birth|birth ?date|birthday(?:\sis|\son)?|dob|d\.o\.b\.?|"
    r"geboren(?:\s(?:bin|ist|wurde|wurden|war)\s\w{2,4})?(?:\sam)?|geb\.|geburtsdatum|geburtstag(?:\sist)?(?:\sam)?|"
    rf"née?(?:\sle)?|date de naissance(?:,?\sle)?|nacid[oa](?:\sel)?|nací(?:\sel)?|"
    rf"nació(?:\sel)?|nacimiento(?:\sel)?|anniversaire(?:\sle)?|cumpleaños(?:\sel)?|geb\.?-?dat(?:um|\.)|"
    rf"fecha de nacimiento)\s{{0,3}}(?:is|was|ist|est|"
    rf"es)?\s{{0,3}}[:=(]?\s{{0,3}}(?P<value>{_DATE})(?!\w)"
)
_AGED = re.compile(  # a whole date in brackets behind a name of two words or more
    rf"(?<!\w){_CAP}[ ](?:(?:van|von|de|del|della|di|da|der|la|los|las|y)[ ]){{0,3}}{_CAP}[ ]\(\*?[ ]?"
    r"(?P<value>\d{1,2}[./-]\d{1,2}[./-](?:19[2-9]|200)\d|(?:19[2-9]|200)\d-\d\d-\d\d)\)"
)


def find_addresses(text: str) -> Iterator[Found]:
    """Yield postal addresses: house number and street, a post box, a corner, or what is called an address."""
    streets = [postal.reach(text, start, end) for start, end in _streets(text)]
    for start, end in postal.merged([*streets, *postal.find_unnamed(text)]):
        yield Found(start, end, "ADDRESS")


def _streets(text: str) -> Iterator[tuple[int, int]]:
    for match in _WITH_UNIT.finditer(text):
        yield match.span()
    for match in _ENGLISH.finditer(text):
        if match.group("sure") or _is_street(match.group("name")):
            yield match.span()
    for pattern in (_GERMAN, _GERMAN_UNTYPED, _ABROAD, _ROMANCE, _BOX, _STATE_ZIP):
        for match in pattern.finditer(text):
            yield match.span()
    for match in _CALLED.finditer(text):
        yield match.span("value")


def find_birthdates(text: str) -> Iterator[Found]:
    """Yield dates that the text calls somebody's birth."""
    for pattern in (_BIRTH, _AGED):
        for match in pattern.finditer(text):
            yield Found(match.start("value"), match.end("value"), "BIRTHDATE")


def _is_street(name: str) -> bool:
    """Return whether the words before a street type that is a word as well name a street, not "2 Hard Drive"."""
    parts = [normal(part.strip(".")) for part in name.split()]
    return any(part not in words("ordinary") or part in words("ambiguous") for part in parts)
