"""What a text's head, format and place say about it: account, product, segment, language, customer."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import PurePosixPath

from retrieval.load.marks import plain

KEPT = ("tags", "keywords", "product", "account", "segment", "role", "company", "industry", "audience")
"""Front matter that becomes attributes as it is called."""

_CUSTOMER = ("customer", "customer_id", "customer id", "client", "client_id", "account_id", "account id")
_CALLED = {
    "account": "account company organisation organization firma unternehmen société entreprise empresa compte",
    "product": "product produkt produit producto",
    "segment": "segment kundensegment",
    "industry": "industry branche secteur sector industrie",
    "role": "role rolle funktion position poste cargo",
    "language": "language sprache langue idioma",
    "customer": "customer client kunde kundin cliente",
    "customer id": "customer_id customerid kundennummer client_id account_id",
}
_NAMES = {word: name for name, listed in _CALLED.items() for word in listed.split()}
_FIELD = re.compile(
    r"^[ \t>*_#|-]{0,6}(?P<name>[^\W\d_][\w -]{1,24}?)[ *_|]{0,4}:[ *_|]{0,4}(?P<value>[^\n]{1,100}?)[ *_|]*$"
)
_LINES = 25
_MOST_WORDS = 8
_LANGUAGES = {
    "en": "en eng english englisch anglais inglés",
    "de": "de deu ger german deutsch allemand alemán",
    "fr": "fr fra fre french français französisch francés",
    "es": "es spa spanish español spanisch espagnol",
    "it": "it ita italian italiano italienisch",
    "pt": "pt por portuguese português portugiesisch",
    "nl": "nl nld dut dutch nederlands niederländisch",
}
_CODES = {word: code for code, listed in _LANGUAGES.items() for word in listed.split()}
_NAMED_LANGUAGE = re.compile(r"[._-](de|en|fr|es|it|pt|nl)(?:[-_][A-Za-z]{2})?$")
_ACCOUNT_FOLDERS = frozenset(["accounts", "customers", "clients", "kunden", "comptes", "cuentas", "clientes"])


def head_fields(text: str) -> dict[str, str]:
    """Return what labelled lines at the head of a text say, by our names; sentences after a colon are no fields.

    `text` begins after the front matter and ends where the first speaker does.
    """
    found: dict[str, str] = {}
    for line in text[: _LINES * 200].split("\n")[:_LINES]:
        match = _FIELD.match(line)
        if not match:
            continue
        name = _NAMES.get(match["name"].casefold().strip().replace(" ", "_"))
        value = match["value"].strip()
        if name and len(value.split()) <= _MOST_WORDS and not value.endswith((".", "?", "!", ",")):
            found.setdefault(name, value)
    return found


def attributes(
    source: str, front: Mapping[str, object], told: Mapping[str, str], fields: Mapping[str, str]
) -> dict[str, str]:
    """Return the attributes that front matter, the format, the text's head and its folder give, in this order."""
    found = {name: value for name in KEPT if (value := plain(front.get(name, "")))}
    given = {**_account_folder(source), **_customer_account(fields), **fields, **told}
    for name in KEPT:
        if given.get(name):
            found.setdefault(name, given[name])
    return found


def customer(values: Iterable[Mapping[str, object]]) -> str | None:
    """Return the customer's id that front matter or head give: one word with a digit, so that no name is kept."""
    for fields in values:
        for name in _CUSTOMER:
            value = plain(fields.get(name, "")).strip()
            if value and not value.isalpha() and len(value.split()) == 1 and "@" not in value:
                return value
    return None


def language(*names: str) -> str | None:
    """Return the two-letter code of the first name of a language that is known, `German` or `de-AT`."""
    for name in names:
        code = _CODES.get(name.casefold().strip()) or _CODES.get(re.split(r"[-_]", name.casefold().strip())[0])
        if code:
            return code
    return None


def named_language(source: str) -> str:
    """Return the language that a file's name ends in, as in `interview.de.md`; empty when it names none."""
    match = _NAMED_LANGUAGE.search(PurePosixPath(source).stem)
    return match[1] if match else ""


def _customer_account(fields: Mapping[str, str]) -> dict[str, str]:
    """Return the account when the head names the customer, who is neither a number nor a person."""
    name = fields.get("customer", "")
    return {} if not name or re.search(r"[\d@\[]", name) else {"account": name}


def _account_folder(source: str) -> dict[str, str]:
    """Return the account when the files lie in a folder for each, as in `accounts/acme/call.md`."""
    parts = PurePosixPath(source).parts[:-1]
    for above, folder in pairwise(parts):
        if above.casefold() in _ACCOUNT_FOLDERS:
            return {"account": re.sub(r"[\s_-]+", " ", folder).strip()}
    return {}
