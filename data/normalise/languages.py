"""Language names and codes → BCP 47 primary subtags."""

from __future__ import annotations

# tag: ISO 639-2 codes, then names in German, French, English and Dutch, then its own.
NAMES: dict[str, str] = {
    "de": "ger deu deutsch allemand german duits däitsch",
    "fr": "fre fra französisch français francais french frans",
    "en": "eng englisch anglais english engels",
    "lb": "ltz luxemburgisch luxembourgeois luxembourgish luxemburgs lëtzebuergesch",
    "nl": "dut nld niederländisch néerlandais neerlandais dutch nederlands flamand flämisch",
    "it": "ita italienisch italien italian italiaans italiano",
    "es": "spa spanisch espagnol spanish spaans español",
    "pt": "por portugiesisch portugais portuguese portugees português",
    "pl": "pol polnisch polonais polish pools polski",
    "ru": "rus russisch russe russian",
    "uk": "ukr ukrainisch ukrainien ukrainian oekraïens",
    "tr": "tur türkisch turc turkish turks türkçe",
    "ar": "ara arabisch arabe arabic",
    "fa": "per fas persisch persan persian dari farsi",
    "ro": "rum ron rumänisch roumain romanian roemeens",
    "bg": "bul bulgarisch bulgare bulgarian bulgaars",
    "cs": "cze ces tschechisch tchèque czech tsjechisch",
    "da": "dan dänisch danois danish deens",
    "el": "gre ell griechisch grec greek grieks",
    "hu": "hun ungarisch hongrois hungarian hongaars",
    "ja": "jpn japanisch japonais japanese japans",
    "sv": "swe schwedisch suédois swedish zweeds",
    "ti": "tir tigrinya",
    "zh": "chi zho chinesisch chinois chinese chinees",
    "fsl": "lsf",
    "gsg": "dgs gebärdensprache",
}
# Every code of ISO 639-1 is a tag of its own.
ISO_639_1 = """
aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja
jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb
nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq
sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
"""
_TAGS = {code: code for code in ISO_639_1.split()} | {
    word: tag for tag, words in NAMES.items() for word in (tag, *words.split())
}


def language(text: str) -> str | None:
    """The BCP 47 tag of a language name or code (``ger``, ``Französisch``, ``de-DE``), or ``None``."""
    word = text.strip().casefold()
    return _TAGS.get(word) or _TAGS.get(word.replace("_", "-").partition("-")[0])


def languages(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The tags of the known ones among ``texts``, each once, in order; a text may list several (``de, en``)."""
    words = (word for text in texts for word in text.replace("/", ",").replace(";", ",").split(","))
    return tuple(dict.fromkeys(tag for word in words if (tag := language(word))))
