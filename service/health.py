"""How the product is, asked so that the question itself cannot fail."""

from __future__ import annotations

from service.contracts import Health, Product
from service.logs import log_fault

__all__ = ["health_of", "is_well"]


def health_of(product: Product) -> Health:
    """The product's health; a product that cannot even say how it is, is not well."""
    try:
        return product.health()
    except Exception as error:
        log_fault(error)
        return Health(ok=False, database=False, index=False, courses=0, sample_only=False, detail=type(error).__name__)


def is_well(health: Health) -> bool:
    """Whether everything that an answer needs is there."""
    return health.ok and health.database and health.index
