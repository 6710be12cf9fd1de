import math
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.charts.draw import draw
from assistant.charts.errors import UndrawableError
from assistant.charts.sheet import DOTS, WIDTH
from tools.results import Chart

BLUE = (51, 102, 154)


def _charts():
    months = tuple(
        {"label": f"2031-{month:02}", "value": 40.0 + month, "n": 90, "series": name}
        for month in range(1, 13)
        for name in ("north", "south")
    )
    steps = tuple(
        {"label": "", "x": x, "value": 1 - x / 50, "low": 0.9 - x / 50, "high": 1.0} for x in range(0, 40, 4)
    )
    places = tuple({"label": f"group {x}", "x": x, "value": x * x, "n": 10 * x} for x in range(1, 5))
    bins = tuple({"label": f"{x}", "value": x, "from": 5.0 * x, "to": 5.0 * x + 5, "n": 15} for x in range(6))
    return {
        "line": Chart(title="orders by month", kind="line", rows=months, unit="count"),
        "step": Chart(
            title="members who stay", kind="step", rows=steps, unit="share", x="months", y="share who stay"
        ),
        "scatter": Chart(
            title="groups", kind="scatter", rows=places, x="visits", y="spend", unit="money", currency="€"
        ),
        "histogram": Chart(title="fees", kind="histogram", rows=bins, unit="money", currency="$"),
        "plain histogram": Chart(
            title="fees", kind="histogram", rows=tuple({"label": r["label"], "value": r["value"]} for r in bins)
        ),
    }


@pytest.mark.parametrize("name", list(_charts()))
def test_every_kind_is_drawn_twice_as_sharp_as_a_chat_is_wide(name, pixels):
    found = pixels(draw(_charts()[name]).png)

    assert found.shape[1] == round(WIDTH * DOTS) == 1440
    assert 400 < found.shape[0] < 1200
    assert (np.abs(found.astype(int) - 255).sum(axis=2) > 60).mean() > 0.005


def test_a_bar_is_as_long_as_its_value(shares, pixels):
    plain = replace(shares, rows=tuple({"label": r["label"], "value": r["value"]} for r in shares.rows))

    found = pixels(draw(plain).png).astype(int)

    like_a_bar = np.abs(found - found[_a_bar(found)]).sum(axis=2) < 6
    runs = sorted({int(row.sum()) for row in like_a_bar if row.sum() > 30})
    assert runs[-1] / runs[0] == pytest.approx(0.62 / 0.08, rel=0.05)


def _a_bar(found):
    """Return a place whose colour is that of the most points which are neither paper nor grey."""
    coloured = (found[:, :, 2] - found[:, :, 0]) > 60
    rows, columns = np.nonzero(coloured)
    return rows[len(rows) // 2], columns[len(columns) // 2]


def test_the_caption_holds_n_and_says_what_the_lines_are(shares):
    caption = draw(replace(shares, note="2 groups are withheld")).caption

    assert caption == "n = 61 to 410 each. Lines on the bars: 95% intervals. 2 groups are withheld."


def test_the_alternative_text_tells_kind_title_and_values(shares):
    alt = draw(shares).alt

    assert alt.startswith("Bar chart: renewal rate by outdoor space.")
    assert "arden 62.0% (n = 410)" in alt
    assert "neither 8.0% (n = 61)" in alt


def test_rows_without_a_number_are_left_out_and_counted(shares):
    rows = (*shares.rows, {"label": "lawn", "value": math.nan}, {"label": "roof", "value": None}, {"label": "x"})

    assert "3 rows without a value are left out." in draw(replace(shares, rows=rows)).caption


def test_many_bars_are_cut_and_that_is_said():
    rows = tuple({"label": f"kind {place}", "value": place} for place in range(10_000))

    assert "The first 24 of 10,000 are shown." in draw(Chart(title="kinds", kind="bar", rows=rows)).caption


def test_money_between_dollar_signs_is_no_formula(shares, pixels):
    one, other = (draw(replace(shares, title=f"from {sign}5_a^2 to {sign}9")).png for sign in ("$", "£"))

    assert abs(pixels(one).astype(int) - pixels(other).astype(int)).any(axis=2).mean() < 0.005


def test_the_same_rows_give_the_same_picture(shares):
    assert draw(shares).png == draw(shares).png


@pytest.mark.parametrize(
    "label", ["دفع شهري", "договор", "σύμβαση", "monthly 😀 ☀️", "a\nb\tc\0d", "x" * 5000, "$", "\\frac{", ""]
)
def test_names_in_any_writing_are_drawn(shares, label):
    rows = ({"label": label, "value": 1.0, "series": label}, {"label": "other", "value": 2.0, "series": "b"})

    assert draw(replace(shares, title=label, rows=rows)).png


def test_letters_that_no_font_has_leave_the_chart_out_with_a_reason(shares):
    rows = ({"label": "\U00013000\U0001f8ff\U00016fe4", "value": 1.0}, {"label": "b", "value": 2.0})

    with pytest.raises(UndrawableError, match="no font with letters like"):
        draw(replace(shares, rows=rows))


@pytest.mark.parametrize(
    ("chart", "reason"),
    [
        (Chart(title="empty", kind="bar"), "fewer than two values"),
        (Chart(title="one", kind="line", rows=({"label": "a", "value": 1},)), "fewer than two values"),
        (Chart(title="words", kind="bar", rows=({"value": "a"}, {"value": "b"})), "fewer than two values"),
        (Chart(title="no place", kind="scatter", rows=({"value": 1}, {"value": 2})), "fewer than two values"),
        (Chart(title="pie", kind="pie", rows=({"value": 1}, {"value": 2})), "not known"),  # type: ignore[arg-type]
    ],
)
def test_what_cannot_be_drawn_says_why(chart, reason):
    with pytest.raises(UndrawableError, match=reason):
        draw(chart)


_NUMBER = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.text(max_size=3),
    st.just(np.float64(2.5)),
)
_ROW = st.fixed_dictionaries(
    {},
    optional={
        "label": st.one_of(st.none(), st.integers(), st.text(alphabet="aé$_^\\ %{}\n", max_size=40)),
        "series": st.sampled_from(["", "a", "b"]),
        **dict.fromkeys(("value", "low", "high", "n", "x", "from", "to"), _NUMBER),
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
@given(
    rows=st.lists(_ROW, max_size=8),
    kind=st.sampled_from(["bar", "line", "histogram", "scatter", "step"]),
    unit=st.sampled_from(["share", "points", "money", "count", "days", "number", "text"]),
)
def test_any_rows_are_drawn_or_left_out_with_a_reason(rows, kind, unit):
    chart = Chart(title="anything", kind=kind, rows=tuple(rows), unit=unit, x="x", y="y")

    with suppress(UndrawableError):
        assert draw(chart).png.startswith(b"\x89PNG")


def test_curves_whose_labels_are_numbers_share_one_scale(pixels):
    """Two groups that are followed over different times: the later group's early times do not come last."""
    one = [{"label": f"{time}", "value": 1 - time / 50, "series": "a"} for time in range(0, 40, 10)]
    other = [{"label": f"{time}", "value": 1 - time / 60, "series": "b"} for time in range(5, 40, 10)]
    placed = [{**row, "x": float(row["label"])} for row in (*one, *other)]
    chart = Chart(title="members who stay", kind="line", rows=(*one, *other), unit="share")

    assert draw(chart).png == draw(replace(chart, rows=tuple(placed))).png
