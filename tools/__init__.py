"""Computes: tables, the analyses over them, and what may be told of their results."""

from typing import Any

from tools.act.campaign import REVIEW_CAMPAIGN
from tools.analysis import Analysis
from tools.who.audience import SIZE_AUDIENCE
from tools.who.channels import CHANNEL_FIT
from tools.who.check import CHECK_DATA
from tools.who.clusters import FIND_GROUPS
from tools.who.compare import COMPARE_SEGMENTS
from tools.who.coverage import FIELD_COVERAGE
from tools.who.describe import DESCRIBE_DATA
from tools.who.drivers import FIND_DRIVERS
from tools.who.lookalikes import FIND_LOOKALIKES
from tools.who.price import WILLINGNESS_TO_PAY
from tools.who.profile import PROFILE_SEGMENT
from tools.who.query import QUERY_TABLE
from tools.who.readiness import FIND_SIGNALS
from tools.who.said_done import SAY_AGAINST_DO
from tools.who.shape import TYPICAL_VALUE
from tools.who.survival import TIME_TO_EVENT
from tools.who.worth import CUSTOMER_WORTH
from tools.why.evidence import FIND_EVIDENCE

TOOLS: tuple[Analysis[Any], ...] = (
    FIND_EVIDENCE,
    DESCRIBE_DATA,
    CHECK_DATA,
    FIELD_COVERAGE,
    PROFILE_SEGMENT,
    COMPARE_SEGMENTS,
    QUERY_TABLE,
    TYPICAL_VALUE,
    FIND_DRIVERS,
    CUSTOMER_WORTH,
    TIME_TO_EVENT,
    FIND_SIGNALS,
    FIND_LOOKALIKES,
    FIND_GROUPS,
    SIZE_AUDIENCE,
    WILLINGNESS_TO_PAY,
    CHANNEL_FIT,
    SAY_AGAINST_DO,
    REVIEW_CAMPAIGN,
)
