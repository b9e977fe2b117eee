"""What the pages of the desk share: the room they stand in, the form page, and the page of results."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, abort, g, make_response, render_template, request
from werkzeug.datastructures import MultiDict

from data.store.accounts import AccountStore
from data.store.accounts_records import Shortlist
from service.contracts import Product
from service.desk_cards import desk_view
from service.desk_forms import DeskForm, form_of
from service.desk_search import Search, search
from service.homes import place_label
from service.login_views import current_user

__all__ = ["CHOSEN", "DeskRoom", "form_page", "results_page"]

# The ticked offers of the page of results.
CHOSEN = "chosen"
MOST_CHOSEN = 20
LONGEST_ID = 300
# A pseudonym to begin with says nothing; letters and digits that are mistaken for each other are left out.
LETTERS, PSEUDONYM_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ2346789", 5


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRoom:
    """What every page of the desk needs."""

    product: Product
    accounts: AccountStore
    today: Callable[[], date]

    @property
    def owner(self) -> int:
        """Who sits at the desk: the user's number."""
        user = current_user()
        if user is None:
            abort(401)
        return user.id

    def sent_form(self) -> DeskForm:
        """The form as it was sent."""
        return form_of(request.form, self.product)

    def search(self, sent: MultiDict[str, str] | None = None) -> tuple[DeskForm, Search | None]:
        """Answer what was sent, or what was kept."""
        fields = request.form if sent is None else sent
        return search(self.product, fields, language=g.lang, today=self.today())

    def shortlists(self) -> tuple[Shortlist, ...]:
        """Her own shortlists."""
        return self.accounts.shortlists.of(self.owner, self.today())


def chosen() -> list[str]:
    """The ids of the ticked offers, in the order of the page, as many as are sensible."""
    ids = dict.fromkeys(request.form.getlist(CHOSEN))
    return [key for key in ids if key and len(key) <= LONGEST_ID][:MOST_CHOSEN]


def new_pseudonym() -> str:
    """A code that says nothing about anybody, such as ``K7Q3F``."""
    return "".join(secrets.choice(LETTERS) for _ in range(PSEUDONYM_LETTERS))


def kept_search(kept: Mapping[str, Any]) -> MultiDict[str, str]:
    """The fields of a search as a shortlist keeps them."""
    fields = kept.get("fields")
    return MultiDict(
        [(name, str(value)) for name, values in fields.items() for value in values] if isinstance(fields, dict) else []
    )


def form_page(room: DeskRoom, form: DeskForm, *, status: int = 200, **also: Any) -> Response:
    """The page of the profile."""
    page = render_template(
        "desk/profile.html",
        **{"stale": False, "found": None, "cv_error": "", "cv_text": "", **also},
        form=form,
        confirmed=confirmed(room.product, form),
        shortlists=room.shortlists(),
        open_list=open_list(room, form),
    )
    return make_response(page, status)


def results_page(
    room: DeskRoom,
    asked: Search,
    *,
    ticked: Sequence[str] = (),
    pseudonym: str | None = None,
    problem: str = "",
    said: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page of results; ``problem`` stands beside the pseudonym, ``said`` is an answer to feedback by offer."""
    product, profile = room.product, asked.profile
    desk = desk_view(asked, product, language=g.lang, today=room.today())
    titles = {item.course.id: item.course.title for item in asked.found.items}
    seen = {card.id for card in desk.cards}
    page = render_template(
        "desk/results.html",
        form=asked.form,
        profile=profile,
        home_label=place_label(profile.home) if profile.home else "",
        work_label=place_label(profile.works_at) if profile.works_at else "",
        desk=desk,
        # What was ticked and is hidden by a filter, or stands further down, stays chosen and is seen to be.
        elsewhere=[(key, titles[key]) for key in ticked if key in titles and key not in seen],
        confirmed=confirmed(product, asked.form),
        providers=sorted({item.course.provider.name for item in asked.found.items if item.course.provider}),
        open_list=open_list(room, asked.form),
        found=None,
        ticked=ticked,
        # What was typed there outlives a change of the filters.
        pseudonym=(request.form.get("pseudonym") or new_pseudonym()) if pseudonym is None else pseudonym,
        problem=problem,
        said=said or {},
        sample_only=product.health().sample_only,
    )
    return make_response(page, status)


def open_list(room: DeskRoom, form: DeskForm) -> Shortlist | None:
    """The shortlist that is being worked on; one that is gone, or never was hers, is no longer spoken of."""
    found = next((one for one in room.shortlists() if one.id == form.shortlist.data), None)
    form.shortlist.data = found.id if found else ""
    return found


def confirmed(product: Product, form: DeskForm) -> list[tuple[str, str]]:
    """The confirmed competences with their names; one that nobody can name goes by its URI."""
    return [(uri, product.concept_name(uri, g.lang) or uri) for uri in form.competence.data or ()]
