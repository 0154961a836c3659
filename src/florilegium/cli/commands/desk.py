"""`florilegium desk`: the editor's desk in a browser."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

import click

from florilegium.cli.options import JOBS, MANIFEST
from florilegium.system.temporary import begin_command as begin_temporary


@click.command()
@MANIFEST
@JOBS
@click.option(
    "--port", "-p", type=click.IntRange(0, 65535), default=0, help="The port; by default any free one."
)
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option(
    "--editor", default="", metavar="COMMAND", help="How to open a source: a command with {file} and {line}."
)
def desk(manifest: Path, jobs: int | None, port: int, no_browser: bool, editor: str) -> None:
    """Open the editor’s desk: the whole book in a browser, live.

    It is served to this machine alone, by the address that is printed. Ctrl-C ends it.
    """
    from florilegium.desk.serving import serve
    from florilegium.pipeline.request import BuildRequest

    request = BuildRequest(manifest)
    begin_temporary(request.work)

    def opened(address: str) -> None:
        click.echo(f"The desk is at {address}\nCtrl-C ends it.")
        if not no_browser:
            Thread(target=_open_browser, args=(address,), name="the browser", daemon=True).start()

    serve(request.manifest, port, jobs or request.jobs, editor, opened)


def _open_browser(address: str) -> None:
    """Open the browser. Which one takes a while to find out, and the desk gets ready meanwhile."""
    import webbrowser

    webbrowser.open(address)
