"""Options that several commands share, and what they are completed with. Nothing here is heavy to import."""

# ruff: noqa: ARG001, ARG002 - click decides which arguments it hands over

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    from envpolicy.cli.pipeline import Request

_Function = TypeVar("_Function", bound="Callable[..., Any]")

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}

PLAN = "envpolicy.yaml"
ENGINES = ("embedded", "opa", "opa-exec")


def unknown(kind: str, name: str, known: Sequence[str]) -> str:
    """That there is no such thing, the nearest ones that there are, and all of them where they are few."""
    from difflib import get_close_matches

    said = f"there is no {kind} `{name}`"
    near = get_close_matches(name, known, n=3, cutoff=0.6)
    if near:
        said += f": did you mean {' or '.join(f'`{one}`' for one in near)}?"
    listed = ", ".join(sorted(known))
    return f"{said} (known: {listed})" if known and len(listed) <= 300 else said  # noqa: PLR2004 - some lines


class Known(click.ParamType):  # type: ignore[type-arg]
    """A word out of some; `words` is asked only when a word is there to be looked at."""

    def __init__(self, kind: str, words: Callable[[], Sequence[str]]) -> None:
        """`kind` is what the word names, for messages."""
        self.name = kind
        self._words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The word itself, or a usage error with the nearest ones."""
        words = self._words()
        if value not in words:
            raise click.UsageError(unknown(self.name, value, words), ctx=ctx)
        return str(value)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """How help shows it."""
        return self.name.upper()

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The words that start so."""
        return completed(self._words(), incomplete)


class Format(Known):
    """A format that can show a subject; only the one that is named is loaded."""

    def __init__(self, subject: str) -> None:
        """`subject` is one of `envpolicy.reporters.SUBJECTS`."""
        from envpolicy.reporters import formats

        super().__init__("format", formats)
        self._subject = subject

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, or a usage error with those that can show the subject."""
        from envpolicy.reporters import formats, reporter

        name = super().convert(value, param, ctx)
        if self._subject not in reporter(name).subjects:
            fitting = ", ".join(formats(self._subject))
            raise click.UsageError(f"format `{name}` cannot show this: use one of {fitting}", ctx=ctx)
        return name

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        """The formats that can show the subject."""
        from envpolicy.reporters import formats

        return completed(formats(self._subject), incomplete)


class Day(click.ParamType):  # type: ignore[type-arg]
    """A calendar date, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The `datetime.date`."""
        from datetime import date

        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise click.UsageError(f"`{value}` is no date: expected YYYY-MM-DD", ctx=ctx) from None


def completed(words: Sequence[str], incomplete: str) -> list[CompletionItem]:
    """The words that start with what is typed."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(word) for word in words if word.startswith(incomplete)]


def _regulations(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from envpolicy.resources import shipped

    stems = sorted(path.stem for path in shipped("policies/regulations").glob("*.yaml"))
    return completed([*stems, "all"], incomplete)


def _deployments(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from envpolicy.errors import EnvpolicyError
    from envpolicy.plan import load_plan

    try:
        plan = load_plan(ctx.params.get("plan") or PLAN)
    except EnvpolicyError:
        return []
    return completed([deployment.name for deployment in plan.deployments], incomplete)


def deployment_argument(name: str) -> Callable[[_Function], _Function]:
    """An argument that names a deployment of the plan."""
    return click.argument(name, shell_complete=_deployments)


def format_option(subject: str) -> Callable[[_Function], _Function]:
    """`--format`, and `--output` as conftest has it."""
    return click.option(
        "--format",
        "--output",
        "-o",
        "format_",
        type=Format(subject),
        default="text",
        help="How to say it: text for people, json for programs, others for pipelines.",
    )


def text_or_json(command: _Function) -> _Function:
    """`--format text|json` of commands that show no report."""
    return click.option(
        "--format",
        "--output",
        "-o",
        "format_",
        type=Known("format", lambda: ("text", "json")),
        default="text",
        help="How to say it: text for people, json for programs.",
    )(command)


def colour_option(command: _Function) -> _Function:
    """`--no-color`; NO_COLOR and FORCE_COLOR are heeded anyway."""
    return click.option("--no-color", "no_colour", is_flag=True, help="No colours, also on a terminal.")(
        command
    )


def run_options(command: _Function) -> _Function:
    """Everything that decides what is judged, by which law, with which engine; arrives as one `request`."""
    from functools import wraps

    @wraps(command)
    def gathered(**given: Any) -> Any:
        from envpolicy.cli.pipeline import Request

        fields = {name: given.pop(name) for name in _REQUEST if name in given}
        request: Request = Request(**fields)
        return command(request=request, **given)

    for option in reversed(_RUN_OPTIONS):
        gathered = option(gathered)
    return gathered  # type: ignore[return-value]


def regulation_option(help_: str) -> Callable[[_Function], _Function]:
    """`--regulation`: an id, an alias, or `all`; repeatable; arrives as `regulations`."""
    return click.option(
        "--regulation",
        "-r",
        "regulations",
        multiple=True,
        metavar="ID",
        shell_complete=_regulations,
        help=help_,
    )


policy_option = click.option(
    "--policy",
    "-p",
    "policies",
    multiple=True,
    metavar="PATH",
    type=click.Path(),
    help="A regulation of one's own, or a folder of such, beside the shipped ones; repeatable.",
)

info_option = click.option(
    "--info",
    is_flag=True,
    help="Tell also what is worth knowing and lowers nothing (facts of severity info).",
)

_RUN_OPTIONS = (
    click.option(
        "--plan",
        default=PLAN,
        show_default=True,
        type=click.Path(),
        metavar="FILE",
        help="The deployment plan.",
    ),
    click.option("--cluster", metavar="NAME", help="The cluster whose manifests PATHs replace."),
    regulation_option(
        "Judge by this regulation, requirement or alias instead of the plan's; repeatable; `all`."
    ),
    policy_option,
    click.option(
        "--profile",
        type=Known("profile", lambda: ("default", "floor")),
        help="default: also advise what is recommended beyond the law's floor. Else the plan's.",
    ),
    click.option(
        "--engine",
        type=Known("engine", lambda: ENGINES),
        default="embedded",
        show_default=True,
        help="Which Rego engine decides: embedded, opa (a server), opa-exec (the binary).",
    ),
    click.option("--opa-url", metavar="URL", help="The OPA server, for --engine opa."),
    click.option(
        "--today",
        type=Day(),
        metavar="YYYY-MM-DD",
        help="Judge as of this day, so that a run can be repeated; also SOURCE_DATE_EPOCH.",
    ),
    click.option("--all-pairs", is_flag=True, help="Leave nothing out of long lists."),
    click.option("--quiet", "-q", is_flag=True, help="Only the first line; no progress."),
)

_REQUEST = (
    "plan",
    "paths",
    "cluster",
    "regulations",
    "policies",
    "profile",
    "engine",
    "opa_url",
    "today",
    "all_pairs",
    "quiet",
)
