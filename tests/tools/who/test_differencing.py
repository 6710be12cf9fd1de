"""What released groups tell when they are added and subtracted in any way."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.differencing import Combinations

K = 5


def group(size, *places):
    mask = np.zeros(size, dtype=bool)
    mask[list(places)] = True
    return mask


def opened(size, people=None, k=K):
    released = Combinations(np.arange(size) if people is None else people, k)
    released.remember(np.ones(size, dtype=bool))
    return released


def reveals(groups, people, k):
    """Return whether some combination is about fewer than k people: leaving them out lowers the rank."""
    matrix = np.array(groups, dtype=float)
    rank = np.linalg.matrix_rank(matrix)
    for few in combinations(np.unique(people), k - 1):
        others = ~np.isin(people, few)
        if np.linalg.matrix_rank(matrix[:, others]) < rank:
            return True
    return False


def test_parts_that_leave_few_of_the_whole_are_refused():
    released = opened(90)

    assert released.consider(group(90, *range(30))) == "admitted"
    assert released.consider(group(90, *range(30, 60))) == "admitted"
    assert released.consider(group(90, *range(60, 87))) == "refused"


def test_two_overlapping_groups_and_their_union_may_not_tell_of_a_small_overlap():
    released = opened(200)

    assert released.consider(group(200, *range(60))) == "admitted"
    assert released.consider(group(200, *range(57, 120))) == "admitted"
    assert released.consider(group(200, *range(120))) == "refused"


def test_one_person_may_not_be_swapped_for_another():
    released = opened(200)
    released.consider(group(200, *range(50)))

    assert released.consider(group(200, *range(1, 51))) == "refused"


def test_a_weighted_sum_of_three_groups_may_not_single_out_few():
    """Each pair of three blocks is released with a few more people: half their sum tells of the few."""
    released = opened(300)
    first, second, third, few = range(40), range(40, 80), range(80, 120), range(120, 123)
    released.consider(group(300, *first, *second, *few))
    released.consider(group(300, *first, *third, *few))
    released.consider(group(300, *second, *third, *few))

    assert released.consider(group(300, *first, *second, *third)) == "refused"


def test_what_is_told_anyway_is_not_counted_again():
    released = opened(100)
    released.consider(group(100, *range(40)))

    assert released.consider(group(100, *range(40, 100))) == "known"
    assert len(released.groups) == 2


def test_all_rows_of_one_person_count_as_one():
    people = np.repeat(np.arange(60), 4)
    released = opened(240, people)

    assert released.consider(group(240, *range(100))) == "admitted"
    assert released.consider(group(240, *range(112))) == "refused"
    assert released.consider(group(240, *range(128))) == "admitted"


def test_rows_of_nobody_known_count_as_one_person_each():
    released = opened(80, np.full(80, -1))

    assert released.consider(group(80, *range(40))) == "admitted"
    assert released.consider(group(80, *range(42))) == "refused"


def test_cross_tables_of_a_small_survey_can_all_be_told():
    draw = np.random.default_rng(3)
    answers = [draw.integers(0, size, 150) for size in (2, 3, 4, 3)]
    released = opened(150)
    marginals = [answer == value for answer in answers for value in np.unique(answer)]

    assert "refused" not in {released.consider(mask) for mask in marginals}


@pytest.mark.parametrize("size", [300, 3000])
def test_ordinary_groups_of_many_columns_stay_open(size):
    draw = np.random.default_rng(7)
    columns = [draw.integers(0, values, size) for values in (2, 2, 3, 4, 5, 3)]
    released = opened(size)
    verdicts = []
    for _ in range(60):
        mask = np.ones(size, dtype=bool)
        for column in draw.choice(len(columns), draw.integers(1, 3), replace=False):
            mask &= columns[column] == draw.integers(0, columns[column].max() + 1)
        verdicts.append(released.consider(mask))

    assert verdicts.count("refused") <= 2


def test_rows_outside_the_sample_are_not_forgotten():
    size = 30_000
    released = opened(size)
    released.consider(group(size, *range(10_000)))

    assert released.consider(group(size, *range(10_003))) == "refused"
    assert released.consider(group(size, *range(10_040))) == "admitted"


def test_a_replay_gives_the_same_state():
    draw = np.random.default_rng(5)
    groups = [draw.random(400) < 0.4 for _ in range(30)]
    released, again = opened(400), opened(400)
    for mask in groups:
        released.consider(mask)
    for packed in released.groups[1:]:
        again.remember(np.unpackbits(packed, count=400).astype(bool))

    assert [again.consider(mask) for mask in groups] == ["known"] * 30


def test_groups_that_were_judged_before_count_against_the_next_ones_as_well():
    draw = np.random.default_rng(8)
    asked = [draw.random(40) < 0.4 for _ in range(40)]
    released, again = opened(40, k=3), opened(40, k=3)
    first = [released.consider(mask) for mask in asked[:30]]
    for mask, verdict in zip(asked, first, strict=False):
        if verdict == "admitted":
            again.remember(mask, judged=True)

    assert len(again.groups) > 40 // 3  # beyond what witnesses can admit
    assert [again.consider(mask) for mask in asked[30:]] == [released.consider(mask) for mask in asked[30:]]
    assert "refused" in {released.consider(mask) for mask in asked}


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 10**6), st.sampled_from([(18, 3, 1, 0.5), (24, 3, 1, 0.3), (30, 2, 3, 0.5), (40, 3, 2, 0.5)])
)
def test_no_combination_of_admitted_groups_is_about_fewer_than_k_people(seed, shape):
    size, k, rows_each, share = shape
    people = np.arange(size) // rows_each
    draw = np.random.default_rng(seed)
    released = opened(size, people, k)
    asked = [draw.random(size) < share for _ in range(25)]
    admitted = [mask for mask in asked if released.consider(mask) != "refused"]

    assert len(admitted) > 2
    assert not reveals([np.ones(size, dtype=bool), *admitted], people, k)
