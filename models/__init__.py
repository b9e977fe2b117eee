"""What is learned or built from text: the encoder, its cache, the indexes and the search over them."""

from models.cache import EncodingCache
from models.encoder import Encoder
from models.export import prepare_encoder
from models.index import CourseIndex, CourseText
from models.linking import Linker
from models.search import HybridSearch

__all__ = ["CourseIndex", "CourseText", "Encoder", "EncodingCache", "HybridSearch", "Linker", "prepare_encoder"]
