"""The only detector of personal data: everybody who stores or shows a text calls it."""

from retrieval.privacy.contact import KINDS
from retrieval.privacy.scrub import Privacy, Scrubbed

__all__ = ["KINDS", "Privacy", "Scrubbed"]
