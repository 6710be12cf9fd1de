"""Names, places and words to fill the tagger's sentences with, from the providers of Faker (MIT licence)."""

import importlib
import pkgutil
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from random import Random

import numpy as np
from safetensors.numpy import load_file

from retrieval.embed.build import packaged_weights
from retrieval.privacy.lexicon import is_doubtful, is_given, normal, words
from tests.evals.privacy_words import gathered

HERE = Path(__file__).parent / "privacy"
LANGUAGES = ("en", "de", "fr", "es")

_LATIN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NOT_LATIN = re.compile(r"[^\u0000-\u024f\u1e00-\u1eff\u2019]")
_PLACE_LISTS = ("countries", "cities", "states", "counties", "regions", "departments")
_PLACES = (
    "en",
    "en_GB",
    "en_US",
    "en_IN",
    "de",
    "de_AT",
    "de_CH",
    "de_DE",
    "fr_FR",
    "fr_CH",
    "es",
    "es_ES",
    "es_MX",
)
_RARE = 2  # locales: a name of fewer that is an English word as well is taken for the word
_NAME_LIKE = 0.55
_RIDGE = 1e-4
_HEADS = {
    "en": "Account Billing Customer Data Delivery Order Payment Price Product Renewal Report Sales Shipping User",
    "fr": "Commande Facture Livraison Paiement Prix Produit Remise Retour Stock Tarif Vente Compte Client Offre",
    "es": "Pedido Factura Entrega Pago Precio Producto Descuento Servicio Tarifa Venta Cuenta Oferta Envío",
}


@dataclass(frozen=True, slots=True)
class Names:
    """Given and family names of one country, as written."""

    given: tuple[str, ...]
    family: tuple[str, ...]


@lru_cache(maxsize=1)
def countries() -> dict[str, Names]:
    """Return the names of every provider of Faker that writes Latin letters, by locale."""
    found = {}
    for locale in _locales("person"):
        provider = _provider("person", locale)
        given = sorted(set(_strings(provider, "first_name")))
        family = sorted(set(_strings(provider, "last_name")))
        if len(given) >= 18 and len(family) >= 18:
            found[locale] = Names(tuple(given), tuple(family))
    return found


@lru_cache(maxsize=1)
def places() -> list[str]:
    """Return towns, regions and countries in the four languages."""
    found = {
        value
        for locale in _PLACES
        for name in _PLACE_LISTS
        for value in _listed(_provider("address", locale), name)
    }
    found.update(place.replace("_", " ") for place in _listed_words("cities"))
    return sorted(place for place in found if 2 < len(place) < 30 and "(" not in place and "," not in place)


@lru_cache(maxsize=8)
def common(language: str) -> list[str]:
    """Return everyday words of a language."""
    locale = {"en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es_ES"}[language]
    return sorted(set(_listed(_provider("lorem", locale), "word_list")))


@lru_cache(maxsize=8)
def jobs(language: str) -> list[str]:
    """Return names of professions in a language."""
    locale = {"en": "en_US", "de": "de_AT", "fr": "fr_FR", "es": "es_ES"}[language]
    listed = {value.split(",")[0].split("(")[0].strip() for value in _listed(_provider("job", locale), "jobs")}
    return sorted(value for value in listed if 3 < len(value) < 40)


def _trades() -> set[str]:
    """Return the normalised words of the names of professions and colours in the four languages."""
    titles = {title for language in LANGUAGES for title in jobs(language)}
    for locale in ("en_US", "de_DE", "fr_FR", "es_ES"):
        titles.update(_listed(_provider("color", locale), "all_colors"))
    return {normal(word) for title in titles for word in _LATIN.findall(title) if len(word) > 3}


