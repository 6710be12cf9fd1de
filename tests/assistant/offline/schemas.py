"""Tables of invented companies with what people call their columns and values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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


def key(name: str) -> Field:
    """Return the column that identifies rows."""
    return Field(name, "id", ())


def day(name: str, *said: str) -> Field:
    """Return the day by which rows are dated."""
    return Field(name, "time", said, "date")


def amount(name: str, *said: str, **more: Any) -> Field:
    """Return a number that measures something."""
    return Field(name, "measure", said, "number", **more)


def group(name: str, said: Sequence[str], *values: str) -> Field:
    """Return a column of groups that people call by their values."""
    return Field(name, "segment", said, values=dict(zip(values, values, strict=True)))


def common(name: str, said: Sequence[str], *values: str) -> Field:
    """Return a column of groups that people call by common nouns: their values in lower case."""
    return replace(group(name, said, *values), values={value: value.lower() for value in values})


def yes_no(name: str, *said: str, values: tuple[str, str] = ("No", "Yes"), **more: Any) -> Field:
    """Return a column of no and yes."""
    return Field(name, "segment", said, values=dict.fromkeys(values, ""), positive=values[1], **more)


def outcome(name: str, *said: str, **more: Any) -> Field:
    """Return what became of each row, no or yes."""
    return replace(yes_no(name, *said, **more), role="outcome")


DEVELOPMENT = (
    Schema(
        "gym_members.csv",
        "members",
        rate="cancellation rate",
        verb="cancel",
        outcome="cancelled",
        fields=(
            key("member_id"),
            day("joined_on", "joining date"),
            group("MembershipPlan", ("membership plan", "plan"), "Basic", "Premium", "Family"),
            group("home_branch", ("branch", "home branch"), "Riverside", "Old Town", "Airport"),
            amount("age", "age", unit="age"),
            amount("monthly_fee", "monthly fee", "fee", unit="money"),
            yes_no("personal_trainer", "a personal trainer"),
            outcome("cancelled", "cancellation", words=("churn",)),
        ),
    ),
    Schema(
        "accounts.csv",
        "customers",
        rate="churn rate",
        verb="churn",
        outcome="churned",
        fields=(
            key("customer_id"),
            day("signup_date", "sign-up date"),
            group("plan", ("plan", "subscription plan"), "Free", "Team", "Enterprise"),
            group("country", ("country",), "Germany", "France", "Japan"),
            amount("seats", "number of seats", "seats", unit="count"),
            amount("mrr", "monthly recurring revenue", "MRR", unit="money", label="monthly recurring revenue"),
            yes_no("usesApi", "API use", values=("0", "1"), storage="number", label="uses API"),
            outcome("churned", "churn", values=("0", "1"), storage="number", words=("churn",)),
        ),
    ),
    Schema(
        "bakery_orders.xlsx",
        "orders",
        people=False,
        person="client_no",
        fields=(
            key("order_no"),
            key("client_no"),
            day("order_date", "order date"),
            group("shop", ("shop", "store"), "Mitte", "Nord", "Hafen"),
            Field(
                "product_group",
                "segment",
                ("product group",),
                values={"Bread": "bread", "Cakes": "cake", "Coffee": "coffee"},
            ),
            amount("amount_eur", "order value", "order amount", unit="money", label="amount EUR"),
            amount("pieces", "number of pieces", "pieces", unit="count"),
        ),
    ),
    Schema(
        "supplier_survey.csv",
        "respondents",
        fields=(
            day("Timestamp", "date"),
            common(
                "What type of hospital do you work in?",
                ("type of hospital", "hospital type"),
                "University",
                "Private clinic",
                "Regional",
            ),
            Field(
                "How satisfied are you with delivery times? (1-5)",
                "ordinal",
                ("satisfaction with delivery times",),
                "number",
                values={"1": "", "2": "", "3": "", "4": "", "5": ""},
                unit="score",
            ),
            yes_no("Do you order sterile gloves online?", "sterile gloves online"),
            amount("How many beds does your hospital have?", "number of beds", "beds", unit="count"),
            Field(
                "Which product line do you order most often?",
                "multi_select",
                ("product line",),
                values={"Wound care": "wound care", "Imaging": "imaging", "Furniture": "furniture"},
            ),
        ),
    ),
)
