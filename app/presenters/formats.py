"""Numbers, sizes, money and dates in words of the page's language."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

from babel.dates import format_date, format_datetime
from babel.numbers import UnknownCurrencyError, format_currency, format_decimal
from babel.units import format_unit
from flask_babel import gettext, ngettext

from app.presenters.language import page_language

Number = Decimal | float | int

# Day before month in English too: 04/05 and "April 5" are read differently across borders.
_DATE_LOCALES = {"en": "en_GB", "fr": "fr"}
# Larger numbers, which no honest record states, are written as powers of ten.
_MOST_DIGITS = 15
_YEAR = re.compile(r"\d{4}")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


def number(value: Number) -> str:
    """The number as the page's language writes it: 1,234.5 or 1 234,5."""
    if isinstance(value, int) and 0 <= value < 1000:
        return str(value)
    exact = decimal(value)
    if exact.adjusted() >= _MOST_DIGITS:
        return f"{exact:.3E}"
    return format_decimal(exact, format="#,##0.##", locale=page_language())


def number_range(minimum: Number | None, maximum: Number | None) -> str | None:
    """One number, "4–12", "at least 4" or "up to 12"; None when nothing is stated."""
    if minimum is not None and maximum is not None:
        return number(minimum) if minimum == maximum else f"{number(minimum)}–{number(maximum)}"
    if minimum is not None:
        return gettext("at least %(number)s", number=number(minimum))
    if maximum is not None:
        return gettext("up to %(number)s", number=number(maximum))
    return None


def plural_of(value: Number) -> int:
    """The whole number whose plural form goes with `value`.

    A fraction above one is plural in English and singular in French: "1.5 credits", "1,5 crédit".
    """
    exact = decimal(value)
    whole = int(min(exact, Decimal(10) ** _MOST_DIGITS))
    if exact == whole or page_language() == "fr":
        return whole
    return whole + 2


def hours(minimum: Number | None, maximum: Number | None) -> str | None:
    """Hours of work, "120 hours" or "12–16 hours"; None when nothing is stated."""
    amount = number_range(minimum, maximum)
    if amount is None:
        return None
    many = plural_of(maximum if maximum is not None else minimum or 0)
    return ngettext("%(amount)s hour", "%(amount)s hours", many, amount=amount)


def credits(
    minimum: Number | None, maximum: Number | None, unit: str | None, unit_name: str | None = None
) -> str | None:
    """Credits with their unit, never converted; None when nothing is stated."""
    amount = number_range(minimum, maximum)
    if amount is None:
        return None
    many = plural_of(maximum if maximum is not None else minimum or 0)
    if unit == "ects":
        return ngettext("%(amount)s ECTS credit", "%(amount)s ECTS credits", many, amount=amount)
    if unit == "ceu":
        return ngettext(
            "%(amount)s continuing education unit (CEU)",
            "%(amount)s continuing education units (CEU)",
            many,
            amount=amount,
        )
    if unit == "us-semester":
        return ngettext(
            "%(amount)s US semester credit", "%(amount)s US semester credits", many, amount=amount
        )
    if unit in _CREDIT_SYSTEMS:
        return ngettext(
            "%(amount)s %(system)s credit",
            "%(amount)s %(system)s credits",
            many,
            amount=amount,
            system=_CREDIT_SYSTEMS[unit],
        )
    if unit_name:
        return f"{amount} {unit_name}"
    return ngettext(
        "%(amount)s credit (unit not stated)",
        "%(amount)s credits (unit not stated)",
        many,
        amount=amount,
    )


def money(price: Number | None, currency: str | None) -> str | None:
    """A price with the code of its currency, since "$" is several; None when there is no price."""
    if price is None:
        return None
    exact = decimal(price)
    if exact.adjusted() >= _MOST_DIGITS:
        return f"{number(exact)} {currency or ''}".rstrip()
    if not currency:
        return gettext("%(amount)s (currency not stated)", amount=number(exact))
    pattern = "#,##0.00 ¤¤" if exact != exact.to_integral_value() else "#,##0 ¤¤"
    try:
        written = format_currency(
            exact, currency, format=pattern, locale=page_language(), currency_digits=False
        )
    except UnknownCurrencyError:
        written = f"{number(exact)} {currency}"
    return gettext("No charge (%(amount)s)", amount=written) if exact == 0 else written


def file_size(bytes_: int) -> str:
    """The size of a file in the unit that fits: "3.7 MB", in French "3,7 Mo"."""
    unit, size = next((each for each in _FILE_SIZES.items() if bytes_ >= each[1]), ("byte", 1))
    amount = round(bytes_ / size, 1 if bytes_ < 10 * size else 0)
    return format_unit(
        amount,
        f"digital-{unit}",
        "long" if unit == "byte" else "short",
        locale=page_language(),
    )


def day(stated: str | date | None) -> str | None:
    """A date as exact as stated: a day, "April 2023" or "2023"; other text stays as it is."""
    if stated is None or stated == "":
        return None
    if isinstance(stated, date):
        return format_date(stated, format="d MMMM y", locale=_date_locale())
    if _YEAR.fullmatch(stated):
        return stated
    try:
        if month := _MONTH.fullmatch(stated):
            first = date(int(month[1]), int(month[2]), 1)
            return format_date(first, format="MMMM y", locale=_date_locale())
        return day(date.fromisoformat(stated[:10]))
    except ValueError:
        return stated


def instant(stamp: str) -> str:
    """An instant of the change log, to the minute, in UTC."""
    moment = datetime.fromisoformat(stamp).astimezone(UTC)
    written = format_datetime(moment, format="d MMMM y, HH:mm", locale=_date_locale())
    return gettext("%(moment)s UTC", moment=written)


def decimal(value: Number | str) -> Decimal:
    """The exact number; a float is taken as it is printed, not as it is stored."""
    try:
        return value if isinstance(value, Decimal) else Decimal(str(value))
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is not a number.") from error


_FILE_SIZES = {"gigabyte": 10**9, "megabyte": 10**6, "kilobyte": 10**3, "byte": 1}
_CREDIT_SYSTEMS = {
    "rqf": "RQF",
    "scqf": "SCQF",
    "nzqcf": "NZQCF",
    "nqf-za": "NQF (ZA)",
    "hkqf": "HKQF",
    "fet-ie": "FET (IE)",
    "qcf": "QCF",
}


def _date_locale() -> str:
    return _DATE_LOCALES[page_language()]
