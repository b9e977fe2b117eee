"""Markup, entities and white space → plain text of a bounded length."""

from __future__ import annotations

import html
import re

from bs4 import BeautifulSoup, Comment

TITLE_LIMIT = 300
SUMMARY_LIMIT = 1500
NOTE_LIMIT = 400
ELLIPSIS = "…"

# A cut at a sentence end may drop at most half of what would fit; below that a cut between words loses less.
SHORTEST_SHARE = 0.5

# What fields hold when nobody filled them in (LHÉO demands a character, hence the dashes).
NOTHING = frozenset({
    "-", "--", "–", "—", ".", "...", "…", "/", "0", "?", "x", "xxx", "k. a.", "k.a.", "keine angabe", "keine angaben",
    "keine", "n/a", "na", "nc", "n.c.", "none", "null", "néant", "aucun", "aucune", "non renseigné", "non renseignée",
    "non renseigné.", "non précisé", "non communiqué", "sans objet",
})  # fmt: skip

BLOCKS = (
    "address", "article", "blockquote", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol",
    "p", "pre", "section", "table", "td", "th", "tr", "ul",
)  # fmt: skip
_INLINE = "a|abbr|b|br|em|font|i|img|script|small|span|strong|style|sub|sup|tbody|thead|u"
# Only what is a tag of HTML makes a text HTML: "C++ <iostream>" and "a < b" are plain.
_TAG = re.compile(rf"</?(?:{_INLINE}|{'|'.join(BLOCKS)})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(
    rf"&(?:amp;)*lt;/?(?:{_INLINE}|{'|'.join(BLOCKS)})(?:\s[^<>]*?)?/?&(?:amp;)*gt;", re.IGNORECASE
)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z]\w*);", re.IGNORECASE)
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
# A point after one or two letters ("z. B.") ends no sentence.
_SENTENCE_END = re.compile(r"(?:(?<=[\w)\]»”]{3})\.|[!?…])[\"»“”')\]]*(?=\s)|(?=\n)")

# Portals escape once too often; a third round has not been seen and would eat texts about HTML.
ESCAPED_AT_MOST = 2


def plain(text: str) -> str:
    """``text`` without tags and entities, blocks as lines; a field that says nothing (``-``, ``k.A.``) is empty."""
    for _ in range(ESCAPED_AT_MOST):
        if not _ESCAPED_TAG.search(text):
            break
        text = html.unescape(text)
    if _TAG.search(text):
        text = _without_tags(text)
    for _ in range(ESCAPED_AT_MOST):
        if not _ENTITY.search(text):
            break
        text = html.unescape(text)
    text = tidy(text)
    return "" if text.lower() in NOTHING else text


def line(text: str) -> str:
    """Like `plain`, on one line."""
    return " ".join(plain(text).split())


def tidy(text: str) -> str:
    """``text`` with single blanks, single line breaks and no invisible characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _LINES.sub("\n", _BLANKS.sub(" ", _UNSEEN.sub("", text))).strip()


def shorten(text: str, limit: int) -> str:
    """``text`` in at most ``limit`` characters, cut at a sentence end or, failing that, between words with ``…``."""
    if len(text) <= limit:
        return text
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, limit + 1) if match.end() <= limit]
    if ends and ends[-1] >= limit * SHORTEST_SHARE:
        return text[: ends[-1]].rstrip()
    cut = limit - len(ELLIPSIS)
    kept = text[:cut] if text[cut].isspace() else text[:cut].rsplit(maxsplit=1)[0]
    return kept.rstrip(" .,;:-–\n") + ELLIPSIS


def _without_tags(text: str) -> str:
    soup = BeautifulSoup(text, "lxml")
    for hidden in soup(["script", "style"]):
        hidden.decompose()
    for comment in soup.find_all(string=lambda node: isinstance(node, Comment)):
        comment.extract()
    for broken in soup.find_all("br"):
        broken.replace_with("\n")
    for block in soup.find_all(BLOCKS):
        block.insert_before("\n")
        block.insert_after("\n")
    return soup.get_text()
