"""Traits that tell of hardship: not protected by law, and yet no basis for choosing whom to approach."""

from tools.tables.catalog import Column
from tools.tables.lexicon import matches, tokens

_HARDSHIP = (
    "debt", "debts", "arrears", "overdue", "overdraft", "default", "defaulted", "delinquent", "insolven*",
    "bankrupt*", "hardship", "payment problems", "dunning", "unemployed", "unemployment", "jobless", "welfare",
    "benefits claimant", "homeless*", "widow*", "bereave*", "divorce*", "addict*", "gambl*", "alcohol*", "illness",
    "depress*", "anxiety", "lonel*", "disab*", "illitera*", "refugee*", "asylum", "vulnerab*",
    "schulden", "zahlungsverzug", "mahnung*", "arbeitslos*", "insolvenz", "verwitwet", "sucht", "einsam*",
    "dette*", "chômage", "chômeur", "surendettement", "veuf", "veuve", "deuda*", "moros*", "desemplead*", "viud*",
)  # fmt: skip


def is_vulnerable(column: Column) -> bool:
    """Return whether a column's name says that it marks people in hardship."""
    return matches([*tokens(column.name), *tokens(column.label)], _HARDSHIP) is not None
