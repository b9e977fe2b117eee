"""A page of the desk as a PDF, made here: nothing is fetched, neither from this service nor from anywhere else."""

from __future__ import annotations

from engine.errors import ConfigurationError

__all__ = ["pdf_of"]


def pdf_of(page: str) -> bytes:
    """``page`` (HTML with its style inside) as a PDF with the structure that screen readers need (PDF/UA).

    What stands in course texts must not make this server call others: no protocol is allowed.
    Raises ``ConfigurationError`` where the machine lacks Pango, which sets the letters.
    """
    try:
        # Loads Pango and fonts: only who prints pays for that.
        from weasyprint import HTML
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        raise ConfigurationError(
            "no PDF can be made here",
            place="Pango",
            remedy="install Pango (Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)",
        ) from error
    return bytes(HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf(pdf_variant="pdf/ua-1"))
