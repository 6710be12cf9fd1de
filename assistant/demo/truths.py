"""What is planted, as numbers that the other modules draw from; DATASHEET.md has the figures that come out."""

from datetime import date

CUSTOMERS = 3200
REASONS = {"cook": 38, "parent": 24, "calm": 22, "gift": 16}

# What share of customers has left, by the way the window faces and by plan. Inside each direction the yearly plan
# loses fewer than the monthly one; it loses more overall because the video ad sold it to windows facing north.
LEFT = {
    "north": {"Monthly refill": 0.62, "Yearly refill": 0.52, "No plan": 0.45},
    "east": {"Monthly refill": 0.22, "Yearly refill": 0.14, "No plan": 0.12},
    "south": {"Monthly refill": 0.18, "Yearly refill": 0.11, "No plan": 0.10},
    "west": {"Monthly refill": 0.20, "Yearly refill": 0.13, "No plan": 0.11},
}
NORTH_OF_VIDEO, NORTH_OF_OTHERS = 0.65, 0.14
PLANS = ("Monthly refill", "Yearly refill", "No plan")
PLAN_WEIGHTS = {  # (came through the video ad, window faces north) -> weights of PLANS
    (True, True): (14, 78, 8),
    (True, False): (50, 35, 15),
    (False, True): (42, 34, 24),
    (False, False): (62, 12, 26),
}

# Euro spent for one new customer. The video ad is the cheapest here and the dearest per customer who stays.
COST_OF_ONE = {
    "Video ad": 12.9,
    "Newsletter": 13.6,
    "Friend": 14.0,
    "Search": 14.6,
    "Partner shop": 15.1,
    "Fair": 15.6,
}

# A city with fewer people than the threshold, and two groups that differ by fewer.
SMALL_CITY, SMALL_CITY_HAS = "Sligo", 4
SUBSCRIBED, CONFIRMED = 800, 797

# What people say and do not do: share of answers, share of customers who ever ordered them.
WOULD_PAY_MORE, EVER_ORDERED = 0.78, 0.065
PLASTIC_FREE_SINCE = date(2024, 5, 1)

PLANTER_2_SINCE = date(2025, 3, 3)
SECOND_PLANTERS = 290  # customers of old who buy the new planter
LAST_QUARTER = date(2025, 4, 1)
PARCELO_UNTIL = date(2024, 10, 1)

# Share of orders that were refunded.
REFUNDED_NORTH, REFUNDED = 0.14, 0.02
# One batch of refunds of this month is booked twice in the monthly report.
DOUBLE_MONTH, DOUBLE_BOOKED = "2024-11", 57
