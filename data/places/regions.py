"""What a postal code tells by itself: the part of the Greater Region, and the digits that stand for a wider area."""

from __future__ import annotations

from engine.domain import Region

# Moselle, Meurthe-et-Moselle, Meuse, Vosges.
LORRAINE = frozenset({"54", "55", "57", "88"})
# Walloon Brabant is 1300 to 1499, Wallonia's other provinces 4000 to 7999; 47 is the German-speaking Community's.
WALLOON_CODES = (("1300", "1499"), ("4000", "7999"))
GERMAN_SPEAKING_PREFIX = "47"
OVERSEAS_PREFIXES = ("97", "98")


def region_by_code(country: str, code: str) -> Region | None:
    """The region in Luxembourg, France and Belgium, where the code alone tells it; German codes cross the Länder."""
    if country == "LU":
        return Region.LUXEMBOURG
    if country == "FR":
        return Region.LORRAINE if code[:2] in LORRAINE else None
    if country == "BE" and any(first <= code <= last for first, last in WALLOON_CODES):
        return Region.OSTBELGIEN if code.startswith(GERMAN_SPEAKING_PREFIX) else Region.WALLONIA
    return None


def rough_prefix(country: str, code: str) -> str:
    """The digits that name a wider area: two, and three for France overseas (``974``)."""
    return code[:3] if country == "FR" and code.startswith(OVERSEAS_PREFIXES) else code[:2]
