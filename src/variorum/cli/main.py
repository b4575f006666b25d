"""The `variorum` command: finds the verb, reads the settings, turns errors into one sentence and an exit code."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from variorum.archive import ArchiveError
from variorum.cli.exits import FAILURE, INTERRUPTED, UNREAD
from variorum.cli.output import bear_every_letter, warn
from variorum.cli.settings import default_map

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The verbs in the order of a day's work; each is `variorum.cli.commands.<module>`.
COMMANDS = (
    "add",
    "sources",
    "pause",
    "remove",
    "run",
    "watch",
    "log",
    "search",
    "show",
    "diff",
    "compare",
    "extract",
    "outlet",
    "import",
    "export",
    "backup",
    "reextract",
    "serve",
    "feed",
    "cite",
    "stamp",
    "verify",
    "forget",
    "compact",
    "doctor",
    "config",
    "demo",
)


class Verbs(click.Group):
    """Loads a command when it is asked for, so that `variorum --help` does not wait for the libraries of all."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the verb; output that nobody reads any more ends it before click, which has a code of its own, sees that."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # Whoever read our output has seen enough, as `head` does; the interpreter must not complain about it at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(UNREAD) from None

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's form
        """All verbs, in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of a verb."""
        if cmd_name not in COMMANDS:
            return None
        # `import` is a word of Python's, so its module and function bear another name.
        name = "import_files" if cmd_name == "import" else cmd_name
        command: click.Command = getattr(import_module(f"variorum.cli.commands.{name}"), name)
        return command


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "-d",
    "--directory",
    type=click.Path(path_type=Path),
    default=Path("variorum-archive"),
    envvar="VARIORUM_DIR",
    show_default=True,
    show_envvar=True,
    help="The directory of the archive.",
)
@click.version_option(version("variorum"), prog_name="variorum")
@click.pass_context
def variorum(context: click.Context, directory: Path) -> None:
    """Watches the news, keeps every version of every article, and shows what changed."""
    context.obj = directory
    context.default_map = default_map(directory, COMMANDS)


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs a command and exits with its code: 0 fine, 1 failure, 2 usage, 3 not found, 4 findings, 130 interrupted, 141 unread."""
    bear_every_letter()
    sys.exit(_run(arguments))


def _run(arguments: Sequence[str] | None) -> int:
    try:
        result: Any = variorum.main(args=arguments, prog_name="variorum", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ArchiveError as error:
        warn(str(error))
        return FAILURE
    except (click.Abort, KeyboardInterrupt):
        warn("stopped")
        return INTERRUPTED
    except OSError as error:
        what = "the system refused" if error.filename is None else error.filename
        warn(f"{what}: {error.strerror or error}")
        return FAILURE
    return result if isinstance(result, int) else 0
