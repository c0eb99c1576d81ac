from datetime import date

import pytest

from fileorg.dates import find_dates, parse_date


@pytest.mark.parametrize(
    "text, date_format",
    [("2024-03-01", "%Y-%m-%d"), ("03/01/2024", "%m/%d/%Y"), ("1 March 2024", "%d %B %Y")],
)
def test_parses_a_date(text, date_format):
    assert parse_date(text, [date_format]) == date(2024, 3, 1)


def test_what_is_no_date_is_none():
    assert parse_date("31 February 2024", ["%d %B %Y"]) is None


def test_finds_dates_in_order_of_appearance():
    text = "Due 3 April 2024, issued 2024-03-01."
    assert find_dates(text, ["%Y-%m-%d", "%d %B %Y"]) == [date(2024, 4, 3), date(2024, 3, 1)]


def test_leaves_impossible_and_glued_dates_out():
    assert find_dates("2024-13-01 and x2024-03-01", ["%Y-%m-%d"]) == []
