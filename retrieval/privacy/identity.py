"""National identity, tax, health and travel document numbers."""

import re
from collections.abc import Callable, Iterator

from stdnum.br import cpf
from stdnum.ch import ssn as swiss
from stdnum.cl import rut
from stdnum.dk import cpr
from stdnum.es import dni, nie
from stdnum.fi import hetu
from stdnum.fr import nir
from stdnum.it import codicefiscale
from stdnum.mx import curp
from stdnum.se import personnummer
from stdnum.us import ssn

from retrieval.privacy.spans import Found


def _is_licence(value: str) -> bool:
    """Return whether a British driver number has its sixteen characters, five of them for the family name."""
    compact = value.replace(" ", "")
    return len(compact) == 16 and compact[:5].rstrip("9").isalpha()


def _is_pension(value: str) -> bool:
    """Return whether a German pension number names a day of birth (VKVV, section 2)."""
    compact = value.replace(" ", "")
    return 1 <= int(compact[2:4]) <= 31 and 1 <= int(compact[4:6]) <= 12


_SELF_EVIDENT: tuple[tuple[re.Pattern[str], Callable[[str], bool]], ...] = tuple(
    (re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])"), valid)
    for pattern, valid in (
        (r"\d{3}-\d{2}-\d{4}", ssn.is_valid),
        (r"\d{8}-?[A-HJ-NP-TV-Za-hj-np-tv-z]", dni.is_valid),
        (r"[XYZxyz]-?\d{7}-?[A-Za-z]", nie.is_valid),
        (r"[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}", nir.is_valid),
        (r"[A-Za-z]{6}\d{2}[A-Za-z]\d{2}[A-Za-z]\d{3}[A-Za-z]", codicefiscale.is_valid),
        (r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", swiss.is_valid),
        (r"\d{3}\.\d{3}\.\d{3}-\d{2}", cpf.is_valid),
        (r"\d{1,2}\.\d{3}\.\d{3}-[\dKk]", rut.is_valid),
        (r"[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d", curp.is_valid),
        (r"\d{6}[+-]\d{4}|(?:19|20)\d{6}-\d{4}", personnummer.is_valid),
        (r"[0-3]\d[01]\d\d{2}-\d{4}", cpr.is_valid),
        (r"[0-3]\d[01]\d\d{2}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]", hetu.is_valid),
        (
            r"[A-Z]{2,5}9{0,3} ?\d(?:0[1-9]|1[0-2]|5\d|6[0-2])(?:0[1-9]|[12]\d|3[01])\d ?[A-Z9]{2}\d ?[A-Z]{2}",
            _is_licence,
        ),
        (r"\d{2} ?(?:0[1-9]|[1-9]\d)\d{4} ?[A-Z] ?\d{3}", _is_pension),
        (
            r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:\d{6}| \d{2} \d{2} \d{2} )[A-D]",
            lambda _: True,
        ),
    )
)
_CUE = re.compile(
    r"(?i)\b(?:ssn|social security|national insurance|nino|nhs|driver'?s? ?licen[cs]e|driving licen[cs]e|"
    r"licen[cs]e number|passport|identity card|id card|personal id|tax id|tax file|tfn|itin|aadhaa?r|medicare|"
    r"pesel|bsn|personnummer|cpf|dni|nie|nif|curp|steuer-?id\w{0,20}|steuernummer|sozialversicherungs\w{0,12}|"
    r"personalausweis\w{0,8}|ausweis\w{0,8}|reisepass\w{0,8}|führerschein\w{0,8}|sécurité sociale|numéro fiscal|"
    r"passeport|carte d'identité|permis de conduire|pasaporte|seguridad social|documento de identidad|"
    r"versicherten\w{0,10}|versicherungsnummer|rentenversicherungs\w{0,8}|krankenkassen\w{0,8}|svnr|"
    r"ahv\w{0,10}|avs|insee|nir|rut|cuil|cuit|"
    r"carte vitale|titre de séjour|cédula|nuss|afiliación|permiso de conducir|ni number|id number|"
    r"pps(?: number|n)?|"
    r"codice fiscale|sécu|numéro d'identité|ausweisnummer|"
    r"carn[eé] de conducir)\b[^\n\d\x00]{0,24}\Z"
)
_VALUE = re.compile(r"(?<![\w-])[A-Za-z]{0,3}\d[A-Za-z0-9]*(?:[-./ ][A-Za-z]?\d[A-Za-z0-9]*){0,12}(?![\w-])")
_LOOK_BACK = 56
_SHORTEST = 6


def find(text: str) -> Iterator[Found]:
    """Yield numbers whose form and checksum give them away, and any that the text calls an identity number."""
    for pattern, valid in _SELF_EVIDENT:
        for match in pattern.finditer(text):
            if valid(match.group()):
                yield Found(match.start(), match.end(), "ID")
    for match in _VALUE.finditer(text):
        digits = sum(character.isdigit() for character in match.group())
        if digits >= _SHORTEST and _CUE.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
            yield Found(match.start(), match.end(), "ID")
