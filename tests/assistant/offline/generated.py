"""Questions generated from invented schemas: what people call a column is not what its header says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any

from tools.tables.catalog import Catalog, Column, Quantity, Role, Storage, Table


@dataclass(frozen=True)
class Field:
    """A column, and how people speak of it (`said`) and of its values (value to phrase)."""

    name: str
    role: Role
    said: Sequence[str]
    storage: Storage = "text"
    values: Mapping[str, str] = field(default_factory=dict)
    unit: Quantity | None = None
    positive: str | None = None
    label: str = ""
    words: tuple[str, ...] = ()

    def column(self) -> Column:
        return Column(
            name=self.name,
            label=self.label or self.name.replace("_", " "),
            role=self.role,
            storage=self.storage,
            values=tuple((value, 90 - 7 * index) for index, value in enumerate(self.values)),
            distinct=len(self.values) or 400,
            unit=self.unit,
            positive=self.positive,
            minimum="2023-01-05" if self.role == "time" else None,
            maximum="2024-09-28" if self.role == "time" else None,
            words=self.words,
        )


@dataclass(frozen=True)
class Schema:
    """A table of an invented company; `rows` is what a row is called, `verb` how its outcome is asked."""

    name: str
    rows: str
    fields: Sequence[Field]
    people: bool = True
    rate: str = ""
    verb: str = ""
    outcome: str | None = None
    person: str | None = None

    def catalog(self, without: frozenset[str] = frozenset()) -> Catalog:
        columns = [item.column() for item in self.fields if item.name not in without]
        times = [item.name for item in columns if item.role == "time"]
        table = Table(
            name=self.name,
            rows=5000,
            columns=tuple(columns),
            entity=self.rows.removesuffix("s"),
            rows_are_people=self.people,
            person=self.person,
            key=(columns[0].name,),
            time=times[0] if times else None,
            outcome=self.outcome if self.outcome not in without else None,
        )
        return Catalog(tables=(table,))

    def of(self, *roles: str) -> list[Field]:
        return [item for item in self.fields if item.role in roles]


@dataclass(frozen=True)
class Case:
    """A question, the slots its call must have, and the columns without which it cannot be answered."""

    schema: Schema
    kind: str
    question: str
    expected: Mapping[str, Any]
    needs: frozenset[str]


DEVELOPMENT = (
    Schema(
        "gym_members.csv",
        "members",
        rate="cancellation rate",
        verb="cancel",
        outcome="cancelled",
        fields=(
            Field("member_id", "id", ()),
            Field("joined_on", "time", ("joining date",), "date"),
            Field(
                "MembershipPlan",
                "segment",
                ("membership plan", "plan"),
                values={"Basic": "Basic", "Premium": "Premium", "Family": "Family"},
            ),
            Field(
                "home_branch",
                "segment",
                ("branch", "home branch"),
                values={"Riverside": "Riverside", "Old Town": "Old Town", "Airport": "Airport"},
            ),
            Field("age", "measure", ("age",), "number", unit="age"),
            Field("monthly_fee", "measure", ("monthly fee", "fee"), "number", unit="money"),
            Field(
                "personal_trainer",
                "segment",
                ("a personal trainer",),
                values={"No": "", "Yes": ""},
                positive="Yes",
            ),
            Field(
                "cancelled",
                "outcome",
                ("cancellation",),
                values={"No": "", "Yes": ""},
                positive="Yes",
                words=("churn",),
            ),
        ),
    ),
    Schema(
        "accounts.csv",
        "customers",
        rate="churn rate",
        verb="churn",
        outcome="churned",
        fields=(
            Field("customer_id", "id", ()),
            Field("signup_date", "time", ("sign-up date",), "date"),
            Field(
                "plan",
                "segment",
                ("plan", "subscription plan"),
                values={"Free": "Free", "Team": "Team", "Enterprise": "Enterprise"},
            ),
            Field(
                "country",
                "segment",
                ("country",),
                values={"Germany": "Germany", "France": "France", "Japan": "Japan"},
            ),
            Field("seats", "measure", ("number of seats", "seats"), "number", unit="count"),
            Field(
                "mrr",
                "measure",
                ("monthly recurring revenue", "MRR"),
                "number",
                unit="money",
                label="monthly recurring revenue",
            ),
            Field(
                "usesApi",
                "segment",
                ("API use",),
                "number",
                values={"0": "", "1": ""},
                positive="1",
                label="uses API",
            ),
            Field(
                "churned",
                "outcome",
                ("churn",),
                "number",
                values={"0": "", "1": ""},
                positive="1",
                words=("churn",),
            ),
        ),
    ),
    Schema(
        "bakery_orders.xlsx",
        "orders",
        people=False,
        person="client_no",
        fields=(
            Field("order_no", "id", ()),
            Field("client_no", "id", ()),
            Field("order_date", "time", ("order date",), "date"),
            Field(
                "shop", "segment", ("shop", "store"), values={"Mitte": "Mitte", "Nord": "Nord", "Hafen": "Hafen"}
            ),
            Field(
                "product_group",
                "segment",
                ("product group",),
                values={"Bread": "bread", "Cakes": "cake", "Coffee": "coffee"},
            ),
            Field(
                "amount_eur",
                "measure",
                ("order value", "order amount"),
                "number",
                unit="money",
                label="amount EUR",
            ),
            Field("pieces", "measure", ("number of pieces", "pieces"), "number", unit="count"),
        ),
    ),
    Schema(
        "supplier_survey.csv",
        "respondents",
        fields=(
            Field("Timestamp", "time", ("date",), "date"),
            Field(
                "What type of hospital do you work in?",
                "segment",
                ("type of hospital", "hospital type"),
                values={"University": "university", "Private clinic": "private clinic", "Regional": "regional"},
            ),
            Field(
                "How satisfied are you with delivery times? (1-5)",
                "ordinal",
                ("satisfaction with delivery times",),
                "number",
                values={"1": "", "2": "", "3": "", "4": "", "5": ""},
                unit="score",
            ),
            Field(
                "Do you order sterile gloves online?",
                "segment",
                ("sterile gloves online",),
                values={"No": "", "Yes": ""},
                positive="Yes",
            ),
            Field(
                "How many beds does your hospital have?",
                "measure",
                ("number of beds", "beds"),
                "number",
                unit="count",
            ),
            Field(
                "Which product line do you order most often?",
                "multi_select",
                ("product line",),
                values={"Wound care": "wound care", "Imaging": "imaging", "Furniture": "furniture"},
            ),
        ),
    ),
)

HELD_OUT = (
    Schema(
        "stays_2024.csv",
        "bookings",
        people=False,
        person="guest_code",
        rate="cancellation rate",
        verb="cancel",
        outcome="is_canceled",
        fields=(
            Field("booking_ref", "id", ()),
            Field("guest_code", "id", ()),
            Field("arrival", "time", ("arrival date",), "date"),
            Field(
                "room_type",
                "segment",
                ("room type", "type of room"),
                values={"Single": "single", "Suite": "suite", "Family room": "family room"},
            ),
            Field(
                "distribution_channel",
                "segment",
                ("channel", "booking channel"),
                values={"Travel agency": "travel agency", "Website": "website", "Phone": "phone"},
            ),
            Field("nightly_rate", "measure", ("nightly rate", "price per night"), "number", unit="money"),
            Field("nights", "measure", ("number of nights", "nights"), "number", unit="count"),
            Field("breakfast", "segment", ("breakfast",), values={"no": "", "yes": ""}, positive="yes"),
            Field("is_canceled", "outcome", ("cancellation",), "number", values={"0": "", "1": ""}, positive="1"),
        ),
    ),
    Schema(
        "policen.csv",
        "policies",
        rate="renewal rate",
        verb="renew",
        outcome="renewed",
        fields=(
            Field("policy", "id", ()),
            Field("start", "time", ("start date",), "date"),
            Field(
                "TariffClass",
                "segment",
                ("tariff class", "tariff"),
                values={"Compact": "Compact", "Comfort": "Comfort", "Exclusive": "Exclusive"},
            ),
            Field(
                "federalState",
                "segment",
                ("federal state", "state"),
                values={"Bayern": "Bayern", "Hessen": "Hessen", "Sachsen": "Sachsen"},
            ),
            Field("annual_premium", "measure", ("annual premium", "yearly premium"), "number", unit="money"),
            Field("claims_count", "measure", ("number of claims", "claims"), "number", unit="count"),
            Field("driver_age", "measure", ("age of the driver", "driver age"), "number", unit="age"),
            Field("renewed", "outcome", ("renewal",), values={"no": "", "yes": ""}, positive="yes"),
        ),
    ),
    Schema(
        "learners.parquet",
        "learners",
        rate="completion rate",
        verb="",
        outcome="completed",
        fields=(
            Field("learner", "id", ()),
            Field("enrolled", "time", ("enrolment date",), "date"),
            Field(
                "course_topic",
                "segment",
                ("course topic", "topic"),
                values={"Statistics": "statistics", "Design": "design", "Languages": "languages"},
            ),
            Field(
                "education_level",
                "ordinal",
                ("level of education", "education"),
                values={"School": "school", "Bachelor": "bachelor", "Master": "master"},
            ),
            Field("hours_watched", "measure", ("hours watched",), "number", unit="duration"),
            Field("quiz_score", "measure", ("quiz score", "score in the quiz"), "number", unit="score"),
            Field("has_mentor", "segment", ("a mentor",), values={"no": "", "yes": ""}, positive="yes"),
            Field("completed", "outcome", ("completion",), values={"no": "", "yes": ""}, positive="yes"),
        ),
    ),
    Schema(
        "rentals.tsv",
        "rentals",
        people=False,
        person="driver_id",
        fields=(
            Field("rental_no", "id", ()),
            Field("driver_id", "id", ()),
            Field("pickup_day", "time", ("pick-up day",), "date"),
            Field(
                "vehicleClass",
                "segment",
                ("vehicle class", "class of vehicle"),
                values={"Compact": "compact", "Van": "van", "Electric": "electric"},
            ),
            Field(
                "station",
                "segment",
                ("station",),
                values={"Harbour": "harbour", "Central": "central", "University": "university"},
            ),
            Field("price_total", "measure", ("price", "rental price"), "number", unit="money"),
            Field(
                "distance_km",
                "measure",
                ("distance", "kilometres driven"),
                "number",
                unit="number",
                label="distance km",
            ),
        ),
    ),
)

UNSEEN = (
    Schema(
        "donors_export.csv",
        "donors",
        rate="lapse rate",
        verb="lapse",
        outcome="lapsed",
        fields=(
            Field("donor_ref", "id", ()),
            Field("first_gift", "time", ("first gift date",), "date"),
            Field(
                "GivingProgramme",
                "segment",
                ("giving programme", "programme"),
                values={"Monthly": "monthly", "Legacy": "legacy", "One-off": "one-off"},
            ),
            Field(
                "acquisition_source",
                "segment",
                ("acquisition source", "source"),
                values={"Street": "street", "Mailing": "mailing", "Gala dinner": "gala dinner"},
            ),
            Field("gift_amount", "measure", ("gift amount", "size of the gift"), "number", unit="money"),
            Field("donor_age", "measure", ("age",), "number", unit="age"),
            Field("newsletter", "segment", ("the newsletter",), values={"no": "", "yes": ""}, positive="yes"),
            Field("lapsed", "outcome", ("lapse",), values={"no": "", "yes": ""}, positive="yes"),
        ),
    ),
    Schema(
        "toolshop/receipts.csv",
        "receipts",
        people=False,
        person="card_holder",
        fields=(
            Field("receipt", "id", ()),
            Field("card_holder", "id", ()),
            Field("sold_at", "time", ("date of sale",), "date"),
            Field(
                "department",
                "segment",
                ("department",),
                values={"Garden": "garden", "Paint": "paint", "Power tools": "power tools"},
            ),
            Field(
                "outlet",
                "segment",
                ("outlet", "shop"),
                values={"Kings Road": "Kings Road", "Harbour": "Harbour", "Mill Lane": "Mill Lane"},
            ),
            Field("basket_total_gbp", "measure", ("basket total",), "number", unit="money"),
            Field("items_sold", "measure", ("items sold", "number of items sold"), "number", unit="count"),
        ),
    ),
    Schema(
        "clinic_visits.xlsx",
        "visits",
        people=False,
        person="patient_no",
        rate="no-show rate",
        verb="",
        outcome="no_show",
        fields=(
            Field("visit_no", "id", ()),
            Field("patient_no", "id", ()),
            Field("visit_date", "time", ("visit date",), "date"),
            Field(
                "doctor_specialty",
                "segment",
                ("specialty", "doctor specialty"),
                values={"Dermatology": "dermatology", "Cardiology": "cardiology", "Paediatrics": "paediatrics"},
            ),
            Field(
                "insurance_type",
                "segment",
                ("insurance type", "type of insurance"),
                values={"Public": "public", "Private": "private", "Self-paid": "self-paid"},
            ),
            Field("waiting_minutes", "measure", ("waiting minutes", "waiting time"), "number", unit="duration"),
            Field("bill_amount", "measure", ("bill amount", "bill"), "number", unit="money"),
            Field("reminder_sent", "segment", ("a reminder sent",), values={"0": "", "1": ""}, positive="1"),
            Field("no_show", "outcome", ("no-show",), values={"0": "", "1": ""}, positive="1"),
        ),
    ),
)

_MEANS = (
    "What is the average {m}?",
    "What's the mean {m} of our {r}?",
    "Tell me the average {m}",
    "How high is the {m} on average?",
)
_MEDIANS = ("What is a typical {m}?", "median {m} please", "What is the median {m}?")
_GROUPED = (
    "What is the average {m} by {g}?",
    "How does the average {m} differ by {g}?",
    "Average {m} per {g}",
    "For each {g}, what is the mean {m}?",
)
_FILTERED = (
    "What is the average {m} of {v} {r}?",
    "Among {v} {r}, what is the mean {m}?",
    "average {m} where {g} is {v}",
)
_COUNTS = (
    "How many {v} {r} are there?",
    "How many {r} are {v}?",
    "Number of {v} {r}",
    "Count the {r} with {g} {v}",
)
_SHARES = ("What share of {r} are {v}?", "What percentage of {r} is {v}?", "Share of {v} {r}")
_RATES = (
    "What is the {o} by {g}?",
    "How does the {o} differ by {g}?",
    "{o} per {g}",
    "Show me the {o} for each {g}",
)
_RATE_OF = ("What is the {o} of {v} {r}?", "What is the {o} among {v} {r}?", "How high is the {o} for {v} {r}?")
_BEST = (
    "Which {g} has the highest {o}?",
    "In which {g} is the {o} highest?",
    "Which {g} has the highest {o} and why not the others"[:34],
)
_COMPARE = (
    "Is the {o} of {v} {r} higher than that of {w} {r}?",
    "Compare the {o} of {v} and {w} {r}",
    "Is there a significant difference in {o} between {v} and {w}?",
    "{o}: {v} vs {w}",
)
_COMPARE_MEAN = (
    "Compare the average {m} of {v} and {w} {r}",
    "Is the {m} of {v} {r} higher than that of {w} {r}?",
    "Does the {m} differ significantly between {v} and {w}?",
)
_TOP = (
    "What are the most common {g}s?",
    "Which {g} is the most frequent?",
    "Top three {g}s",
    "How many {r} per {g}?",
)
_TREND = ("How did the number of {r} develop per month?", "How many {r} per month?")
_WITH = ("What share of {r} have {b}?", "How many {r} have {b}?")
_PROFILE = ("Profile our {v} {r}", "What do our {v} {r} look like?", "Describe the {v} {r}")
_QUALITY = (
    "Are there missing values in the {m} column?",
    "How many blanks are in {m}?",
    "Any data problems with {m}?",
)
_MONTHLY = ("What was the total {m} per month?", "Total {m} by month")


def _conditions(item: Field, value: str) -> list[dict[str, Any]]:
    return [{"column": item.name, "op": "=", "value": value}]


def cases(schema: Schema) -> Iterator[Case]:
    """Yield questions over every column of a schema, templates and wordings taken in turn."""
    turns = {
        name: cycle(templates) for name, templates in globals().items() if name.startswith("_") and name.isupper()
    }

    def made(kind: str, expected: dict[str, Any], needs: Sequence[str], **words: str) -> Case:
        text = next(turns[kind]).format(r=schema.rows, **words)
        return Case(schema, kind, text[0].upper() + text[1:], expected, frozenset(needs))

    groups = [
        item
        for item in schema.of("segment", "ordinal", "multi_select")
        if item.positive is None and item.storage == "text"
    ]
    flags = [item for item in schema.of("segment") if item.positive is not None]
    for measure in schema.of("measure"):
        for said in measure.said:
            yield made("_MEANS", {"aggregate": "mean", "metric": measure.name}, [measure.name], m=said)
            yield made("_MEDIANS", {"aggregate": "median", "metric": measure.name}, [measure.name], m=said)
        yield made("_QUALITY", {"metric": measure.name}, [measure.name], m=measure.said[0])
        if measure.unit == "money" and not schema.people:
            yield made("_MONTHLY", {"aggregate": "sum", "metric": measure.name}, [measure.name], m=measure.said[0])
        for group in groups:
            (value, said), (_, other) = list(group.values.items())[:2]
            slots = {"aggregate": "mean", "metric": measure.name}
            needs = [measure.name, group.name]
            yield made("_GROUPED", {**slots, "by": [group.name]}, needs, m=measure.said[-1], g=group.said[-1])
            yield made(
                "_FILTERED",
                {**slots, "where": _conditions(group, value)},
                needs,
                m=measure.said[0],
                g=group.said[0],
                v=said,
            )
            yield made(
                "_COMPARE_MEAN",
                {"metric": measure.name, "contrast": True},
                needs,
                m=measure.said[0],
                v=said,
                w=other,
            )
    for group in groups:
        for index, (value, said) in enumerate(list(group.values.items())[:2]):
            yield made(
                "_COUNTS",
                {"aggregate": "count", "where": _conditions(group, value)},
                [group.name],
                v=said,
                g=group.said[index % len(group.said)],
            )
            yield made(
                "_SHARES", {"aggregate": "share", "metric": group.name, "value": value}, [group.name], v=said
            )
        yield made("_TOP", {"groups": group.name}, [group.name], g=group.said[0])
        yield made("_PROFILE", {"where": _conditions(group, value)}, [group.name], v=said)
        if schema.rate:
            outcome = {"metric": schema.outcome}
            needs = [group.name, str(schema.outcome)]
            (value, said), (_, other) = list(group.values.items())[:2]
            for wording in group.said:
                yield made("_RATES", {**outcome, "by": [group.name]}, needs, o=schema.rate, g=wording)
            yield made("_RATE_OF", {**outcome, "where": _conditions(group, value)}, needs, o=schema.rate, v=said)
            yield made("_BEST", {**outcome, "by": [group.name]}, needs, o=schema.rate, g=group.said[0])
            yield made("_COMPARE", {**outcome, "contrast": True}, needs, o=schema.rate, v=said, w=other)
    for flag in flags:
        yield made("_WITH", {"flag": flag.name}, [flag.name], b=flag.said[0])
    if schema.of("time"):
        yield made(
            "_TREND", {"aggregate": "count", "by": [schema.of("time")[0].name]}, [schema.of("time")[0].name]
        )


def meets(expected: Mapping[str, Any], arguments: Mapping[str, Any]) -> bool:
    """Return whether a call has the expected slots (`by` compared by column, conditions exactly)."""
    by = [item["column"] for item in _many(arguments.get("by"))]
    for name, value in expected.items():
        if name == "by":
            good = by == value
        elif name == "contrast":
            good = bool(arguments.get("contrast") or by)
        elif name == "groups":
            good = arguments.get("metric") == value or by == [value]
        elif name == "flag":
            good = arguments.get("metric") == value or any(
                item["column"] == value for item in arguments.get("where", ())
            )
        elif name == "metric":
            good = value in {arguments.get("metric"), arguments.get("outcome")}
        else:
            good = arguments.get(name) == value
        if not good:
            return False
    extra = (
        set()
        if {"where", "contrast", "flag"} & set(expected)
        else {item["column"] for item in arguments.get("where", ())}
    )
    return not extra


def _many(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list) else [value]
