"""Occupations that conditions name, by the codes of ISCO-08 (unit groups of the ILO), as fields of work."""

from __future__ import annotations

from collections.abc import Mapping

from service.messages.catalogue import marked as _
from service.messages.catalogue import translated

FIELDS: Mapping[str, str] = {
    "2161": _("architecture"),
    "2211": _("general medicine"),
    "2212": _("specialist medicine"),
    "2221": _("nursing"),
    "2222": _("midwifery"),
    "2250": _("veterinary medicine"),
    "2261": _("dentistry"),
    "2262": _("pharmacy"),
    "2264": _("physiotherapy"),
    "2265": _("nutrition advice"),
    "2266": _("speech therapy and hearing aids"),
    "2269": _("other health professions"),
    "2320": _("teaching at vocational schools"),
    "2330": _("teaching at secondary schools"),
    "2341": _("teaching at primary schools"),
    "2342": _("early childhood education"),
    "2635": _("social work and counselling"),
    "3211": _("radiology and medical equipment"),
    "5141": _("hairdressing"),
    "5311": _("child care"),
    "5321": _("care assistance"),
    "5414": _("security services"),
    "7112": _("bricklaying"),
    "7114": _("concrete work"),
    "7115": _("carpentry"),
    "7121": _("roofing"),
    "7122": _("floors and tiles"),
    "7123": _("plastering"),
    "7125": _("glazing"),
    "7126": _("plumbing"),
    "7131": _("painting of buildings"),
    "7231": _("car repair"),
    "7411": _("electrical work in buildings"),
    "7412": _("electrical machines"),
    "7511": _("butchery and fish"),
    "7512": _("bakery and pastry"),
    "8331": _("driving buses and trams"),
    "8332": _("driving lorries"),
}


def occupation_name(code: str, language: str | None = None) -> str:
    """The field of work of an ISCO-08 code; the bare code, said to be one, where it has no words here."""
    return translated(FIELDS[code], language) if code in FIELDS else f"ISCO {code}"
