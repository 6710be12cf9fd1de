"""What an answer rests on."""

from dataclasses import replace

from assistant.answer import Basis
from assistant.ledger.basis import basis_of
from tests.assistant.ledger.samples import GAP, MONTHLY, PRICE, SETUP, TWO_YEAR, rate


def test_groups_that_exclude_each_other_add_up():
    assert basis_of([MONTHLY, TWO_YEAR], []) == Basis(customers=5570, documents=0, rows=5570)


def test_overlapping_groups_do_not():
    assert basis_of([rate(0.3, 0.01, n=5000), MONTHLY], []).customers == 5000


def test_groups_never_rest_on_more_rows_than_everybody_does():
    everybody = rate(0.3, 0.01, n=4000)
    part = replace(MONTHLY, n=3500, customers=None, base=None)
    other = replace(TWO_YEAR, n=1695, customers=None, base=None)

    assert basis_of([replace(everybody, customers=None, base=None), part, other], []).rows == 4000


def test_a_comparison_rests_on_all_who_were_compared():
    assert basis_of([GAP], []).customers == 7043


def test_quotations_count_documents_and_their_own_customers():
    quotes = [replace(PRICE, customer="a"), replace(SETUP, customer="b"), replace(SETUP, customer="b")]

    assert basis_of([], quotes) == Basis(customers=2, documents=2, rows=0)


def test_quotations_of_nobody_known_count_documents_only():
    assert basis_of([], [PRICE]) == Basis(customers=None, documents=1, rows=0)


def test_what_many_say_rests_on_all_who_were_heard_and_not_only_on_those_quoted():
    heard = replace(MONTHLY, table="", segment={}, customers=301, documents=380, n=301, base=None)

    assert basis_of([heard], [replace(PRICE, customer="a")]) == Basis(customers=301, documents=380, rows=0)


def test_a_comparison_is_not_added_to_the_groups_that_it_compares():
    part = replace(MONTHLY, n=3875, customers=3875, base=None)
    rest = replace(TWO_YEAR, segment={"Contract": "other than Month-to-month"}, n=3168, customers=3168, base=None)
    gap = replace(GAP, n=7043, customers=3168, base=None, contrast=dict(rest.segment))

    assert basis_of([gap, part, rest], []) == Basis(customers=7043, documents=0, rows=7043)
