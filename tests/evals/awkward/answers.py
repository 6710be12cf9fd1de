"""The right answers to the questions over the awkward tables, from the clean truth alone.

`python -m tests.evals.awkward.answers` compares both files of questions with the truth and prints what it
found; `--write` puts the truth's figures into them. The held half is computed in `answers_held.py`, so that this
file may be read while tuning.
"""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd

from tests.evals.awkward.generate import COMPANIES
from tests.evals.awkward.spelling import Frames

HERE = Path(__file__).parent
Numbers = dict[str, float]
Answers = dict[str, Callable[[Frames], Numbers]]


def percent(flags: pd.Series) -> float:
    """Give the share of true rows in percent."""
    return 100 * float(flags.mean())


def library_lapsed(frames: Frames) -> Numbers:
    """Members and lapse rates, each member once."""
    members = frames["members"]
    rates = {f"{name} lapsed %": percent(group["lapsed"]) for name, group in members.groupby("branch")}
    return {"members": len(members), "overall lapsed %": percent(members["lapsed"])} | rates


def library_harbour(frames: Frames) -> Numbers:
    """Loans of one branch's members: the join goes through a key of another name."""
    loans = frames["loans"].merge(frames["members"], on="card")
    return {"loans by Harbour members": int((loans["branch"] == "Harbour").sum())}


def vineyard_tiers(frames: Frames) -> Numbers:
    """Cancellation rate of each tier."""
    return {f"{name} %": percent(group["cancelled"]) for name, group in frames["clients"].groupby("tier")}


def vineyard_riesling(frames: Frames) -> Numbers:
    """Mean and median order of one grape."""
    amounts = frames["orders"].query("grape == 'Riesling'")["amount"]
    return {"mean": float(amounts.mean()), "median": float(amounts.median())}


def dental_wait(frames: Frames) -> Numbers:
    """Mean wait of two groups, unknown waits aside."""
    wait = frames["patients"].groupby("insurance")["wait"].mean()
    return {"privat mean": float(wait["privat"]), "gesetzlich mean": float(wait["gesetzlich"])}


def dental_far(frames: Frames) -> Numbers:
    """Patients from far away who stayed."""
    patients = frames["patients"]
    return {"patients": int(((patients["distance"] > 20) & ~patients["left"]).sum())}


def ferry_july(frames: Frames) -> Numbers:
    """Both sources' figure for July."""
    sailings, report = frames["sailings"], frames["report"]
    day_by_day = sailings.loc[sailings["date"].dt.month == 7, "passengers"].sum()
    return {
        "sum of the daily sailings": int(day_by_day),
        "harbour office report": int(report.set_index("month").loc["2024-07", "passengers"]),
    }


def ferry_vehicles(frames: Frames) -> Numbers:
    """Renewal of two groups."""
    rates = frames["passes"].groupby("vehicle")["renewed"].mean() * 100
    return {"car renewed %": float(rates["car"]), "bicycle renewed %": float(rates["bicycle"])}


def coworking_drivers(frames: Frames) -> Numbers:
    """The only planted driver, at both ends."""
    rates = frames["members"].groupby("billing")["left"].mean() * 100
    return {"monthly billing: left %": float(rates["monthly"]), "annual billing: left %": float(rates["annual"])}


def coworking_desks(frames: Frames) -> Numbers:
    """Desks, written as words in the file."""
    desks = frames["members"]["desks"]
    return {"desks in total": int(desks.sum()), "desks per member": float(desks.mean())}


def coworking_loft(frames: Frames) -> Numbers:
    """Check-ins at one site in one month, from the file without a header."""
    checkins = frames["checkins"]
    april = checkins["date"].dt.month == 4
    return {"check-ins": int((april & (checkins["site"] == "North Loft")).sum())}


def pets_share(frames: Frames) -> Numbers:
    """Purchase rate overall and of two species."""
    quotes = frames["quotes"]
    rates = quotes.groupby("species")["bought"].mean() * 100
    return {
        "overall purchased %": percent(quotes["bought"]),
        "dog purchased %": float(rates["dog"]),
        "cat purchased %": float(rates["cat"]),
    }


