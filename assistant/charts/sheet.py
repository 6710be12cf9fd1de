"""The sheet that every picture is drawn on: title above, caption below, one set of colours and sizes."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from assistant.charts.lettering import families, readable, wrapped
from tools.wording import capital

WIDTH = 7.2  # inches; at 100 points of the screen to the inch this is the width of a chat
DOTS = 200  # per inch: two for each point of the screen
MARGIN = 0.22
INK, GREY, FAINT, PAPER = "#1f2933", "#66727f", "#e3e7eb", "#ffffff"
COLOURS = ("#33669a", "#d1782a", "#4c9567", "#8660a5", "#b0474f", "#5b8a97", "#94743a", "#7d8791")
LABEL, SMALL, TITLE = 10.0, 8.5, 12.5
COLUMN = 0.0835  # inches that a column of a label takes, on average
_TITLE_COLUMNS, _CAPTION_COLUMNS = 62, 112
_TITLE_LINE, _CAPTION_LINE = 0.24, 0.165


@dataclass(frozen=True, slots=True)
class Sheet:
    """A figure in inches: the plot lies between `bottom` and `bottom + height`."""

    figure: Figure
    bottom: float
    height: float
    fonts: Sequence[str]

    def axes(self, left: float, right: float, *, below: float = 0.0, above: float = 0.0) -> Axes:
        """Return bare axes that leave these margins (inches) inside the plot's place."""
        total = self.figure.get_figheight()
        width = WIDTH - 2 * MARGIN - left - right
        place = (
            (MARGIN + left) / WIDTH,
            (self.bottom + below) / total,
            width / WIDTH,
            (self.height - below - above) / total,
        )
        found = self.figure.add_axes(place)
        for side in found.spines.values():
            side.set_visible(False)
        found.tick_params(length=0, labelsize=SMALL, labelcolor=GREY, labelfontfamily=list(self.fonts), pad=5)
        found.set_axisbelow(True)
        return found

    def write(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = LABEL,
        colour: str = INK,
        bold: bool = False,
        across: str = "left",
        up: str = "center_baseline",
    ) -> Text:
        """Write a text at a place in inches from the lower left corner."""
        return self.figure.text(
            x / WIDTH,
            y / self.figure.get_figheight(),
            readable(text),
            fontsize=size,
            color=colour,
            fontweight="bold" if bold and len(self.fonts) == 1 else "normal",  # others may have no bold letters
            fontfamily=list(self.fonts),
            ha=across,
            va=up,
            linespacing=1.3,
        )

    def png(self) -> bytes:
        """Return the finished picture; the same rows give the same bytes."""
        stream = BytesIO()
        self.figure.savefig(stream, format="png", dpi=DOTS, facecolor=PAPER, metadata={"Software": None})
        return stream.getvalue()


def sheet(title: str, caption: str, height: float, texts: Sequence[str]) -> Sheet:
    """Return a sheet with title and caption whose plot is so high (inches); `texts` are all it will show.

    Raises UndrawableError when no font shows them.
    """
    fonts = families([title, caption, *texts])
    head = wrapped(capital(title), _TITLE_COLUMNS, 2)
    foot = wrapped(caption, _CAPTION_COLUMNS, 4)
    top = MARGIN + _TITLE_LINE * (head.count("\n") + 1) + 0.14
    bottom = MARGIN + (_CAPTION_LINE * (foot.count("\n") + 1) + 0.1 if foot else 0.0)
    figure = Figure(figsize=(WIDTH, top + height + bottom), facecolor=PAPER)
    FigureCanvasAgg(figure)
    made = Sheet(figure, bottom, height, fonts)
    made.write(MARGIN, bottom + height + top - MARGIN, head, size=TITLE, bold=True, up="top")
    made.write(MARGIN, MARGIN - 0.04, foot, size=SMALL, colour=GREY, up="bottom")
    return made
