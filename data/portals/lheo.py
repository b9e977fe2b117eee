"""LHÉO 2.2 and 2.3, the French language for offers of training: the full form and the index of summaries (XML).

Regional Carif-Oref, ONISEP and universities write it. Documents are read as a stream, one course at a time; entities
are not resolved and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from data.normalise import levels, offers
from data.portals.base import Document, Fact, Facts, Fields, RawCourse, Refusal, Vocabulary
from data.portals.folding import fold, pick
from engine.errors import InputError

NAMESPACES = ("http://www.lheo.org/2.2", "http://lheo.gouv.fr/2.3")
ROOTS = frozenset(f"{{{namespace}}}{name}" for namespace in NAMESPACES for name in ("lheo", "lheo-index"))
FULL, SUMMARY, ACTION, SESSION = "formation", "resume-offre", "action", "session"
CONDITIONS = "conditions-specifiques"

# ``code-public-vise`` is left alone: Formacode has renumbered its publics from edition to edition, documents seldom say
# which one they use, and a group wrongly named would turn people away.

# Paths of element names (namespaces are put in); ``@name`` at the end is an attribute.
FULL_FIELDS: Fields = {
    Fact.NATIVE_ID: ("@numero", "@id", "action/@numero"),
    Fact.TITLE: ("intitule-formation",),
    Fact.TEXT: ("objectif-formation", "resultats-attendus", "contenu-formation"),
    Fact.KIND: ("intitule-formation",),
    Fact.PROVIDER: ("organisme-formation-responsable/nom-organisme", "organisme-formation-responsable/raison-sociale"),
    Fact.HOMEPAGE: ("organisme-formation-responsable/coordonnees-organisme/coordonnees/web/urlweb",),
    Fact.URL: ("url-formation/urlweb", "action/url-action/urlweb"),
    Fact.LEVEL: ("code-niveau-sortie",),
    Fact.CERTIFICATE: ("certification/code-RNCP",),
}
ACTION_FIELDS: Fields = {
    Fact.MODE: ("modalites-enseignement",),
    Fact.TAUGHT_IN: ("langue-formation",),
    Fact.HOURS: ("nombre-heures-total", "duree-indicative"),
    Fact.PRICE: ("prix-total-TTC",),
    Fact.ENTRY_NOTE: (CONDITIONS,),
    Fact.NOTE: ("rythme-formation", "duree-indicative"),
}
# An action may name several places for all its sessions; the first one has to do.
ADDRESS_FIELDS: Fields = {
    Fact.COUNTRY: ("pays",),
    Fact.POSTAL_CODE: ("codepostal",),
    Fact.TOWN: ("ville",),
    Fact.LATITUDE: ("geolocalisation/latitude",),
    Fact.LONGITUDE: ("geolocalisation/longitude",),
}
ADDRESS = "lieu-de-formation/coordonnees/adresse"
SUMMARY_FIELDS: Fields = {
    Fact.NATIVE_ID: ("@numero", "@id"),
    Fact.TITLE: ("intitule-formation",),
    Fact.KIND: ("intitule-formation",),
    Fact.PROVIDER: ("nom-organisme",),
    # Beside the standard: what some producers put into ``extras``.
    Fact.LEVEL: ("code-niveau-sortie", "extras[@info='complements']/extra[@info='code-niveau-sortie']"),
    Fact.CERTIFICATE: ("certification/code-RNCP",),
}
SUMMARY_RUN_FIELDS: Fields = {
    Fact.MODE: ("modalites-enseignement",),
    Fact.HOURS: ("nombre-heures-total",),
    Fact.POSTAL_CODE: ("codepostal",),
    Fact.TOWN: ("ville",),
    Fact.LATITUDE: ("extras[@info='geolocalisation']/extra[@info='latitude']",),
    Fact.LONGITUDE: ("extras[@info='geolocalisation']/extra[@info='longitude']",),
}
SESSION_FIELDS: Fields = {
    Fact.STARTS: ("periode/debut",),
    Fact.ENDS: ("periode/fin",),
}
ENTRY_LEVEL, ENTRY_LEVEL_FIRM, YES = "code-niveau-entree", "niveau-entree-obligatoire", "1"
# A level of entry that is wished for, or of which the document does not say whether it is demanded, is told, not ruled.
ENTRY_LEVEL_NOTES = {
    3: "Niveau d'entrée indiqué : CAP ou équivalent.",
    4: "Niveau d'entrée indiqué : baccalauréat ou équivalent.",
    5: "Niveau d'entrée indiqué : bac + 2.",
    6: "Niveau d'entrée indiqué : bac + 3 ou 4.",
    7: "Niveau d'entrée indiqué : bac + 5.",
    8: "Niveau d'entrée indiqué : doctorat.",
}
RNCP = "RNCP"


class Lheo:
    """The portal ``lheo``."""

    name = "lheo"
    label = "LHÉO 2.2 / 2.3 (offres de formation, France)"
    licence = "as stated by the producer of the LHÉO document"
    vocabulary = Vocabulary(
        text_language="fr",
        # Teaching in France is in French unless ``langue-formation`` says otherwise.
        taught_in=("fr",),
        country="FR",
        kind=offers.lheo_kind,
        mode=offers.lheo_mode,
        level=levels.lheo,
        entry_level=levels.lheo,
    )

    def identify(self, document: Document) -> bool:
        """Told from the root element and its namespace."""
        parser = etree.XMLPullParser(events=("start",), resolve_entities=False, no_network=True)
        try:
            parser.feed(document.head)
            return any(element.tag in ROOTS for element in _first_started(parser))
        except etree.XMLSyntaxError:
            return False

    def read(self, document: Document) -> Iterator[RawCourse | Refusal]:
        """One record for each ``formation`` or ``resume-offre``."""
        with document.open() as stream:
            events = etree.iterparse(
                stream,
                events=("end",),
                tag=(f"{{*}}{FULL}", f"{{*}}{SUMMARY}"),
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            try:
                for _, element in events:
                    _refuse_entities(element, document)
                    where = f"{document.name}:{element.sourceline}"
                    read = _full if etree.QName(element).localname == FULL else _summary
                    yield read(element, where)
                    _forget(element)
            except etree.XMLSyntaxError as error:
                raise InputError(
                    f"the document is not well-formed XML or breaks off: {error.msg}",
                    place=f"{document.name}:{error.lineno}",
                    remedy="fetch the document again",
                    code="broken-document",
                ) from None


def _full(formation: etree._Element, where: str) -> RawCourse:
    runs = []
    for action in _elements(formation, ACTION):
        addresses = _elements(action, ADDRESS)
        place = _pick(ADDRESS_FIELDS, addresses[0]) if addresses else {}
        firm = YES in _texts(action, ENTRY_LEVEL_FIRM)
        entry = _entry_level(_texts(formation, ENTRY_LEVEL), _texts(action, CONDITIONS), firm=firm)
        runs.append((_pick(ACTION_FIELDS, action) | place | entry, _sessions(action)))
    facts = _pick(FULL_FIELDS, formation)
    return fold(where, facts | _certificate(facts), runs)


def _summary(summary: etree._Element, where: str) -> RawCourse:
    facts = _pick(SUMMARY_FIELDS, summary)
    run = _pick(SUMMARY_RUN_FIELDS, summary)
    entry = _entry_level(_texts(summary, ENTRY_LEVEL), (), firm=False)
    return fold(where, facts | _certificate(facts) | entry, [(run, _sessions(summary))])


def _sessions(run: etree._Element) -> list[Facts]:
    return [_pick(SESSION_FIELDS, session) for session in _elements(run, SESSION)]


def _entry_level(codes: tuple[str, ...], notes: tuple[str, ...], *, firm: bool) -> dict[Fact, tuple[str, ...]]:
    if firm:
        return {Fact.ENTRY_LEVEL: codes}
    told = (ENTRY_LEVEL_NOTES.get(levels.lheo(code) or 0, "") for code in codes)
    return {Fact.ENTRY_NOTE: (*notes, *filter(None, told))}


def _certificate(facts: Facts) -> dict[Fact, tuple[str, ...]]:
    codes = facts.get(Fact.CERTIFICATE, ())
    return {Fact.CERTIFICATE: tuple(RNCP + code.upper().removeprefix(RNCP) for code in codes)} if codes else {}


def _pick(fields: Fields, element: etree._Element) -> dict[Fact, tuple[str, ...]]:
    return dict(pick(fields, lambda path: _texts(element, path)))


def _texts(element: etree._Element, path: str) -> tuple[str, ...]:
    *steps, last = path.split("/")
    if not last.startswith("@"):
        return tuple("".join(map(str, node.itertext())) for node in _elements(element, path))
    nodes = _elements(element, "/".join(steps)) if steps else [element]
    return tuple(value for node in nodes if (value := node.get(last[1:])))


def _elements(element: etree._Element, path: str) -> list[etree._Element]:
    return element.findall("/".join(f"{{*}}{step}" for step in path.split("/")))


def _first_started(parser: etree.XMLPullParser) -> Iterator[etree._Element]:
    """The root element, if the parser has got so far."""
    for _, element in parser.read_events():
        if isinstance(element, etree._Element):
            yield element
            return


def _refuse_entities(element: etree._Element, document: Document) -> None:
    """LHÉO has no entities of its own: a document that declares some wants to be something else."""
    declared = element.getroottree().docinfo.internalDTD
    if declared is not None and declared.entities():  # type: ignore[attr-defined]  # not in lxml-stubs
        raise InputError(
            "the document declares entities",
            place=document.name,
            remedy="hand in a LHÉO document without a DOCTYPE",
            code="entities",
        )


def _forget(element: etree._Element) -> None:
    """Free what has been read, so that memory stays flat."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
