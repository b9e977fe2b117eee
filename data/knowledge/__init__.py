"""What may help a person across the borders: measures, rights and agreements as dated records with sources."""

from data.knowledge.base import KnowledgeBase, KnowledgeError
from data.knowledge.check import findings
from data.knowledge.facts import Fact
from data.knowledge.remarks import Remark, Severity

__all__ = ["Fact", "KnowledgeBase", "KnowledgeError", "Remark", "Severity", "findings"]
