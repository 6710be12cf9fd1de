"""Groups are found where they were planted, and nowhere else."""

import numpy as np
import pytest

from tools.statistics.agreement import adjusted_rand
from tools.statistics.degrees import Degrees, normal_scores
from tools.statistics.grouping import grouped
from tools.statistics.latent_class import Traits, fit

LEVELS = (2, 3, 4, 5) * 2


def planted(seed: int, rows: int = 2000, skewed: bool = False) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Four groups (40, 30, 20, 10%) over eight categories and four numbers, independent within each."""
    draws = np.random.default_rng(seed)
    truth = draws.choice(4, rows, p=[0.4, 0.3, 0.2, 0.1])
    numbers = draws.normal(0, 0.8, (4, 4))[truth] + draws.normal(size=(rows, 4))
    codes = np.empty((rows, len(LEVELS)), dtype=np.int16)
    for place, count in enumerate(LEVELS):
        shares = draws.dirichlet(np.full(count, 0.8), 4)
        codes[:, place] = [draws.choice(count, p=shares[group]) for group in truth]
    return truth, codes, np.exp(numbers) if skewed else numbers


def traits(codes: np.ndarray, numbers: np.ndarray, levels: tuple[int, ...] = LEVELS) -> Traits:
    return Traits(codes, levels, np.column_stack([normal_scores(column) for column in numbers.T]))


def prototypes(codes: np.ndarray, numbers: np.ndarray, groups: int, seed: int) -> np.ndarray:
    """k-prototypes (Huang 1998) with the true number of groups, gamma half the spread, best of five starts."""
    draws, best = np.random.default_rng(seed), (np.inf, np.zeros(len(codes)))
    values = (numbers - numbers.mean(axis=0)) / numbers.std(axis=0)
    for _ in range(5):
        first = draws.choice(len(codes), groups, replace=False)
        centres, modes = values[first].copy(), codes[first].copy()
        for _ in range(30):
            far = ((values[:, None] - centres) ** 2).sum(axis=2) + 0.5 * (codes[:, None] != modes).sum(axis=2)
            labels = far.argmin(axis=1)
            before = centres.copy()
            for group in np.unique(labels):
                inside = labels == group
                centres[group] = values[inside].mean(axis=0)
                modes[group] = [np.bincount(column).argmax() for column in codes[inside].T]
            if np.array_equal(before, centres):
                break
        best = min(best, (float(far.min(axis=1).sum()), labels), key=lambda item: item[0])
    return best[1]


def test_planted_groups_are_found_with_their_number_and_half_as_well_again_as_by_k_prototypes() -> None:
    own, peer = [], []
    for seed in range(3):
        truth, codes, numbers = planted(seed, 2000, skewed=seed == 1)
        found = grouped(traits(codes, numbers))
        assert found.verdict == "groups"
        assert found.mixture is not None
        assert found.labels is not None
        assert found.mixture.groups == 4
        assert found.stability > 0.8
        own.append(adjusted_rand(truth, found.labels))
        peer.append(adjusted_rand(truth, prototypes(codes, numbers, 4, seed)))

    assert min(own) >= 0.7
    assert sum(own) >= 1.5 * sum(peer)


@pytest.mark.parametrize("seed", range(20))
def test_unstructured_tables_have_no_groups(seed: int) -> None:
    """Independent columns of all shapes, and (every second one) numbers that go together by degrees."""
    draws = np.random.default_rng(100 + seed)
    rows, levels = 800, (2, 3, 4, 6)
    codes = np.column_stack(
        [draws.choice(count, rows, p=draws.dirichlet(np.full(count, 2.0))) for count in levels]
    )
    numbers = np.column_stack([draws.lognormal(size=rows), draws.random(rows), draws.normal(size=rows)])
    if seed % 2:
        numbers = draws.normal(size=(rows, 3)) @ draws.normal(size=(3, 3))
    found = grouped(traits(codes.astype(np.int16), numbers, levels), seed=seed)

    assert found.verdict in ("none", "degrees")
    assert found.labels is None


def test_categories_alone_are_told_with_a_doubt() -> None:
    draws = np.random.default_rng(3)
    truth = draws.choice(2, 1500)
    shares = draws.uniform(0.05, 0.95, (2, 10))
    codes = (draws.random((1500, 10)) < shares[truth]).astype(np.int16)
    found = grouped(Traits(codes, (2,) * 10, np.zeros((1500, 0))))

    assert found.verdict == "unsure"
    assert found.labels is not None
    assert adjusted_rand(truth, found.labels) > 0.7


def test_unknown_cells_do_not_make_groups() -> None:
    truth, codes, numbers = planted(1, 1500)
    draws = np.random.default_rng(0)
    codes = np.where(draws.random(codes.shape) < 0.2, -1, codes).astype(np.int16)
    numbers = np.where(draws.random(numbers.shape) < 0.2, np.nan, numbers)
    mixture = fit(traits(codes, numbers), 4, np.random.default_rng(0))

    assert adjusted_rand(truth, mixture.assigned(traits(codes, numbers))) > 0.7


def test_a_copula_keeps_values_and_correlations_and_has_no_groups() -> None:
    _, codes, numbers = planted(2, 2000)
    given = traits(codes, numbers)
    drawn = Degrees.of(given, np.random.default_rng(0)).drawn(np.random.default_rng(1))

    assert np.array_equal(np.sort(drawn.numbers, axis=0), np.sort(given.numbers, axis=0))
    assert np.array_equal(np.sort(drawn.codes, axis=0), np.sort(given.codes, axis=0))
    near = np.corrcoef(drawn.numbers.T) - np.corrcoef(given.numbers.T)
    assert np.abs(near).max() < 0.1


def test_the_adjusted_rand_index_is_the_published_one() -> None:
    """Yeung and Ruzzo 2001, Details of the adjusted Rand index: 0.313 for [[1, 1, 0], [1, 2, 1], [0, 0, 4]]."""
    cells = [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 2), (1, 2, 1), (2, 2, 4)]
    first = np.repeat([a for a, _, _ in cells], [n for _, _, n in cells])
    second = np.repeat([b for _, b, _ in cells], [n for _, _, n in cells])

    assert adjusted_rand(first, second) == pytest.approx(0.3126, abs=1e-4)
    assert adjusted_rand(first, (first + 1) % 3) == 1.0
