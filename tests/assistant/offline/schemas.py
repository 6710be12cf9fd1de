"""Tables of invented companies with what people call their columns and values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
