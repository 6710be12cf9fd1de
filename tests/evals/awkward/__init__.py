"""Tables that are awkward on purpose, and questions over them whose answers are known from the clean truth."""
