"""What each document is about before one reads it: title, file, account, labels, speakers, date."""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from retrieval.corpus import Corpus
from retrieval.documents import Audience, Document
from retrieval.filters import Filter
from tools.analysis import ToolContext
from tools.why.asked import Asked, Term
from tools.why.beside import Beside, Label
from tools.why.cues import stems
from tools.why.exchange import Stretch, stretches
from tools.why.nouns import nouns
from tools.why.scope import ours
