"""Sentences filled with names, places, brands and words, and where the names stand."""

import re
from collections.abc import Callable, Mapping
from random import Random

from tests.evals import privacy_names as sources

_SLOT = re.compile(r"\{([PNGSFOBACJMWEUHTIX])\}")
_LOCALES = {
    "en": ("en_US", "en_GB", "en_IE", "en_IN", "en_NG", "en_NZ", "en_KE"),
    "de": ("de_DE", "de_AT", "de_CH", "tr_TR", "hr_HR", "sk_SK"),
    "fr": ("fr_FR", "fr_BE", "fr_CH", "fr_CA", "fr_DZ"),
    "es": ("es_ES", "es_MX", "es_AR", "es_CO", "es_CA"),
}
_DAYS = {
    "en": "January March May June July August October December Monday Tuesday Friday Sunday Christmas Easter",
    "de": "Januar März Mai Juni Juli August Oktober Dezember Montag Dienstag Freitag Sonntag Weihnachten Ostern",
    "fr": "janvier mars mai juin juillet août octobre décembre lundi mardi vendredi dimanche Noël Pâques",
    "es": "enero marzo mayo junio julio agosto octubre diciembre lunes martes viernes domingo Navidad Pascua",
}
_BETWEEN = ("van", "von", "de", "da", "del", "van der", "de la", "Mc", "Le")
_MAKERS = "Inc Ltd GmbH Group Systems Labs Software Foods Motors Bank Energy Airlines Hotel University"


class Filler:
    """Fills sentences of one language; `marks` of a filled text are the stretches that are names."""

    def __init__(self, language: str, random: Random) -> None:
        self._language, self._random = language, random
        self._all = sources.countries()
        self._makers: Mapping[str, Callable[[], str]] = {
            "N": self._full,
            "G": self._given,
            "S": self._family,
            "P": self._person,
            "F": lambda: self._given() if random.random() < 0.5 else self._family(),
            "O": self._organisation,
            "B": self._product,
            "A": self._acronym,
            "C": lambda: random.choice(sources.places()),
            "J": self._job,
            "M": lambda: random.choice(_DAYS[language].split()),
            "W": lambda: sources.nouns(language, random),
            "X": lambda: random.choice(sources.everyday(language)).capitalize(),
            "I": self._initials,
            "E": self._maker,
            "U": lambda: random.choice(sources.goods(language)),
            "H": lambda: random.choice(sources.phrases(language, "person")),
            "T": lambda: random.choice(sources.phrases(language, "thing")),
        }

    def fill(self, template: str) -> tuple[str, list[tuple[int, int]]]:
        """Return the sentence with every slot filled, and where the names stand."""
        text, done, names = "", 0, []
        for match in _SLOT.finditer(template):
            text += template[done : match.start()]
            value = self._makers[match[1]]()
            if match[1] in "PNGSI":
                names.append((len(text), len(text) + len(value)))
            text += value
            done = match.end()
        return text + template[done:], names

    def _person(self) -> str:
        drawn = self._random.random()
        if drawn < 0.5:
            return self._full()
        return self._given() if drawn < 0.8 else self._family()

    def _full(self) -> str:
        names, random = self._names(), self._random
        given, family = self._one(names.given), self._one(names.family)
        drawn = random.random()
        if drawn < 0.08:
            return f"{given[0]}. {family}"
        if drawn < 0.18:
            return f"{given} {random.choice('ABCDEFGHJKLMPRST')}{random.choice(('.', ''))} {family}"
        if drawn < 0.24:
            return f"{given} {family}-{self._one(names.family)}"
        if drawn < 0.30 or (self._language == "es" and drawn < 0.5):
            return f"{given} {family} {self._one(names.family)}"
        if drawn < 0.34:
            return f"{given} {random.choice(_BETWEEN)} {family}"
        return f"{given} {family}"

    def _given(self) -> str:
        return self._one(self._names().given)

    def _family(self) -> str:
        return self._one(self._names().family)

    def _names(self) -> sources.Names:
        own = self._random.random() < 0.6
        locale = self._random.choice(_LOCALES[self._language] if own else sorted(self._all))
        return self._all[locale]

    def _one(self, names: tuple[str, ...]) -> str:
        """Return a name of the list, or as often one that no list holds, made of two of it."""
        name = self._random.choice(names)
        return name if self._random.random() < 0.55 else self._cross(name, self._random.choice(names))

    def _cross(self, left: str, right: str) -> str:
        if not (left.isalpha() and right.isalpha()) or min(len(left), len(right)) < 4:
            return left
        return (
            left[: self._random.randint(2, len(left) // 2 + 1)]
            + right[-self._random.randint(2, len(right) // 2 + 1) :].lower()
        )

    def _organisation(self) -> str:
        random, drawn = self._random, self._random.random()
        brand = random.choice(sources.brands("organisations"))
        if drawn < 0.6:
            return brand
        if drawn < 0.75:
            return self._cross(brand, random.choice(sources.brands("organisations")))
        first = random.choice((brand, self._family(), random.choice(sources.places())))
        return f"{first} {random.choice(_MAKERS.split())}"

    def _initials(self) -> str:
        """Return a family name behind one or two initials."""
        letters = self._random.choices("ABCDEFGHJKLMNPQRSTVW", k=self._random.choice((1, 1, 2)))
        return " ".join((*(f"{letter}." for letter in letters), self._family()))

    def _maker(self) -> str:
        """Return what a maker named after its founder is called."""
        names = self._names()
        given, family = self._one(names.given), self._one(names.family)
        return self._random.choice((f"{given} {family}", f"{given} {family}", family, given, f"{family} {family}"))

    def _product(self) -> str:
        random, drawn = self._random, self._random.random()
        product = random.choice(sources.brands("products"))
        if drawn < 0.4:
            return product
        if drawn < 0.55:
            return self._cross(product, random.choice(sources.brands("products")))
        if drawn < 0.75:
            return f"{product} {sources.nouns('en', random)}"
        return f"{random.choice(sources.brands('organisations'))} {product}"

    def _acronym(self) -> str:
        random = self._random
        made = "".join(random.choices("ABCDEFGHIKLMNOPRSTUVW", k=random.choice((2, 3, 3, 4))))
        return random.choice((made, random.choice(sources.brands("acronyms")))) + random.choice(("", "", "", "s"))

    def _job(self) -> str:
        job = self._random.choice(sources.jobs(self._language))
        lower = self._language in {"fr", "es"} or (self._language == "en" and self._random.random() < 0.6)
        return job[0].lower() + job[1:] if lower and not job[:2].isupper() else job