def nouns(language: str, random: Random) -> str:
    """Return a word as it stands in a heading; in German a noun or two nouns in one."""
    if language == "de":
        if random.random() < 0.4:
            return random.choice(_own_words("de"))
        first, second = random.choice(german()), random.choice(german())
        return first if random.random() < 0.5 else f"{first}{random.choice(('', 's', 'n'))}{second.lower()}"
    if random.random() < 0.3:
        return random.choice(_HEADS[language].split())
    if random.random() < (0.2 if language == "en" else 0.6):
        return random.choice(_own_words(language)).capitalize()
    return random.choice(vocabulary() if language == "en" else _long(language)).capitalize()


@lru_cache(maxsize=8)
def everyday(language: str) -> list[str]:
    """Return everyday words of a language of any kind, as they may begin a sentence, a heading or a field."""
    found = {*common(language), *_own_words(language), *gathered(language)}
    found.update(german() if language == "de" else ())
    return sorted(word for word in found if len(word) > 2 and not is_doubtful(normal(word)))


@lru_cache(maxsize=8)
def goods(language: str) -> list[str]:
    """Return names of what is sold, in a language."""
    title = {"en": "clothes and beauty", "de": "deutsch", "fr": "français", "es": "español"}[language]
    text = files("retrieval.privacy.words").joinpath("goods.txt").read_text(encoding="utf-8")
    found = _section(text, title)
    if language == "en":
        found += " " + _section(text, "house, tools, toys, food, machines")
    return [word.capitalize() if language == "de" else word for word in found.split()]


@lru_cache(maxsize=8)
def phrases(language: str, kind: str) -> list[str]:
    """Return ends of sentences that tell of a `person` or a `thing`, in a language."""
    return _section((HERE / "phrases.txt").read_text(encoding="utf-8"), f"{language} {kind}").splitlines()


def _section(text: str, title: str) -> str:
    """Return what stands under the heading `# title`."""
    return text.partition(f"# {title}\n")[2].partition("\n# ")[0].strip()


@lru_cache(maxsize=1)
def german() -> list[str]:
    """Return German nouns."""
    return _listed_words("german_nouns")


