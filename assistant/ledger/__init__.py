"""The ledger: every number and every quotation of an answer is bound to what an analysis returned."""
