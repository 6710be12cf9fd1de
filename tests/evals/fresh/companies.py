"""The ten companies in order."""

from tests.evals.fresh import academy, bakery, cars, cinema, driving, energy, garden, leads, ski, toys
from tests.evals.fresh.company import Company

COMPANIES: tuple[Company, ...] = tuple(
    module.COMPANY for module in (bakery, driving, ski, academy, garden, leads, cars, energy, cinema, toys)
)
