"""What the product says, in the reader's words: findings, errors and names, in five languages.

Every function takes a ``language`` (``de``, ``fr``, ``en``, ``lb`` or ``nl``); ``None`` is the language of the page
being made, or English where none is. All of it works without Flask, too.
"""

from service.messages.catalogue import translated
from service.messages.concepts import Names, concept_text, concepts_text
from service.messages.errors import error_text
from service.messages.findings import finding_text, widened_text
from service.messages.formats import date_text, minutes_text, money_text, number_text
from service.messages.names import (
    cefr_plain,
    country_name,
    eqf_name,
    feature_name,
    group_name,
    kind_name,
    language_name,
    mode_name,
    region_name,
    status_name,
)

__all__ = [
    "Names",
    "cefr_plain",
    "concept_text",
    "concepts_text",
    "country_name",
    "date_text",
    "eqf_name",
    "error_text",
    "feature_name",
    "finding_text",
    "group_name",
    "kind_name",
    "language_name",
    "minutes_text",
    "mode_name",
    "money_text",
    "number_text",
    "region_name",
    "status_name",
    "translated",
    "widened_text",
]
