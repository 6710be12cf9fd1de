"""The names of several series, in their colours, above the plot."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.patches import Patch

from assistant.charts.lettering import columns, cut, readable
from assistant.charts.sheet import COLOURS, INK, SMALL, Sheet

ROW = 0.22  # inches
_NAME = 28
_COLUMNS = 84


def colour(name: str, names: Sequence[str]) -> str:
    """Return the colour of a series; after eight the colours begin again."""
    return COLOURS[names.index(name) % len(COLOURS)]


def legend_height(names: Sequence[str]) -> float:
    """Return how much place (inches) the names take above the plot; one series needs none."""
    return ROW * -(-len(names) // _beside(names)) + 0.06 if len(names) > 1 else 0.0


def legend(sheet: Sheet, axes: Axes, names: Sequence[str]) -> None:
    """Write the names above the axes; one series needs none."""
    if len(names) < 2:
        return
    axes.legend(
        handles=[Patch(color=colour(name, names), label=readable(cut(name, _NAME)) or "other") for name in names],
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=_beside(names),
        frameon=False,
        prop={"family": list(sheet.fonts), "size": SMALL},
        borderaxespad=0.3,
        borderpad=0,
        labelcolor=INK,
        handlelength=1.0,
        columnspacing=1.4,
    )


def _beside(names: Sequence[str]) -> int:
    widest = max(columns(cut(name, _NAME)) for name in names) + 6
    return max(1, min(len(names), _COLUMNS // widest))
