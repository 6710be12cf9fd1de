"""The right answers to the held questions: not to be read while tuning."""

import pandas as pd

from tests.evals.awkward.answers import Answers, Numbers, percent
from tests.evals.awkward.spelling import Frames


def library_visits(frames: Frames) -> Numbers:
    """Mean visits, uncounted members aside."""
    return {"mean visits": float(frames["members"]["visits"].mean())}


def library_filters(frames: Frames) -> Numbers:
    """Three filters, two of them negated, each member once."""
    members = frames["members"]
    chosen = ~members["newsletter"] & ~members["lapsed"] & (members["joined"] >= "2021-01-01")
    return {"members": int(chosen.sum())}


def library_large(frames: Frames) -> Numbers:
    """Loans of one item type whose name holds another's."""
    loans = frames["loans"]
    return {"loans": int(((loans["kind"] == "Large print book") & (loans["date"].dt.year == 2024)).sum())}


def vineyard_regions(frames: Frames) -> Numbers:
    """Revenue of a year by the buyer's region."""
    orders = frames["orders"].merge(frames["clients"], on="client")
    sums = orders[orders["date"].dt.year == 2023].groupby("region")["amount"].sum()
    return {str(name): float(value) for name, value in sums.items()}


def vineyard_months(frames: Frames) -> Numbers:
    """The months of a year with most and with fewest orders."""
    dates = frames["orders"]["date"]
    counts = dates[dates.dt.year == 2023].dt.month.value_counts()
    if (counts == counts.max()).sum() > 1 or (counts == counts.min()).sum() > 1:
        raise ValueError("A tie among the months")
    if (counts.idxmax(), counts.idxmin()) != (12, 8):
        raise ValueError(f"Other months than the question's note says: {counts.to_dict()}")
    return {"orders in December": int(counts.max()), "orders in August": int(counts.min())}


def vineyard_visits(frames: Frames) -> Numbers:
    """Cancellation of those who visited and of those who did not."""
    rates = frames["clients"].groupby("visited")["cancelled"].mean() * 100
    return {"visited: cancelled %": float(rates[True]), "not visited: cancelled %": float(rates[False])}


def dental_drivers(frames: Frames) -> Numbers:
    """The only planted driver."""
    rates = frames["patients"].groupby("reminder")["left"].mean() * 100
    return {"mit Erinnerung %": float(rates[True]), "ohne Erinnerung %": float(rates[False])}


def dental_top(frames: Frames) -> Numbers:
    """The three kinds of treatment with the largest fees in all."""
    sums = frames["treatments"].groupby("kind")["fee"].sum().nlargest(3)
    return {str(name): float(value) for name, value in sums.items()}


def ferry_direction(frames: Frames) -> Numbers:
    """The share of a port among those who did not renew, not the reverse."""
    passes = frames["passes"]
    return {"Skarholm among non-renewers %": percent(passes.loc[~passes["renewed"], "port"] == "Skarholm")}


def ferry_tie(frames: Frames) -> Numbers:
    """The size of the two largest ports."""
    counts = frames["passes"]["port"].value_counts()
    if counts["Aberwick"] != counts["Lindö"] or counts.max() != counts["Lindö"]:
        raise ValueError("No tie")
    return {"Aberwick": int(counts["Aberwick"]), "Lindö": int(counts["Lindö"])}


def coworking_interests(frames: Frames) -> Numbers:
    """The three options named most."""
    counts = frames["members"]["interests"].str.split(", ").explode().value_counts().nlargest(3)
    return {str(name): int(value) for name, value in counts.items()}


def coworking_fee(frames: Frames) -> Numbers:
    """Median fee under a date and a negation."""
    members = frames["members"]
    chosen = (members["signup"] < "2022-01-01") & (members["plan"] != "Studio")
    return {"median monthly fee": float(members.loc[chosen, "fee"].median())}


def pets_claims(frames: Frames) -> Numbers:
    """Paid claims of one species, through a key of another name."""
    claims = frames["claims"].merge(frames["quotes"], on="quote")
    return {"paid": float(claims.loc[claims["paid"] & (claims["species"] == "cat"), "amount"].sum())}


def pets_age(frames: Frames) -> Numbers:
    """Mean age of one species, unknown ages aside."""
    quotes = frames["quotes"]
    return {"mean age": float(quotes.loc[quotes["species"] == "rabbit", "age"].mean())}


def seeds_change(frames: Frames) -> Numbers:
    """The same question in two surveys."""
    return {f"{year} would order again %": percent(frames[f"survey_{year}"]["again"]) for year in (2023, 2024)}


def seeds_weak(frames: Frames) -> Numbers:
    """Seeds, written with thousands separators, under a range."""
    store: pd.DataFrame = frames["store"]
    return {"seeds": int(store.loc[store["viability"] < 70, "seeds"].sum())}


def choirs_wales(frames: Frames) -> Numbers:
    """Seats per choir of one country; every choir has sold some."""
    choirs = frames["choirs"].query("country == 'Wales'")
    seats = frames["tickets"].loc[frames["tickets"]["choir"].isin(choirs["choir"]), "seats"].sum()
    return {"seats per choir": float(seats / len(choirs))}


def choirs_spread(frames: Frames) -> Numbers:
    """Choirs in each category, each choir once."""
    return {str(name): int(value) for name, value in frames["choirs"]["category"].value_counts().items()}


HELD: Answers = {
    "library-04": library_visits,
    "library-05": library_filters,
    "library-06": library_large,
    "vineyard-04": vineyard_regions,
    "vineyard-05": vineyard_months,
    "vineyard-06": vineyard_visits,
    "dental-04": dental_drivers,
    "dental-05": dental_top,
    "ferry-04": ferry_direction,
    "ferry-05": ferry_tie,
    "coworking-04": coworking_interests,
    "coworking-05": coworking_fee,
    "pet_insurance-04": pets_claims,
    "pet_insurance-05": pets_age,
    "seed_bank-04": seeds_change,
    "seed_bank-05": seeds_weak,
    "choir_festival-04": choirs_wales,
    "choir_festival-05": choirs_spread,
}
