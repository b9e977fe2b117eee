"""What people said of courses that were shown to them; nobody can tell who said it, or for whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa

from data.store.accounts_records import Feedback, Verdict
from data.store.accounts_rows import kept
from data.store.accounts_schema import feedback
from data.store.database import Database
from data.store.runs import LONGEST_ID
from engine.errors import InputError

__all__ = ["FeedbackStore"]

LONGEST_REASON = 500


class FeedbackStore:
    """Feedback on courses, for evaluation; every method raises ``Unavailable`` when the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, said: Feedback) -> None:
        """Keep it.

        Raises:
            InputError: ``reason-too-long`` over ``LONGEST_REASON`` characters; ``feedback-invalid`` without a rank.
        """
        reason = kept(said.reason)
        if len(reason) > LONGEST_REASON:
            raise InputError(
                "the reason is too long",
                code="reason-too-long",
                place="reason",
                remedy=f"keep it under {LONGEST_REASON} characters",
            )
        if not 0 < len(said.course_id) <= LONGEST_ID or said.rank < 1:
            raise InputError(
                "feedback is about a course at a rank from 1",
                code="feedback-invalid",
                place="course_id",
                remedy="take both from the results",
            )
        with self._database.writing(briefly=True) as connection:
            connection.execute(
                sa.insert(feedback).values(
                    course_id=kept(said.course_id),
                    rank=said.rank,
                    verdict=said.verdict.value,
                    reason=reason,
                    index_version=said.index_version,
                    weights_version=said.weights_version,
                    day=said.day,
                )
            )

    def since(self, day: date) -> Iterator[Feedback]:
        """What was said on ``day`` and later, by day and course, so that the order does not tell who came when."""
        ordered = (feedback.c.day, feedback.c.course_id, feedback.c.rank, feedback.c.verdict, feedback.c.reason)
        with self._database.reading() as connection:
            rows = connection.execute(sa.select(feedback).where(feedback.c.day >= day).order_by(*ordered)).all()
        for row in rows:
            yield Feedback(
                course_id=row.course_id,
                rank=row.rank,
                verdict=Verdict(row.verdict),
                index_version=row.index_version,
                weights_version=row.weights_version,
                day=row.day,
                reason=row.reason,
            )
