"""What the guard's encoder has learned is stored small, and read back nearly as it was."""

import numpy as np

from assistant.guards.encoder import FROZEN, WIDTH, learned, pack, stored, unpack


def test_changes_come_back_from_bytes_nearly_as_they_were() -> None:
    rng = np.random.default_rng(0)
    left, right = (rng.normal(size=shape).astype(np.float32) for shape in ((60, 8), (8, 40)))
    left *= np.geomspace(1, 1e-3, 8, dtype=np.float32)
    head = rng.normal(size=5).astype(np.float32)

    changes, read = unpack(pack({"matrix": (left, right)}, head))

    found, change = np.matmul(*changes["matrix"]), left @ right
    assert np.linalg.norm(found - change) < 0.02 * np.linalg.norm(change)
    assert np.array_equal(read, head)


def test_a_change_that_is_nought_stays_nought() -> None:
    nought = np.zeros((4, 2), dtype=np.float32)

    changes, _ = unpack(pack({"matrix": (nought, nought.T)}, np.zeros(1, dtype=np.float32)))

    assert not np.matmul(*changes["matrix"]).any()


def test_the_stored_changes_are_small_and_spare_the_lower_layers() -> None:
    names = learned().adaptation.changes

    assert len(stored()) <= 3_000_000
    assert {int(name.split(".")[2]) >= FROZEN for name in names} == {True}
    assert learned().head.shape == (WIDTH + 1,)
