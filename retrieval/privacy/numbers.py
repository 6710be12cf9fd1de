"""Numbers that reach or charge a person: bank accounts, payment cards, telephones."""

import re
from collections.abc import Iterator

import phonenumbers
from stdnum import iban, luhn

from retrieval.privacy.spans import Found

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_IBAN_LENGTHS = range(15, 35)
_CARD = re.compile(r"(?<![\w.,/-])\d(?:[ -]?\d){11,18}(?![\w/]|[.,-]\d)")
_CARD_GROUPS = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|3\d{3}([ -])\d{6}\2\d{5}")
_CARD_ISSUER = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}"
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12}|35(?:2[89]|[3-8]\d)\d{12}|(?:2131|1800)\d{11}|3(?:0[0-5]|[68]\d)\d{11}"
)
_CARD_CUE = re.compile(
    r"(?i)\b(?:cards?|cc|visa|mastercard|master card|amex|american express|maestro|kreditkarten?|"
    r"karten?(?:nummer)?|carte|tarjeta)\b"
)
_NUMBER = re.compile(
    r"(?<![\w@#$€£¥/=.-])(?<!\d[:,])(?:\+|\(\+?)?\d(?:[ \t.()/\u00a0\u2011-]{0,3}\d){5,16}"
    r"(?:[ ]?(?:x|ext\.?)[ ]?\d{1,5})?(?![\w%€$£]|[.,:/-]\d)"
)
_PHONE_CUE = re.compile(
    r"(?i)\b(?:phones?|telephones?|tel|mobile|mob|cell|cellphone|fax|sms|text|texted|whatsapp|"
    r"landline|call|called|calling|ring|dial|reach|"
    r"contact|office|desk|registered|messages?|answering|line|hotline|telefon(?:nummer|nr)?|"
    r"handy(?:nummer)?|mobil(?:nummer)?|anruf(?:en)?|rückruf|"
    r"rufnummer|durchwahl|téléphone|tél|portable|fixe|appel(?:ez|er)?|joindre|teléfono|telefono|tlf|"
    r"móvil|movil|celular|llamar?|llame|llamadme|llámame|localizar|localizable|joignable|rappeler|rappelez|erreichbar|anrufen|"
    r"zurückrufen|telefonisch|sonner|whats app|signal)\b"
)
_AFTER_CUE = re.compile(
    r"(?i)\A[\s,\-\\|(]{0,4}(?:office|home|work|mobile|cell|fax|desk|phone|handy|büro|privat)\b"
)
_OTHER_CUE = re.compile(
    r"(?i)(?:[#$€£¥]|\b(?:orders?|invoices?|tickets?|cases?|ref(?:erence)?|accounts?|acct|sku|ids?|"
    r"uid|bookings?|confirmation|reservation|flights?|"
    r"tracking|serial|model|version|part|item|article|isbn|issn|doi|ean|upc|customers?|order no|"
    r"policy|claim|contract|row|page|port|"
    r"years?|bestell\w{0,10}|auftrags?\w{0,8}|rechnungs?\w{0,8}|kunden(?:nummer|nr)|"
    r"vertrags?\w{0,8}|sendungs?\w{0,8}|"
    r"commande|facture|dossier|client|pedido|factura|cliente|usd|eur|gbp|chf))\s{0,2}"
    r"(?:no|nr|num|number|nummer|numéro|número|code)?\.?\s{0,2}(?:is|was|ist|est|es)?\s{0,2}[:=#]?\s{0,3}\Z"
)
_RANGE = re.compile(r"(?i)\b(?:between|from|line)\s{1,2}\Z")
_DATE = re.compile(
    r"(?:19|20)\d{2}[-/. ]?[01]\d[-/. ]?[0-3]\d(?:[T ]?\d{2}[: ]?\d{2}(?:[: ]?\d{2})?)?|"
    r"[0-3]?\d[-/. ][01]?\d[-/. ](?:19|20)?\d{2}(?: \d{2,4})?"
    r"|(?:19|20)\d{2} ?[-/] ?(?:19|20)\d{2}|(?:(?:19|20)\d\d[ /-]{1,3}){1,4}(?:19|20)\d\d"
)
_NATIONAL_FORM = re.compile(  # what is written like this is a telephone even where no exchange has that number
    r"0[1-9](?:[ .-]\d\d){4}|0\d{2,4}[ /-]{1,3}\d{3,4}[ -]\d{2,4}(?:[ -]\d{2,3})?|0[1-9]\d{1,3}[ ]?/[ ]?\d{5,8}"
    r"|[679]\d\d(?: \d\d){3}|9\d \d{3}(?: \d\d){2}|\(0\d{2,4}\)[ ]\d{3,8}(?:[ -]\d{2,4}){0,2}"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:([.  ])\d{3})(?:\1\d{3})*")
