"""Every page in every state that a visitor can bring about, and a product whose answers fill all of their parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.knowledge import KnowledgeBase
from engine.answer import Gate, Recommendation, RecommendationList
from engine.domain import Profile
from service.none_fits import FEEDBACK
from tests.service.cv_fakes import LinkingProduct
from tests.service.desk_stage import PASSWORD, DeskStage, open_desk
from tests.service.fakes import (
    ESCH,
    NEUNKIRCHEN_DAUN,
    NEUNKIRCHEN_SAAR,
    FakePlaces,
    FakeProduct,
    long_answer,
    towards_nursing,
    without_an_aim,
)
from tests.service.knowledge_samples import BASE
from tests.service.support_samples import EVERYTHING, IN_ESCH, IN_TRIER, TRIER, reasoned

# What is reasoned about, and records with everything that a sheet can show.
KNOWN = KnowledgeBase(measures=(*EVERYTHING.measures, *BASE.measures), facts={**BASE.facts, **EVERYTHING.facts})
NOTHING = "underwater basket weaving"


@dataclass
class FullProduct(LinkingProduct):
    """Answers with every part that an answer can have, but for one wish, to which it has no answer."""

    places: FakePlaces = field(
        default_factory=lambda: FakePlaces(known=(TRIER, ESCH, NEUNKIRCHEN_SAAR, NEUNKIRCHEN_DAUN))
    )
    knowledge: KnowledgeBase = KNOWN

    def recommend(self, profile: Profile, *, k: int, language: str | None) -> RecommendationList:
        if profile.goal == NOTHING:
            return RecommendationList(items=())
        found = reasoned(self.knowledge, profile, IN_TRIER, IN_ESCH)
        long, aim, no_aim = long_answer(), towards_nursing(), without_an_aim()
        return replace(
            found,
            items=(*found.items, *renamed("aim", aim.items), *renamed("long", long.items[:2])),
            rejected=long.rejected,
            gates=(Gate(language="fr", opened_by=aim.items[1], opens=(long.rejected[0].course.id,)),),
            widened=long.widened,
            gap=aim.gap,
            paths=aim.paths,
            notes=(*aim.notes, *no_aim.notes),
            suggested=no_aim.suggested,
        )


def renamed(portal: str, items: tuple[Recommendation, ...]) -> tuple[Recommendation, ...]:
    """The same offers with ids of their own."""
    return tuple(replace(one, course=replace(one.course, id=one.course.id.replace("starter", portal))) for one in items)


# Where the form stands that is sent to an address, if not there.
FORM_PATHS = {
    "results": "",
    "none-fits": "",
    "cv/use": "cv",
    "advisor/results": "advisor/",
    "advisor/compare": "advisor/",
}


@dataclass(frozen=True)
class Page:
    """One state: its address below the language, the answers that are sent there, and who must be signed in."""

    path: str
    answers: Mapping[str, str] | None = None
    status: int = 200
    user: str = ""

    @property
    def form_path(self) -> str:
        """The page on which the form stands that is sent to ``path``."""
        return FORM_PATHS.get(self.path, self.path)


PERSON = {"goal": "care", "home": "Trier", "age": "22", "situation": "unemployed", "speaks_de": "B1"}
CV = "Berufserfahrung\n2019 – heute Verkäuferin\n- Kassieren\n\nSprachen: Deutsch, Französisch B1\n\nKenntnisse\nExcel"
PAGES: Mapping[str, Page] = {
    "form": Page(""),
    "form with errors": Page("results", {"goal": "", "age": "nineteen", "start": "soon", "home": "Atlantis"}, 422),
    "form with an ambiguous place": Page("results", {"goal": "care", "home": "Neunkirchen"}, 422),
    "results": Page("results", PERSON),
    "results, one question answered": Page("results", {**PERSON, "answer-registered.agentur": "yes"}),
    "results for an adviser": Page("results", {**PERSON, "show": "adviser"}),
    "results, nothing found": Page("results", {**PERSON, "goal": NOTHING, "journey": "60", "free_only": "y"}),
    "none of these fits": Page("none-fits", {**PERSON, "none": "too-far"}),
    "taken along": Page("offers?ids=starter:1&ids=starter:2&ids=gone"),
    "taken along, all gone": Page("offers?ids=gone", status=404),
    "cv": Page("cv"),
    "cv, nothing sent": Page("cv", {"text": ""}, 422),
    "cv, what was found": Page("cv", {"text": CV}),
    "cv, taken into the form": Page("cv/use", {"competence": "Kasse bedienen", "speaks_de": "C2"}),
    "measures": Page("measures/"),
    "measures, searched": Page("measures/?q=qualischeck&region=rheinland-pfalz"),
    "measures, nothing found": Page("measures/?q=zzzzzz"),
    "measures, no such filter": Page("measures/?region=atlantis", status=422),
    "institutions": Page("institutions/"),
    "rights": Page("rights/"),
    "sheet of a right": Page("measures/LU-CIF"),
    "sheet of a reform": Page("measures/EU-883-REV"),
    "sheet of a voucher": Page("measures/DE-VOUCHER"),
    "login": Page("login?next=/advisor/"),
    "login refused": Page("login", {"name": "berta", "password": "wrong"}, 401),
    "no such page": Page("nowhere", status=404),
    "for another role": Page("advisor/", status=403, user="otto"),
    "desk": Page("advisor/", user="berta"),
    "desk with errors": Page("advisor/results", {"goal": "", "age": "nineteen"}, 422, user="berta"),
    "desk results": Page("advisor/results", PERSON, user="berta"),
    "desk comparison": Page("advisor/compare", {**PERSON, "chosen": "starter:1"}, user="berta"),
    "desk shortlists": Page("advisor/shortlists", user="berta"),
}
# Of the whole site in one language alone.
API_PAGE = "/docs/api"


def open_site(folder: Path, product: FakeProduct | None = None) -> DeskStage:
    """The whole site with its desk over a new database in ``folder``."""
    stage = open_desk(folder, product or FullProduct())
    stage.app.extensions.setdefault(FEEDBACK, stage.store.accounts.feedback)
    return stage


def token_in(page: str) -> str:
    """The CSRF token of the forms on a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found, page[:400]
    return found[1]


def opened(client: FlaskClient, page: Page, language: str = "en") -> TestResponse:
    """``page`` as a browser without JavaScript comes to it."""
    if page.user:
        sign_in(client, page.user)
    if page.answers is None:
        return client.get(f"/{language}/{page.path}")
    token = token_in(client.get(f"/{language}/{page.form_path}").text)
    return client.post(f"/{language}/{page.path}", data={"csrf_token": token, **page.answers})


def sign_in(client: FlaskClient, name: str) -> None:
    """Let one of the people of the desk in; who is in already stays in."""
    form = client.get("/en/login")
    if form.status_code == 200:
        answers = {"csrf_token": token_in(form.text), "name": name, "password": PASSWORD}
        assert client.post("/en/login", data=answers).status_code == 303
