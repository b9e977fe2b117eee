"""Numbers, days, money and minutes as the reader's language writes them (CLDR, by way of Babel)."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from babel.units import format_unit

from service.messages.catalogue import language_in_force

__all__ = ["date_text", "minutes_text", "money_text", "number_text"]


def number_text(number: float, language: str | None = None) -> str:
    """``1450.5`` → ``1.450,5``."""
    return format_decimal(number, locale=language_in_force(language))


def date_text(day: date, language: str | None = None) -> str:
    """``2027-03-01`` → ``1. März 2027``."""
    spoken = language_in_force(language)
    text = format_date(day, "long", locale=spoken)
    # French counts the first of a month, which the CLDR does not know: "1er mars", but "2 mars".
    return text.replace("1", "1er", 1) if spoken == "fr" and day.day == 1 else text


def money_text(euros: float, language: str | None = None) -> str:
    """``450`` → ``450,00 €``."""
    return format_currency(euros, "EUR", locale=language_in_force(language))


def minutes_text(minutes: int, language: str | None = None) -> str:
    """``35`` → ``35 Minuten``, ``1`` → ``1 Minute``."""
    return format_unit(minutes, "duration-minute", length="long", locale=language_in_force(language))
