"""What stands where a token stood."""

import re

import pytest

from assistant.ledger.rendering import defang, plain, render
from tests.assistant.ledger.samples import GAP, LEDGER, LINK, PRICE

QUOTE = f"> {PRICE.quote}\n> — [PERSON_KQF], interviews/07-price.md, 2025-03-01, Contract: Month-to-month"


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        (
            "They churn at [[F1]].",
            "They churn at 42.7% (Contract: Month-to-month; n = 3,875; 95% interval 41.1% to 44.3%).",
        ),
        (
            "Month-to-month customers churn at [[F1]].",
            "Month-to-month customers churn at 42.7% (n = 3,875; 95% interval 41.1% to 44.3%).",
        ),
        ("- [[F3]]", f"- {GAP.statement}"),
        ("2. [[F3]].", f"2. {GAP.statement}"),
        ("[[ f3 ]]", GAP.statement),
        ("[[E1]]", QUOTE),
        ("- [[E1]]", QUOTE),
        ("One said it plainly [[E1]].", f"One said it plainly.\n\n{QUOTE}"),
        (
            "As [[E1]] shows, price matters.",
            f"As “{PRICE.quote}” ([PERSON_KQF], interviews/07-price.md, 2025-03-01, Contract: Month-to-month) "
            "shows, price matters.",
        ),
        ("Nothing here.", "Nothing here."),
        ("Unknown [[F99]].", "Unknown ."),
    ],
)
def test_render(draft, expected):
    assert render(draft, LEDGER) == expected


def test_links_pictures_and_mentions_in_a_quotation_do_not_work():
    harmless = defang(LINK.quote)

    assert re.search(r"(?<!\\)\]\(|!\[", harmless) is None
    assert "https://" not in harmless
    assert "http://" not in harmless
    assert "<!" not in harmless
    assert "evil.example/x" in harmless


@pytest.mark.parametrize("line", ["**So it is.**", "# So it is.", "- So it is.", "> So it is."])
def test_a_headline_is_plain(line):
    assert plain(line) == "So it is."
