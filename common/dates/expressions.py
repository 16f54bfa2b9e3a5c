"""What the database computes of a column with dates."""

from django.db import models
from django.db.models import Case, Func, Value, When
from django.db.models.functions import Cast, NullIf, Replace, Substr
from django.db.models.lookups import Exact


def extract_year(column: str) -> Case:
    """Compute the first year of a column with EDTF; NULL without a date, and 0 if it is no date.

    Databases differ in what they do with letters that are cast to a number, so only a text that is
    empty once its digits are cut is cast.
    """
    start = Replace(Replace(column, Value("{"), Value("")), Value("../"), Value(""))
    year = Substr(start, 1, 4)
    rest = Func(year, Value("0123456789"), function="LTRIM", output_field=models.CharField())
    number = Cast(NullIf(year, Value("")), models.IntegerField())
    return Case(When(Exact(rest, Value("")), then=number), default=Value(0))