def pets_channels(frames: Frames) -> Numbers:
    """Two channels' rates: the sign turns within each species."""
    quotes = frames["quotes"]
    rates = quotes.groupby("channel")["bought"].mean() * 100
    inside = quotes.groupby(["species", "channel"])["bought"].mean() * 100
    for name in ("dog", "cat", "rabbit"):
        if inside[name]["vet"] <= inside[name]["web"]:
            raise ValueError(f"No reversal for {name}")
    if rates["vet"] >= rates["web"]:
        raise ValueError("No reversal overall")
    return {"web purchased %": float(rates["web"]), "vet purchased %": float(rates["vet"])}


def seeds_score(frames: Frames) -> Numbers:
    """Mean score of two groups in one survey."""
    scores = frames["survey_2024"].groupby("saves")["score"].mean()
    return {"save their own: mean": float(scores[True]), "do not: mean": float(scores[False])}


def seeds_crops(frames: Frames) -> Numbers:
    """One option of a multi-select without another."""
    crops = frames["survey_2023"]["crops"].str.split("; ")
    return {"gardeners": sum("tomatoes" in row and "beans" not in row for row in crops)}


def choirs_months(frames: Frames) -> Numbers:
    """Registrations of four months, whose dates stand in three styles."""
    months = frames["choirs"]["registered"].dt.to_period("M").astype(str).value_counts()
    return {month: int(months[month]) for month in ("2024-01", "2024-02", "2024-03", "2024-04")}


def choirs_first(frames: Frames) -> Numbers:
    """Churn of newcomers and of the others."""
    rates = frames["choirs"].groupby("first")["churned"].mean() * 100
    return {"first-timers churned %": float(rates[True]), "others churned %": float(rates[False])}


def choirs_chamber(frames: Frames) -> Numbers:
    """Mean size of one category, partly in words."""
    choirs = frames["choirs"]
    return {"mean singers": float(choirs.loc[choirs["category"] == "chamber", "singers"].mean())}


OPEN: Answers = {
    "library-01": library_lapsed,
    "library-02": library_harbour,
    "vineyard-01": vineyard_tiers,
    "vineyard-02": vineyard_riesling,
    "dental-01": dental_wait,
    "dental-02": dental_far,
    "ferry-01": ferry_july,
    "ferry-02": ferry_vehicles,
    "coworking-01": coworking_drivers,
    "coworking-02": coworking_desks,
    "coworking-03": coworking_loft,
    "pet_insurance-01": pets_share,
    "pet_insurance-02": pets_channels,
    "seed_bank-01": seeds_score,
    "seed_bank-02": seeds_crops,
    "choir_festival-01": choirs_months,
    "choir_festival-02": choirs_first,
    "choir_festival-03": choirs_chamber,
}


def questions(half: str) -> list[dict]:
    """Read one file of questions."""
    return [json.loads(line) for line in (HERE / f"{half}.jsonl").read_text("utf-8").splitlines()]


def tolerance(label: str) -> dict[str, float]:
    """Allow a tenth of a point for percentages, half a percent for anything else."""
    return {"tol_abs": 0.1} if label.endswith("%") else {"tol_rel": 0.005}


def filled(items: Iterable[dict], answers: Answers, truth: dict[str, Frames]) -> list[dict]:
    """Put the truth's figures into questions; an unanswerable one has none."""
    result = []
    for item in items:
        if item["answerable"] != (item["id"] in answers):
            raise ValueError(f"{item['id']}: answerable, or computed, but not both")
        found = answers[item["id"]](truth[item["set"]]) if item["answerable"] else {}
        numbers = [{"label": name, "value": round(value, 6), **tolerance(name)} for name, value in found.items()]
        result.append(item | {"expected": item["expected"] | {"numbers": numbers}})
    return result


def main(write: bool) -> int:
    """Compare, or write, both halves; gives the number of questions that differ."""
    from tests.evals.awkward.answers_held import HELD

    truth = {name: make() for name, (make, _) in COMPANIES.items()}
    wrong = 0
    for half, answers in (("open", OPEN), ("held", HELD)):
        old = questions(half)
        new = filled(old, answers, truth)
        differing = [item["id"] for item, right in zip(old, new, strict=True) if item != right]
        if write:
            text = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in new)
            (HERE / f"{half}.jsonl").write_text(text, "utf-8")
            sys.stdout.write(f"{half}: {len(new)} questions written\n")
            continue
        wrong += len(differing)
        sys.stdout.write(f"{half}: {len(new)} questions, {len(new) - len(differing)} as the truth has them\n")
        sys.stdout.writelines(f"  differs: {name}\n" for name in differing)
    return wrong


if __name__ == "__main__":
    sys.exit(min(main("--write" in sys.argv), 1))
