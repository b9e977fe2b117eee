"""The command line's verbs that need the whole product; a module each, with ``arguments`` and ``run``."""
