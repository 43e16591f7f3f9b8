"""Personal keys: who gets in with which, whose session ends, and when the desk opens to other machines."""

import asyncio
import errno
import os
import re

import pytest

from pipeline.decisions.coders.accounts import SIGNED_IN_FOR
from pipeline.errors import UnfitAddress
from pipeline.review import create_app, serve
from pipeline.review.access_keys import TRIES, WAIT, give_key
from pipeline.review.server import server_config
from pipeline.review.session import secret_of
from pipeline.settings import open_study
from tests.review.conftest import TestClient, Visit


@pytest.fixture
def key(store, clock):
    return give_key(store, "jan", since=clock())


def sign_in(browser, name, key, **more):
    browser.get("/who")
    return browser.post("/who", coder=name, key=key, **more)


def test_without_keys_a_name_is_enough(visit):
    page = visit().get("/who").text
    assert 'name="key"' not in page
    assert visit("jan").get("/").status_code == 200


def test_once_anybody_has_a_key_a_name_alone_is_not_enough(visit, key):
    browser = visit()
    assert 'name="key"' in browser.get("/who").text
    assert browser.post("/who", coder="jan").status_code == 403
    assert "Who codes?" in browser.get("/interviews/talk").text


def test_name_and_key_open_the_desk(visit, key):
    browser = visit()
    assert "De huur" in sign_in(browser, " jan ", f" {key}\n", back="/interviews/talk").text


@pytest.mark.parametrize(("name", "wrong"), [("mia", ""), ("jan", "x"), ("JAN", ""), ("nobody", "x")])
def test_a_wrong_name_and_a_wrong_key_are_refused_in_the_same_words(visit, key, store, clock, name, wrong):
    give_key(store, "mia", since=clock())
    answer = sign_in(visit(), name, wrong or key)
    assert answer.status_code == 403
    assert "This name and this key do not go together." in answer.text


def test_who_codes_is_not_told_before_a_key_is_shown(visit, store, clock):
    browser = visit("mia")
    browser.get("/interviews/plain")
    browser.judge(store, "plain", 1, "done")
    assert "mia" in visit().get("/who").text
    give_key(store, "jan", since=clock())
    assert "mia" not in visit().get("/who").text


def test_who_guesses_keys_waits_and_nobody_else_does(visit, key, store, clock):
    """All come from one address here, as behind a proxy."""
    mia = give_key(store, "mia", since=clock())
    browser = visit()
    for _ in range(TRIES):
        assert sign_in(browser, "jan", "wrong").status_code == 403
    assert sign_in(browser, "jan", "wrong").status_code == 429
    assert sign_in(visit(), "mia", "wrong").status_code == 403
    assert sign_in(visit(), "mia", mia).status_code == 200
    assert sign_in(visit(), "jan", key).status_code == 200
    clock.pass_seconds(WAIT.total_seconds())
    assert sign_in(browser, "jan", "wrong").status_code == 403


def test_a_session_from_before_there_were_keys_ends(visit, store, clock):
    browser = visit("jan")
    clock.pass_seconds(1)
    give_key(store, "jan", since=clock())
    assert "Who codes?" in browser.get("/interviews/talk").text


@pytest.mark.parametrize("change", ["taken away", "renewed"])
def test_a_session_ends_with_its_key(visit, store, key, clock, change):
    give_key(store, "mia", since=clock())
    browser = visit()
    sign_in(browser, "jan", key)
    browser.get("/interviews/plain")
    clock.pass_seconds(1)
    if change == "renewed":
        give_key(store, "jan", since=clock())
    else:
        store.coders.remove_key("jan", at=clock())
    assert "Who codes?" in browser.judge(store, "plain", 1, "done").text
    assert list(store.exports.rows("decisions")) == []
    assert sign_in(browser, "jan", key).status_code == 403


def test_who_signs_out_is_out(visit, key):
    browser = visit()
    sign_in(browser, "jan", key)
    browser.get("/who")
    browser.post("/who/leave")
    assert "Who codes?" in browser.get("/").text


