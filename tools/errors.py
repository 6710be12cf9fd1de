"""An analysis that cannot be done, said so that a model can do better."""


class AnalysisError(ValueError):
    """What is wrong with the arguments and which ones would work; shown to the model, never to a user."""
