"""The typed vocabulary of tool arguments: each field says which slot of a question fills it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Slot = Literal[
    "table",
    "metric",
    "aggregate",
    "outcome",
    "value",
    "values",
    "where",
    "having",
    "by",
    "contrast",
    "contrast_table",
    "among",
    "strata",
    "promoters",
    "per",
    "per_aggregate",
    "period",
    "silent",
    "against",
    "order",
    "limit",
    "text",
    "pasted",
    "aspect",
    "kinds",
    "documents",
    "deed_table",
    "deed",
    "deed_metric",
    "check",
    "fields",
]


Need = Literal["sales", "prices"]


def slot(name: Slot, description: str, *, needs: Need | None = None, **options: Any) -> Any:
    """Return a pydantic Field whose JSON schema carries the slot's name for readers without an LLM.

    `needs` says what a table has to hold for the tool: `sales` are dated rows with an amount that tell who paid,
    `prices` questions about them in any table.
    """
    extra: dict[str, Any] = {"slot": name} if needs is None else {"slot": name, "needs": needs}
    return Field(description=description, json_schema_extra=extra, **options)


class Condition(BaseModel):
    """One comparison on a column, e.g. column `Contract`, op `=`, value `Two year`.

    On a column of free text `=` means that the text mentions the words, in any of their forms.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str = Field(description="Exact column name from describe_data.")
    op: Literal["=", "!=", ">", ">=", "<", "<=", "in", "contains", "missing", "present"] = "="
    value: str | float | list[str] | None = Field(
        default=None,
        description="A value as it stands in the data; a list for `in`; none for missing/present.",
    )


Where = tuple[Condition, ...]


class Period(BaseModel):
    """A stretch of time: either fixed dates (inclusive, ISO), or the last `days` before the newest date."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    since: str | None = None
    until: str | None = None
    days: int | None = Field(default=None, ge=1, description="Count back from the newest date in the data.")


class Grouping(BaseModel):
    """A column to group by; dates need a grain, numbers may be cut into `bins` of equal size or at `edges`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    column: str = Field(description="Exact column name from describe_data.")
    grain: Literal["day", "week", "month", "quarter", "year", "weekday", "hour"] | None = None
    bins: int | None = Field(default=None, ge=2, le=20)
    edges: tuple[float, ...] = Field(
        default=(), max_length=20, description="Numbers at which to cut, each the last one of its group."
    )

    @property
    def in_ranges(self) -> bool:
        """Whether the groups are ranges of numbers."""
        return self.bins is not None or bool(self.edges)


COLUMN_FIELDS = ("metric", "outcome", "per", "duration")
WHERE_FIELDS = ("where", "contrast", "among")
GROUPING_FIELDS = ("by", "strata")
"""The fields of any tool that name columns of its table: by themselves, in conditions, to group by."""


class Arguments(BaseModel):
    """Base of every tool's arguments: unknown names are refused, with the known ones named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def conditions(self, field: str) -> Where:
        """Return the conditions in a field, none where the tool has no such field."""
        found: Where = getattr(self, field, None) or ()
        return found

    def groupings(self, field: str) -> tuple[Grouping, ...]:
        """Return what a field groups by, one or several, none where the tool has no such field."""
        found: Grouping | tuple[Grouping, ...] = getattr(self, field, None) or ()
        return (found,) if isinstance(found, Grouping) else found


TableName = Annotated[str, slot("table", "Exact table name from describe_data.")]