def test_a_copy_of_the_cookie_is_of_no_use_once_its_owner_signed_out(visit, key, desk):
    browser, other = visit(), visit()
    sign_in(browser, "jan", key)
    sign_in(other, "jan", key)
    name = desk.state.session_cookies.name
    copy, thief = browser.client.cookies[name], visit()
    browser.get("/who")
    browser.post("/who/leave")
    thief.client.cookies.set(name, copy, domain="127.0.0.1", path="/")
    assert "Who codes?" in thief.get("/interviews/talk").text
    assert "De huur" in other.get("/interviews/talk").text, "his other browser is still signed in"


def test_a_session_ends_with_its_key_whatever_the_clock_says(visit, store, key, clock):
    """A key renewed in the same instant, or on a machine whose clock runs behind."""
    browser = visit()
    sign_in(browser, "jan", key)
    clock.pass_seconds(-60)
    give_key(store, "jan", since=clock())
    assert "Who codes?" in browser.get("/interviews/talk").text


def test_a_session_ends_after_a_week(visit, key, clock):
    browser = visit()
    sign_in(browser, "jan", key)
    clock.pass_seconds(SIGNED_IN_FOR.total_seconds() - 1)
    assert "De huur" in browser.get("/interviews/talk").text
    clock.pass_seconds(1)
    assert "Who codes?" in browser.get("/interviews/talk").text


def test_a_removed_last_key_does_not_open_the_desk_to_names(visit, store, key, clock):
    store.coders.remove_key("jan", at=clock())
    browser = visit()
    assert 'name="key"' in browser.get("/who").text
    assert browser.post("/who", coder="mia").status_code == 403
    assert sign_in(browser, "mia", give_key(store, "mia", since=clock())).status_code == 200


@pytest.mark.parametrize(("keys", "proxy"), [(True, ""), (False, "127.0.0.1")])
def test_a_desk_that_always_asks_for_keys_does_not_open_without_any(study, store, keys, proxy):
    settings = study.folder / "drempel.toml"
    settings.write_text(settings.read_text().replace("[review]", f'[review]\nproxy = "{proxy}"'))
    with pytest.raises(UnfitAddress, match="--add-coder"):
        serve(open_study(study.folder), open_browser=False, keys=keys)


@pytest.mark.parametrize(("proxy", "believed"), [("", False), ("127.0.0.1", True), ("10.0.0.9", False)])
def test_forwarded_addresses_are_believed_of_the_configured_proxy_alone(desk, proxy, believed):
    seen = []

    async def app(scope, receive, send):
        seen.append(scope["client"][0])

    config = server_config(app, proxy)
    config.load()
    scope = {
        "type": "http",
        "client": ("127.0.0.1", 5000),
        "scheme": "http",
        "headers": [(b"x-forwarded-for", b"192.0.2.66")],
    }
    asyncio.run(config.loaded_app(scope, None, None))
    assert seen == ["192.0.2.66" if believed else "127.0.0.1"]


def test_the_secret_is_made_on_a_file_system_without_hard_links(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    made = secret_of(tmp_path)
    assert len(made) == 32
    assert secret_of(tmp_path) == made
    assert [each.name for each in (tmp_path / "data").iterdir()] == [".desk-secret"]


def test_signing_in_changes_the_token_of_every_form(visit, key):
    def token(page):
        return re.search(r'name="csrf" value="([^"]+)"', page.text)[1]

    browser = visit()
    before = token(browser.get("/who"))
    assert token(sign_in(browser, "jan", key)) != before


def test_a_desk_open_to_other_machines_asks_for_keys_also_when_the_last_is_taken_away(study, store, clock):
    app = create_app(study, clock=clock, hosts={"10.0.0.5"}, keys_always=True)
    with TestClient(app, base_url="http://10.0.0.5:8377") as client:
        browser = Visit(client)
        assert 'name="key"' in browser.get("/who").text
        assert browser.post("/who", coder="jan", key="").status_code == 403


@pytest.mark.parametrize("address", ["192.0.2.7", "desk.example", "0.0.0.0", "::"])
def test_the_desk_opens_to_other_machines_only_when_there_are_keys(study, store, address):
    with pytest.raises(UnfitAddress, match=r"--add-coder|every address"):
        serve(study, address=address, open_browser=False)


def test_an_address_of_another_machine_is_named(study, key):
    with pytest.raises(UnfitAddress, match=r"192\.0\.2\.7.*Give an address of this machine"):
        serve(study, address="192.0.2.7", open_browser=False)
