"""`florilegium schema`: the JSON Schema of the manifest."""

from __future__ import annotations

import click


@click.command(short_help="Print the JSON Schema of the manifest.")
def schema() -> None:
    """Print the JSON Schema of the manifest, for editors that check as one types."""
    from florilegium.manifest.schema.json_schema import json_schema

    click.echo(json_schema(), nl=False)
