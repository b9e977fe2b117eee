"""What the product says, in the reader's words: findings, errors and names, in five languages.

Every function takes a ``language`` (``de``, ``fr``, ``en``, ``lb`` or ``nl``); ``None`` is the language of the page
being made, or English where none is. All of it works without Flask, too.
"""

from service.messages.catalogue import translated
from service.messages.concepts import Names, concept_text, concepts_text
from service.messages.conditions import ConditionText, conditions_tree, either, fact_name, test_text
from service.messages.errors import error_text
from service.messages.findings import finding_text, widened_text
from service.messages.formats import date_text, minutes_text, money_text, number_text
from service.messages.measures import (
    NO_DECISION,
    WHOLE_REGION,
    abroad_text,
    basis_text,
    claim_text,
    confidence_text,
    dated_text,
    force_text,
    measure_kind_name,
    source_kind_name,
    state_text,
    topic_name,
    validity_text,
)
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
    "NO_DECISION",
    "WHOLE_REGION",
    "ConditionText",
    "Names",
    "abroad_text",
    "basis_text",
    "cefr_plain",
    "claim_text",
    "concept_text",
    "concepts_text",
    "conditions_tree",
    "confidence_text",
    "country_name",
    "date_text",
    "dated_text",
    "either",
    "eqf_name",
    "error_text",
    "fact_name",
    "feature_name",
    "finding_text",
    "force_text",
    "group_name",
    "kind_name",
    "language_name",
    "measure_kind_name",
    "minutes_text",
    "mode_name",
    "money_text",
    "number_text",
    "region_name",
    "source_kind_name",
    "state_text",
    "status_name",
    "test_text",
    "topic_name",
    "translated",
    "validity_text",
    "widened_text",
]
