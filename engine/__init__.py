"""Pure matching: what a course, a person and a reason are, and how they meet."""

from engine.answer import RecommendationList
from engine.domain import Course, Profile
from engine.recommender import Recommender

__all__ = ["Course", "Profile", "RecommendationList", "Recommender"]
