"""Charts of each kind, and pictures as arrays of their points."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from tools.results import Chart

Pixels = NDArray[np.uint8]


@pytest.fixture
def pixels() -> Callable[[bytes], Pixels]:
    """Return a function that gives a PNG's points, rows of red, green and blue."""
    return lambda png: np.asarray(Image.open(BytesIO(png)).convert("RGB"))


@pytest.fixture
def shares() -> Chart:
    """Return bars with intervals and sizes."""
    rows: tuple[dict[str, Any], ...] = (
        {"label": "garden", "value": 0.62, "low": 0.57, "high": 0.66, "n": 410},
        {"label": "balcony", "value": 0.31, "low": 0.25, "high": 0.38, "n": 205},
        {"label": "neither", "value": 0.08, "low": 0.03, "high": 0.16, "n": 61},
    )
    return Chart(title="renewal rate by outdoor space", kind="bar", rows=rows, unit="share")
