"""Files that hold a tree (XML, JSON), read safely and walked by names; every value knows its path."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from data.normalise import text as normalise
from engine.errors import InputError

__all__ = ["Branch", "read_json", "read_xml"]

# XML allows entities to be declared in a DOCTYPE, and with them bombs and thefts; no format read here has one.
_DOCTYPE = re.compile(rb"<!\s*DOCTYPE", re.IGNORECASE)
# Halves of characters, which JSON can escape and nothing can print.
_HALVES = re.compile("[\ud800-\udfff]")
TEXT, ATTRIBUTE = "#text", "@"
DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Branch:
    """A value of the tree and its path, such as ``work[0].position``; one that is absent is empty."""

    value: object
    path: str = ""

    def __bool__(self) -> bool:
        return self.value not in (None, "", {}, [])

    def child(self, *names: str) -> Branch:
        """What stands below ``names``, one after the other; the first where a name stands several times."""
        found = self
        for name in names:
            found = next(iter(found.each(name)), Branch(None, f"{found.path}.{name}".lstrip(".")))
        return found

    def each(self, name: str) -> Iterator[Branch]:
        """Everything that stands below ``name``, be it one value or a list; empty ones are left out."""
        value = self.value.get(name) if isinstance(self.value, dict) else None
        path = f"{self.path}.{name}".lstrip(".")
        if isinstance(value, list):
            yield from (found for number, item in enumerate(value) if (found := Branch(item, f"{path}[{number}]")))
        elif value not in (None, "", {}):
            yield Branch(value, path)

    def each_of(self, name: str) -> Iterator[Branch]:
        """Like `each`, also where an element ``<name>List`` holds them, as Europass does."""
        for group in self.each(f"{name}List"):
            yield from group.each(name)
        yield from self.each(name)

    def attribute(self, name: str) -> str:
        """An attribute of an XML element, or nothing."""
        value = self.value.get(ATTRIBUTE + name) if isinstance(self.value, dict) else None
        return value if isinstance(value, str) else ""

    @property
    def raw(self) -> str:
        """The text as it stands, or nothing where there is no text."""
        value = self.value.get(TEXT) if isinstance(self.value, dict) else self.value
        text = value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
        return _HALVES.sub("", text)

    @property
    def text(self) -> str:
        """The text without markup, blocks as lines."""
        return normalise.plain(self.raw)

    @property
    def line(self) -> str:
        """The text without markup on one line."""
        return normalise.line(self.raw)


def read_json(content: str, name: str) -> Branch:
    """The tree of a JSON document; ``InputError`` with line and column where it is broken."""
    try:
        return Branch(json.loads(content))
    except json.JSONDecodeError as error:
        raise InputError(
            f"the JSON is broken: {error.msg}",
            place=f"{name}, line {error.lineno}, column {error.colno}",
            remedy="export the CV again, or paste it as text",
            code="broken-json",
        ) from None
    except RecursionError:
        raise _too_deep(name) from None
    except ValueError:
        # Numbers of thousands of digits.
        raise InputError(
            "the JSON holds a number that cannot be read",
            place=name,
            remedy="export the CV again, or paste it as text",
            code="broken-json",
        ) from None


def read_xml(content: bytes, name: str) -> tuple[str, Branch]:
    """The root's name and the tree of an XML document, names without namespaces.

    Reads nothing but ``content``: no entities, no DTD, no network.

    Raises:
        InputError: with line and column where it is broken; where it declares a DOCTYPE; where it is too deep.
    """
    if _DOCTYPE.search(content):
        raise _doctype(name)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        # The parser's own words may quote the document.
        raise InputError(
            "the XML is broken",
            place=f"{name}, line {line}, column {column}",
            remedy="export the CV again, or paste it as text",
            code="broken-xml",
        ) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise _doctype(name)
    return etree.QName(root).localname, Branch(_tree(root, name, 0))


def _tree(element: etree._Element, name: str, depth: int) -> object:
    """An element as JSON would write it: text, or its children by name, a list where a name repeats."""
    if depth > DEEPEST:
        raise _too_deep(name)
    found: dict[str, object] = {
        ATTRIBUTE + etree.QName(str(key)).localname: str(value) for key, value in element.attrib.items()
    }
    for child in element.iterchildren(tag=etree.Element):
        key, value = etree.QName(child).localname, _tree(child, name, depth + 1)
        if key not in found:
            found[key] = value
        elif isinstance(before := found[key], list):
            before.append(value)
        else:
            found[key] = [before, value]
    text = (element.text or "").strip()
    if not found:
        return text
    if text:
        found[TEXT] = text
    return found


def _doctype(name: str) -> InputError:
    return InputError(
        "the XML declares a DOCTYPE, which a CV never needs",
        place=name,
        remedy="remove the DOCTYPE, or export the CV again",
        code="xml-doctype",
    )


def _too_deep(name: str) -> InputError:
    return InputError("the document is nested too deeply", place=name, remedy="paste the CV as text", code="too-deep")
