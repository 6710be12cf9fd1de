"""Ranks with ties."""

import numpy as np
from scipy.stats import rankdata

from tools.statistics.ranks import mid_ranks


def test_ranks_with_ties_are_those_of_scipy():
    values = np.array([3.0, 1.0, 3.0, 2.0, 3.0, 1.0, -0.5])

    assert mid_ranks(values).tolist() == rankdata(values).tolist()
