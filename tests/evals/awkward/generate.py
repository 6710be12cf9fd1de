"""Write the table folders of eight invented companies, each awkward in its own ways.

`python -m tests.evals.awkward.generate FOLDER`. Every company has a function for its clean truth, from which
`answers.py` computes what is right, and one that writes the truth down as badly as real exports are written.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from tests.evals.awkward.of_insured import pet_insurance, seed_bank, write_pet_insurance, write_seed_bank
from tests.evals.awkward.of_members import coworking, library, write_coworking, write_library
from tests.evals.awkward.of_singers import choir_festival, ferry, write_choir_festival, write_ferry
from tests.evals.awkward.of_visits import dental, vineyard, write_dental, write_vineyard
from tests.evals.awkward.spelling import Frames

Truth = Callable[[], Frames]
Writer = Callable[[Path, Frames], None]
COMPANIES: dict[str, tuple[Truth, Writer]] = {
    "library": (library, write_library),
    "vineyard": (vineyard, write_vineyard),
    "dental": (dental, write_dental),
    "ferry": (ferry, write_ferry),
    "coworking": (coworking, write_coworking),
    "pet_insurance": (pet_insurance, write_pet_insurance),
    "seed_bank": (seed_bank, write_seed_bank),
    "choir_festival": (choir_festival, write_choir_festival),
}


def generate(folder: Path) -> None:
    """Write every company's files into a folder of its own."""
    for name, (truth, write) in COMPANIES.items():
        place = folder / name
        place.mkdir(parents=True, exist_ok=True)
        write(place, truth())


if __name__ == "__main__":
    generate(Path(sys.argv[1]))
