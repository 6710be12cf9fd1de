"""Why a chart is not drawn, in words that end a sentence."""


class UndrawableError(Exception):
    """The chart cannot be drawn; the text completes "No picture: ...", and may be shown to anyone."""
