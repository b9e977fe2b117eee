"""``passerelle key``: the keys of programs that use the API. A key is shown once, when it is made."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime

from data.store import Store
from data.store.accounts_records import ApiKey, Role
from service.accounts import Accounts
from service.commands.output import say
from service.commands.user import operator
from service.settings import Settings

DEFAULT_RATE = 60


def arguments(parser: argparse.ArgumentParser) -> None:
    """A verb, each with its options."""
    verbs = parser.add_subparsers(dest="what", required=True, metavar="add|list|disable")
    add = verbs.add_parser("add", help="make a key and show it, this once")
    add.add_argument("--role", choices=list(Role), type=Role, default=Role.ADVISOR, help="default advisor")
    add.add_argument(
        "--rate", type=int, default=DEFAULT_RATE, metavar="N", help=f"requests a minute (default {DEFAULT_RATE})"
    )
    verbs.add_parser("list", help="every key, a line each")
    disable = verbs.add_parser("disable", help="let a key open nothing any more, for good")
    for verb in (add, disable):
        verb.add_argument("label", metavar="LABEL", help="whose key it is")


def run(options: argparse.Namespace) -> int:
    """Do it, write it into the audit log and say what was done."""
    now = datetime.now(UTC)
    with Store.open(Settings.read(os.environ).database_url) as store:
        if options.what == "list":
            for key in store.accounts.keys.all():
                say(_line(key))
        elif options.what == "add":
            accounts = Accounts(store.accounts)
            key, secret = accounts.add_key(
                options.label, options.role, rate_per_minute=options.rate, by=operator(), now=now
            )
            say(f"{key.label}: {key.role}, {key.rate_per_minute} requests a minute. Keep this key, nobody can show it:")
            say(secret)
        else:
            key = store.accounts.keys.disable(options.label, by=operator(), now=now)
            say(f"the key of {key.label} opens nothing any more")
    return 0


def _line(key: ApiKey) -> str:
    state = ", disabled" if key.disabled else ""
    return f"{key.label}  {key.role}, {key.rate_per_minute} requests a minute, since {key.created:%Y-%m-%d}{state}"
