"""Numbers as JSON should show them: 20 and not 20.0."""

from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import fields


def number(value: float | Decimal | str | None) -> int | float | None:
    """The number, whole where it is; None for what is none."""
    if value is None:
        return None
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return None
    if not exact.is_finite():
        return None
    return int(exact) if exact == exact.to_integral_value() else float(exact)


class Quantity(fields.Float):
    """A number that is written whole where it is whole."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **_options: Any) -> Any:
        return number(value)
