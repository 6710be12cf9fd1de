"""Free text that mentions some words, against Python's own regular expressions written by hand for each case."""

import re

import pandas as pd
import pytest

from tools.arguments import Condition
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.engine import Tables
from tools.tables.parquet import KEY, ROW, path_of, write

TEXTS = [
    "The jacket runs large.",
    "It RUN large on me",
    "Ran small, and large in price.",
    "No wi-fi in the attic",
    "The WiFi's slow, the Wi-Fi.",
    "check in took ages",
    "A slow check-in!",
    "Two zippers broke",
    "unzipped it",
    "Delivery was late; deliveries always are",
    "The pricing is odd",
    "Größe passt nicht",
    "",
    None,
]
CASES = {
    "runs large": r"\brun(s|ning)? large\b",
    "wifi": r"\bwi-?fi\b",
    "Wi-Fi": r"\bwi-?fi\b",
    "check-in": r"\bcheck[ -]?in\b",
    "zipper": r"\bzippers?\b",
    "deliveries": r"\bdeliver(y|ies)\b",
    "price": r"\bpric(e|ing)\b",
    "zippers | wifi": r"\bzippers?\b|\bwi-?fi\b",
    "Größe": r"\bgröße\b",
    "café": r"\bcafé\b",
    "?!": r"(?!)",
    "slow … wifi": r"wifi's slow",
    "large … jacket | odd … pricing": r"jacket runs large|pricing is odd",
    "always": r"always",
    "late … always": r"late; deliveries always",
    "broke … small": r"(?!)",
}


@pytest.fixture
def mentioning(tmp_path):
    column = Column(name="remark", label="remark", role="text", storage="text", distinct=12)
    table = Table(name="remarks.csv", rows=len(TEXTS), version="r1", columns=(column,))
    keys = [f"r{at}" for at in range(len(TEXTS))]
    write(pd.DataFrame({"remark": TEXTS, ROW: range(len(TEXTS)), KEY: keys}), path_of(tmp_path, table))
    tables = Tables(tmp_path, Catalog(tables=(table,)))

    def chosen(phrase, op="="):
        condition = Condition(column="remark", op=op, value=phrase)
        return {at for at, hit in enumerate(tables.mask("remarks.csv", (condition,))) if hit}

    return chosen


@pytest.mark.parametrize(("phrase", "written"), CASES.items())
def test_a_phrase_is_found_in_all_its_forms_and_inside_no_other_word(mentioning, phrase, written):
    expected = {at for at, text in enumerate(TEXTS) if text and re.search(written, text, re.IGNORECASE)}
    assert mentioning(phrase) == expected


def test_texts_that_do_not_mention_it_are_those_that_say_something_else(mentioning):
    said = {at for at, text in enumerate(TEXTS) if text}
    assert mentioning("wifi", "!=") & said == said - mentioning("wifi")
    assert TEXTS.index(None) not in mentioning("wifi", "!=")