_REGIONS = (
    "US",
    "GB",
    "DE",
    "FR",
    "ES",
    "CH",
    "AT",
    "IT",
    "NL",
    "BE",
    "PT",
    "AU",
    "IN",
    "SE",
    "DK",
    "NO",
    "FI",
    "PL",
    "IE",
    "MX",
    "BR",
    "ZA",
)
_LOOK_BACK = 48


def find(text: str) -> Iterator[Found]:
    """Yield bank accounts and payment cards; their checksums hold, except for cards that are called so."""
    for match in _IBAN.finditer(text):
        if length := _iban_length(match.group()):
            yield Found(match.start(), match.start() + length, "IBAN")
    for match in _CARD.finditer(text):
        if _is_card(match.group(), text[max(0, match.start() - _LOOK_BACK) : match.start()]):
            yield Found(match.start(), match.end(), "CARD")


def find_phones(text: str) -> Iterator[Found]:
    """Yield telephone numbers: international ones, national ones in a telephone's grouping, and any called so.

    Orders, invoices, money, dates, years and plain counts are none.
    """
    for match in _NUMBER.finditer(text):
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        if _is_phone(match.group(), before, text[match.end() : match.end() + 12]):
            yield Found(match.start(), match.end(), "PHONE")


def _iban_length(candidate: str) -> int:
    """Return how many characters of the candidate are an IBAN; 0 when none are."""
    ends = [
        place for place in range(len(candidate), 14, -1) if place == len(candidate) or candidate[place] in " -"
    ]
    for end in ends:
        compact = candidate[:end].replace(" ", "").replace("-", "")
        if len(compact) in _IBAN_LENGTHS and iban.is_valid(compact.upper(), check_country=False):
            return end
    return 0


def _is_card(candidate: str, before: str) -> bool:
    digits = re.sub(r"\D", "", candidate)
    cue = bool(_CARD_CUE.search(before))
    if cue and len(digits) >= 13:
        return True
    if len(set(digits)) == 1 or not luhn.is_valid(digits):
        return False
    if cue or _CARD_GROUPS.fullmatch(candidate):
        return True
    return bool(_CARD_ISSUER.fullmatch(digits)) and candidate == digits and not _OTHER_CUE.search(before)


def _is_phone(candidate: str, before: str, after: str) -> bool:
    candidate = re.split(r"[ ]?[xe]", candidate)[0]  # without the extension
    digits = re.sub(r"\D", "", candidate)
    if "/" in candidate and not candidate.lstrip("+(").startswith(("0", "4")):
        return False  # 2348/3499: two numbers
    if not 7 <= len(digits) <= 15 or _DATE.fullmatch(candidate.strip()) or len(set(digits)) == 1:
        return False
    if candidate.startswith(("+", "(+", "00")) and _possible(f"+{digits.removeprefix('00')}"):
        return True
    counted = _RANGE.search(before) and not candidate.startswith("0")  # "ring back from 01904 555 210"
    if counted or _OTHER_CUE.search(before):
        return False
    if _PHONE_CUE.search(before.rsplit("\n\n", 1)[-1]) or _AFTER_CUE.search(after):
        return not (_THOUSANDS.fullmatch(candidate) and "." in candidate)
    if _NATIONAL_FORM.fullmatch(candidate.strip()):
        return True
    grouped = candidate != digits and not _THOUSANDS.fullmatch(candidate)
    return grouped and len(digits) >= 9 and _is_national(candidate, digits)


def _is_national(candidate: str, digits: str) -> bool:
    """Return whether a grouped number is a telephone somewhere, written as telephones are written there."""
    groups = re.findall(r"\d+", candidate)
    if len(groups) > 6 or max(map(len, groups)) > 8:
        return False
    north_american = len(digits) in (10, 11) and [len(group) for group in groups[-3:]] == [3, 3, 4]
    trunk = candidate.lstrip("(").startswith("0")
    regions = _REGIONS[:1] if north_american else _REGIONS[1:] if trunk else ()
    return any(_valid(candidate, region) for region in regions)


def _possible(number: str) -> bool:
    """Return whether a number with a country's code has as many digits as numbers of that country."""
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def _valid(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
