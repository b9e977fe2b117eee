"""The front door: the ``passerelle`` command. Each verb is loaded from the package that owns it, when it is called.

Exit codes: 0 done, 1 refused with a reason, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

from engine.errors import PasserelleError

# verb: (module with ``arguments(parser)`` and ``run(options) -> int``, what it does)
VERBS = {
    "setup": ("service.commands.setup", "make everything ready: encoder, starter catalogue, indexes (idempotent)"),
    "import": ("service.commands.imports", "read portal files into the catalogue"),
    "index": ("service.commands.index", "bring the indexes up to date with the catalogue"),
    "recommend": ("service.commands.recommend", "recommend courses for a profile (JSON file)"),
    "link": ("service.commands.link", "link words to occupations and competences"),
    "cv": ("service.commands.cv", "show what a CV says: competences, languages, certificates (nothing is kept)"),
    "knowledge": ("service.commands.knowledge", "check or list the measures that may help across the borders"),
    "user": ("service.commands.user", "make, list, disable and enable accounts; give somebody another password"),
    "key": ("service.commands.key", "make, list and disable the keys of programs that use the API"),
    "backup": ("service.commands.backup", "copy the database into one file, while the service goes on"),
    "restore": ("service.commands.restore", "put a backup in the place of the catalogue, keeping what was there"),
    "serve": ("service.commands.serve", "run the web service"),
    "evaluate": ("evaluation.commands", "measure how good the recommendations are"),
    "bench": ("evaluation.bench", "measure speed and memory against a plain pipeline"),
    "train": ("models.training", "teach the encoder the names of occupations and competences"),
    "calibrate": ("models.calibrating", "learn how sure a link is, from ESCO names"),
    "config": ("service.commands.config", "print the settings in force, secrets masked"),
}
REFUSED, WRONG_USAGE, INTERRUPTED = 1, 2, 130


def parser_for(verb: str) -> argparse.ArgumentParser:
    """The parser of one verb."""
    module, about = VERBS[verb]
    parser = argparse.ArgumentParser(prog=f"passerelle {verb}", description=about.capitalize() + ".")
    importlib.import_module(module).arguments(parser)
    return parser


def usage() -> str:
    """All verbs, a line each."""
    width = max(map(len, VERBS))
    lines = [f"  {verb:<{width}}  {about}" for verb, (_, about) in VERBS.items()]
    return "\n".join(["usage: passerelle VERB [options]   (VERB --help tells more)", "", *lines])


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb; errors that name a remedy are one line on stderr, never a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or given[0] in {"-h", "--help", "help"}:
        sys.stdout.write(usage() + "\n")
        return 0 if given else WRONG_USAGE
    verb, *rest = given
    if verb not in VERBS:
        sys.stderr.write(f"passerelle: unknown verb {verb!r}\n{usage()}\n")
        return WRONG_USAGE
    options = parser_for(verb).parse_args(rest)
    try:
        return int(importlib.import_module(VERBS[verb][0]).run(options))
    except PasserelleError as error:
        sys.stderr.write(f"passerelle {verb}: {error}\n")
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0


if __name__ == "__main__":
    sys.exit(main())
