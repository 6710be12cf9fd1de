from dataclasses import replace

from assistant.answer import Answer
from assistant.charts.gallery import illustrated
from tools.results import Chart


def _answer(*charts: Chart) -> Answer:
    return Answer(question="?", thread="t", status="answered", headline="h", text="h", charts=charts)


def test_an_answer_names_the_pictures_with_caption_and_alternative_text(shares, tmp_path):
    listed = illustrated(_answer(shares), tmp_path / "charts").to_dict()["charts"]

    (picture,) = (tmp_path / "charts").iterdir()
    assert [chart["path"] for chart in listed] == [str(picture)]
    assert listed[0]["title"] == shares.title
    assert listed[0]["caption"].startswith("n = ")
    assert listed[0]["alt"].startswith("Bar chart")
    assert listed[0]["omitted"] == ""


def test_one_that_cannot_be_drawn_costs_neither_the_answer_nor_the_others(shares, tmp_path):
    found = illustrated(_answer(Chart(title="none", kind="bar"), shares), tmp_path)

    assert [bool(chart.path) for chart in found.charts] == [False, True]
    assert "fewer than two values" in found.charts[0].omitted


def test_a_folder_that_cannot_be_written_is_a_reason(shares, tmp_path):
    blocked = tmp_path / "charts"
    blocked.write_text("a file stands where the folder would be")

    (chart,) = illustrated(_answer(shares), blocked).charts

    assert chart.path == ""
    assert "cannot be written" in chart.omitted


def test_the_same_chart_asked_again_is_one_file(shares, tmp_path):
    first = illustrated(_answer(shares, shares), tmp_path).charts
    again = illustrated(_answer(shares), tmp_path).charts

    assert [chart.path for chart in first] == [chart.path for chart in again]
    assert len(list(tmp_path.iterdir())) == 1


def test_the_folder_does_not_grow_without_end(shares, tmp_path):
    paths = [
        illustrated(_answer(replace(shares, title=f"title {place}")), tmp_path, keep=2).charts[0].path
        for place in range(4)
    ]

    assert sorted(map(str, tmp_path.iterdir())) == sorted(paths[2:])
