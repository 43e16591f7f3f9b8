"""The verb `review`: start the desk, and manage the keys of coders."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from pipeline.cli.app import app, study_of
from pipeline.cli.output.terminal import notices
from pipeline.settings import Study


@app.command(epilog="Example: `drempel review --port 8400`, or `drempel review --add-coder anneleen`")
def review(
    context: typer.Context,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="The desk's port (default: from drempel.toml).")
    ] = None,
    address: Annotated[
        str, typer.Option(help="The address to listen on; people on other machines need keys.")
    ] = "127.0.0.1",
    add_coder: Annotated[
        str | None, typer.Option(metavar="NAME", help="Give a coder a new key, print it once, and exit.")
    ] = None,
    remove_coder: Annotated[
        str | None, typer.Option(metavar="NAME", help="Revoke a coder's key, and exit; the coder's verdicts stay.")
    ] = None,
    keys: Annotated[
        bool, typer.Option("--keys", help="Ask for keys on this machine too; needs --add-coder first.")
    ] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the browser.")] = False,
) -> None:
    """Start the desk in the browser, where people accept, change or reject suggestions; on 127.0.0.1, until stopped.

    Without keys, every account of this machine can open the desk. Once any coder had a key, signing in takes name and
    key.
    """
    from pipeline.review import serve

    study = study_of(context)
    if add_coder is not None or remove_coder is not None:
        _change_coders(study, add_coder, remove_coder)
        return
    serve(
        study,
        port=port or study.settings.review.port,
        address=address,
        keys=keys,
        open_browser=not no_browser,
        warn=lambda words: notices.print(words, style="bold", soft_wrap=True, markup=False),
    )


def _change_coders(study: Study, added: str | None, removed: str | None) -> None:
    from pipeline.decisions import Store
    from pipeline.review import access_keys

    for given, option in ((added, "--add-coder"), (removed, "--remove-coder")):
        if given is not None and not access_keys.name_of(given):
            raise typer.BadParameter("a name has 1 to 40 characters", param_hint=option)
    name, now = access_keys.name_of(added or ""), datetime.now(UTC)
    with Store.open(study.store_url, workspace=study.store_owner) as store:
        if removed:
            store.coders.remove_key(access_keys.name_of(removed), at=now)
            typer.echo(f"{removed} has no key any more, and is signed out everywhere.")
        if name:
            typer.echo(f"The key of {name}, shown this once: {access_keys.give_key(store, name, since=now)}")
