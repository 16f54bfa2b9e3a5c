"""The names of months and seasons, and their numbers in EDTF."""

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SEASONS = ("spring", "summer", "fall", "winter")

# In EDTF, 23 means both Fall and Autumn. Here it is Fall. Autumn has the number of
# "Autumn (Northern Hemisphere)", which covers the same months, so that the typed word is shown.
AUTUMN = 27

# Names to read.
NUMBERS = {
    **{month: number for number, month in enumerate(MONTHS, start=1)},
    **{month[:3]: number for number, month in enumerate(MONTHS, start=1)},
    **{season: number for number, season in enumerate(SEASONS, start=21)},
    "sept": 9,
    "autumn": AUTUMN,
}

# Names to show.
NAMES = {
    **{number: month[:3].title() for number, month in enumerate(MONTHS, start=1)},
    **{number: season.title() for number, season in enumerate(SEASONS, start=21)},
    AUTUMN: "Autumn",
}

# First and last month. Winter is sorted as the December in which it begins, because the standard
# orders the seasons of a year from spring to winter.
SEASON_MONTHS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12), AUTUMN: (9, 11)}
