"""Writes the generated pages of the documentation anew; with `--check`, only tells whether they are true."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from variorum.cli.main import COMMANDS, variorum

PAGE = Path(__file__).parent / "reference/cli.md"
HEAD = """# The command line

Written by `make docs` from what the program says of itself; `variorum VERB --help` says the same.

Data goes to standard output, progress and warnings to standard error. Exit codes: 0 fine, 1 failure, 2 usage, 3 not
found, 4 findings present (only with `--fail-on`), 130 interrupted. Not found is whatever an argument names that is not there:
an article, a source, a version, a row or a file; what a server answers, 404 included, is a failure. Ctrl-C and SIGTERM are how
commands that run until they are stopped (`watch`, `serve`, `demo`) end: with 0. Output that nobody reads any more, as when
`head` has seen enough, ends a command without a word: with 0 where all was written by then, otherwise with 141, as a shell
counts the signal SIGPIPE.

Where a command takes an ARTICLE or a SOURCE, that is its id, its URL, or `@n` for the n-th row last listed. A flag goes before
an environment variable, that before [variorum.toml](settings.md).
"""


def reference() -> str:
    """The page as it should be."""
    sections = [HEAD, _section(variorum, "variorum")]
    context = click.Context(variorum, info_name="variorum")
    for name in COMMANDS:
        command = variorum.get_command(context, name)
        assert command is not None
        sections.append(_section(command, f"variorum {name}", context))
        inner = command.commands.items() if isinstance(command, click.Group) else ()
        group = click.Context(command, info_name=name, parent=context)
        sections += [_section(one, f"variorum {name} {verb}", group) for verb, one in inner]
    return "\n".join(sections)


def _section(command: click.Command, title: str, parent: click.Context | None = None) -> str:
    context = click.Context(
        command,
        info_name=title.rsplit(maxsplit=1)[-1],
        parent=parent,
        terminal_width=100,
        max_content_width=100,
    )
    return f"## {title}\n\n```text\n{command.get_help(context)}\n```\n"


def main() -> None:
    """Writes the page, or says that it is out of date."""
    wanted = reference()
    if "--check" not in sys.argv:
        PAGE.write_text(wanted, "utf-8")
    elif not PAGE.exists() or PAGE.read_text("utf-8") != wanted:
        sys.exit(f"{PAGE} is out of date: run `make docs`")


if __name__ == "__main__":
    main()
