"""The names of months, seasons, terms, quarters and halves of a year, and their numbers in EDTF."""

MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SEASONS = ("spring", "summer", "fall", "winter")

# In EDTF, 23 means both Fall and Autumn. Here it is Fall. Autumn has the number of
# "Autumn (Northern Hemisphere)", which covers the same months, so that the typed word is shown.
AUTUMN = 27

# Likewise "Winter 2023" is 24, and "Winter 2023/24" has the number of the northern winter. The
# second year is known only where it was typed: for some universities, a winter is in one year.
WINTER_OF_TWO_YEARS = 28

QUARTERS = {f"q{number}": 32 + number for number in range(1, 5)}
HALVES = {"h1": 40, "h2": 41}

# The terms of Oxford and Cambridge have no number in EDTF: they are read as their months. (Easter
# by itself is not a term, and is refused.)
TERM_MONTHS = {
    "michaelmas": (10, 12),
    "hilary": (1, 3),
    "lent": (1, 3),
    "trinity": (4, 6),
    "easterterm": (4, 6),
}

# Names to read.
WINTER_TERMS = ("ws", "wise", "wintersemester")
SUMMER_TERMS = ("ss", "sose", "sommersemester")
NUMBERS = {
    **{month: number for number, month in enumerate(MONTHS, start=1)},
    **{month[:3]: number for number, month in enumerate(MONTHS, start=1)},
    **{season: number for number, season in enumerate(SEASONS, start=21)},
    "sept": 9,
    "autumn": AUTUMN,
    **dict.fromkeys(SUMMER_TERMS, 22),
    **dict.fromkeys(WINTER_TERMS, 24),
    **QUARTERS,
    **HALVES,
    **{term: first for term, (first, _last) in TERM_MONTHS.items()},
}

# Names to show.
NAMES = {
    **{number: month[:3].title() for number, month in enumerate(MONTHS, start=1)},
    **{number: season.title() for number, season in enumerate(SEASONS, start=21)},
    AUTUMN: "Autumn",
    WINTER_OF_TWO_YEARS: "Winter",
    **{number: name.upper() for name, number in (QUARTERS | HALVES).items()},
}

# First and last month. Winter is sorted as the December in which it begins, because the standard
# orders the seasons of a year from spring to winter.
SEASON_MONTHS = {
    21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12),
    AUTUMN: (9, 11), WINTER_OF_TWO_YEARS: (12, 12),
}  # fmt: skip

# The parts of a year that are longer than a month, and have no days.
PART_MONTHS = {
    **SEASON_MONTHS,
    33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12),
    40: (1, 6), 41: (7, 12),
}  # fmt: skip