def _listed_words(name: str) -> list[str]:
    lines = (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


@lru_cache(maxsize=8)
def _own_words(language: str) -> list[str]:
    """Return the words of a language that we listed ourselves."""
    name = {"en": "english", "de": "german", "fr": "french", "es": "spanish"}[language]
    return _listed_words(f"{name}_words")


@lru_cache(maxsize=1)
def vocabulary() -> list[str]:
    """Return the words of the packaged encoder's vocabulary (BERT, Apache-2.0) that are hardly names."""
    held = _held()
    found = {piece for piece in _pieces() if piece.isascii() and piece.isalpha() and len(piece) > 2}
    listed = words("places") | words("ambiguous") | {normal(part) for place in places() for part in place.split()}
    rare = sorted(word for word in found - listed if held[word] < _RARE and not is_given(word))
    return [word for word, score in zip(rare, _like_names(rare), strict=True) if score < _NAME_LIKE]


def _pieces() -> list[str]:
    return (packaged_weights() / "vocab.txt").read_text(encoding="utf-8").splitlines()


def _held() -> Counter[str]:
    """Return in how many countries' lists each normalised word is part of a name."""
    held: Counter[str] = Counter()
    for names in countries().values():
        held.update({word for name in (*names.given, *names.family) for word in _words(name)})
    return held


def _like_names(asked: list[str]) -> Iterator[float]:
    """Yield how much the encoder's vector of each word resembles those of names: about 1; of everyday words: -1.

    A ridge regression over the vectors of listed names and of everyday English words, both weighing the same. The
    encoder's vocabulary, from Wikipedia, holds hundreds of names (Nakamura, Hollis) that no list of ours has.
    """
    held, place = _held(), {piece: row for row, piece in enumerate(_pieces())}
    table = load_file(packaged_weights() / "model.safetensors")["embeddings.word_embeddings.weight"]
    vectors = np.hstack([table / np.linalg.norm(table, axis=1, keepdims=True), np.ones((len(table), 1))])
    everyday = {normal(word) for word in common("en")} | words("ordinary")
    names = [word for word in place if held[word] >= _RARE and word not in everyday | words("ambiguous")]
    plain = [word for word in sorted(everyday) if word in place and not held[word]]
    rows = vectors[[place[word] for word in (*names, *plain)]]
    target = np.repeat([1.0, -1.0], [len(names), len(plain)])
    weight = np.repeat([1 / len(names), 1 / len(plain)], [len(names), len(plain)])
    weighted = (rows * weight[:, None]).T
    slope = np.linalg.solve(weighted @ rows + _RIDGE * np.eye(rows.shape[1]), weighted @ target)
    yield from (float(score) for score in vectors[[place[word] for word in asked]] @ slope)


@lru_cache(maxsize=8)
def _long(language: str) -> list[str]:
    return [word for word in common(language) if len(word) > 3]


@lru_cache(maxsize=2)
def brands(kind: str) -> list[str]:
    """Return what `brands.txt` lists under the heading `kind`: organisations, products or acronyms."""
    text = (HERE / "brands.txt").read_text(encoding="utf-8")
    sections = dict(part.split("\n", 1) for part in text.split("# ")[1:] if "\n" in part)
    return sections[kind].split()


def lists() -> Iterator[tuple[str, str, list[str]]]:
    """Yield the word lists to ship: file name, what it holds, and its normalised words."""
    known = countries()
    given = {word for names in known.values() for name in names.given for word in _words(name)}
    family = {word for names in known.values() for name in names.family for word in _words(name)}
    town = {word for place in places() for word in _words(place)}
    everyday = {normal(word) for language in LANGUAGES for word in (*common(language), *_own_words(language))}
    everyday |= set(map(normal, german())) | ((_trades() | gathered()) - given - family - town)
    everyday = {
        word for word in everyday if len(word) > 1 and not is_given(word) and word not in words("ambiguous")
    }
    yield (
        "common",
        "Everyday words of English, German, French and Spanish, most of them from Faker (MIT)",
        sorted(everyday),
    )
    yield "towns", "Words of the names of towns, regions and countries, from Faker (MIT)", sorted(town)
    rare = set(vocabulary())
    yield (
        "vocabulary",
        "Words that are hardly names, from the vocabulary of BERT (Apache-2.0)",
        sorted(rare - everyday),
    )
    known_brands = {normal(word) for kind in ("organisations", "products") for word in brands(kind)}
    yield "brands", "Brands and products, from `tests/evals/privacy/brands.txt`", sorted(_unsure(known_brands))
    yield (
        "listed_given",
        "Given names of many countries, from Faker (MIT)",
        sorted(_unsure(given - rare - known_brands)),
    )
    yield (
        "listed_family",
        "Family names of many countries, from Faker (MIT)",
        sorted(_unsure(family - rare - known_brands)),
    )


def _unsure(names: Iterable[str]) -> Iterator[str]:
    return (name for name in names if len(name) > 1 and not is_given(name) and not is_doubtful(name))


def _words(name: str) -> Iterator[str]:
    return (normal(part) for part in _LATIN.findall(name) if part[0].isupper() and len(part) > 1)


def _locales(provider: str) -> list[str]:
    package = importlib.import_module(f"faker.providers.{provider}")
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


def _provider(name: str, locale: str) -> object:
    module = importlib.import_module(f"faker.providers.{name}.{locale}")
    provider: object = module.Provider
    return provider


def _strings(provider: object, prefix: str) -> Iterator[str]:
    for name in dir(provider):
        if name.startswith(prefix):
            yield from (value for value in _listed(provider, name) if len(value) > 1 and value[0].isupper())


def _listed(provider: object, name: str) -> Iterator[str]:
    """Yield the strings of a provider's list that are written in Latin letters."""
    values = getattr(provider, name, ())
    if not isinstance(values, (tuple, list, dict)):
        return
    for value in values:
        text = value[-1] if isinstance(value, (tuple, list)) and value else value
        if isinstance(text, str) and not _NOT_LATIN.search(text):
            yield text
