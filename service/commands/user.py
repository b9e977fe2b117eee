"""``passerelle user``: who may sign in. Passwords are typed or come by standard input, never as an argument."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from datetime import UTC, datetime

from data.store import Store
from data.store.accounts_records import Role, User
from engine.errors import InputError
from service.accounts import SHORTEST_PASSWORD, Accounts
from service.commands.output import say
from service.settings import Settings

__all__ = ["arguments", "operator", "run"]

PROMPT, AGAIN = "Password: ", "The same again: "


def arguments(parser: argparse.ArgumentParser) -> None:
    """A verb, each with its options."""
    verbs = parser.add_subparsers(dest="what", required=True, metavar="add|list|disable|enable|password")
    add = verbs.add_parser("add", help="make an account")
    add.add_argument("--role", choices=list(Role), type=Role, required=True)
    verbs.add_parser("list", help="every account, a line each")
    disable = verbs.add_parser("disable", help="shut somebody out; what she is doing ends")
    enable = verbs.add_parser("enable", help="let somebody in again, also after too many wrong passwords")
    password = verbs.add_parser("password", help="give somebody another password; what she is doing ends")
    for verb in (add, disable, enable, password):
        verb.add_argument("name", metavar="NAME")
    for verb in (add, password):
        verb.add_argument(
            "--password-stdin",
            action="store_true",
            help=f"read the password (at least {SHORTEST_PASSWORD} characters) from the first line of standard input",
        )


def run(options: argparse.Namespace) -> int:
    """Do it, write it into the audit log and say what was done."""
    with Store.open(Settings.read(os.environ).database_url) as store:
        if options.what == "list":
            for user in store.accounts.users.all():
                say(_line(user))
            return 0
        say(_done(options, Accounts(store.accounts), datetime.now(UTC)))
    return 0


def operator() -> str:
    """Who works at this terminal, as the audit log names her."""
    try:
        return f"terminal: {getpass.getuser()}"
    except (KeyError, OSError):
        # A container may run under a number that has no name.
        return f"terminal: {os.getuid()}"


def _done(options: argparse.Namespace, accounts: Accounts, now: datetime) -> str:
    by, users = operator(), accounts.store.users
    if options.what == "add":
        user = accounts.add_user(options.name, options.role, _password(options.password_stdin), by=by, now=now)
        return f"{user.name} may sign in as {user.role}"
    if options.what == "password":
        user = accounts.change_password(options.name, _password(options.password_stdin), by=by, now=now)
        return f"{user.name} has a new password; whoever was signed in with this name is signed out"
    if options.what == "disable":
        user = users.set_disabled(options.name, True, by=by, now=now)
        return f"{user.name} cannot sign in any more; whoever was signed in with this name is signed out"
    user = users.set_disabled(options.name, False, by=by, now=now)
    return f"{user.name} may sign in as {user.role}"


def _password(from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise InputError(
            "there is nobody to type a password",
            place="password",
            remedy="call it on a terminal, or give --password-stdin and the password on standard input",
        )
    typed = getpass.getpass(PROMPT)
    if getpass.getpass(AGAIN) != typed:
        raise InputError("the two passwords are not the same", place="password", remedy="try again")
    return typed


def _line(user: User) -> str:
    state = [str(user.role), f"since {user.created:%Y-%m-%d}"]
    if user.disabled:
        state.append("disabled")
    if user.password_hash is None:
        state.append("signs in elsewhere")
    if user.locked_until and user.locked_until > datetime.now(UTC):
        state.append(f"locked until {user.locked_until:%Y-%m-%d %H:%M} UTC after {user.failed_attempts} attempts")
    return f"{user.name}  {', '.join(state)}"
