"""Whom the crawler never asks: private addresses, other schemes, hosts of others, servers with a false certificate."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from newspaper import SMALL, Answer, Newspaper, serving, small_site
from test_crawl_crawler import crawl, states

from tinbai.crawl.addresses import canonical, resolve
from tinbai.crawl.audit import audit
from tinbai.crawl.connect import PrivateAddressError, refuse_private
from tinbai.crawl.fetch import HTML, Fetcher, FetchError
from tinbai.settings import CrawlSettings

PUBLIC = ["1.1.1.1", "203.162.4.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254",
        "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2002:a00:1::", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(address: str) -> None:
    with pytest.raises(PrivateAddressError, match=r"baoxom\.vn is at the private address"):
        refuse_private("baoxom.vn", address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_not(address: str) -> None:
    refuse_private("baoxom.vn", address)


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    made = Fetcher("tinbai/test", CrawlSettings(connect_seconds=2, read_seconds=2, request_seconds=3))
    yield made
    made.close()


def get(fetcher: Fetcher, url: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetcher.get(url, types=HTML, most_bytes=1_000_000)
    return caught.value


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["93.184.216.34", "10.0.0.8"], ["::1"], ["169.254.169.254"]], ids=lambda found: found[-1]
)
def test_a_name_that_leads_to_a_private_address_is_refused(
    site: Newspaper, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch, found: list[str]
) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, site.port)) for address in found]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: answers)
    error = get(fetcher, f"http://baoxom.vn:{site.port}/")
    assert (error.reason, error.again) == ("private_address", False)
    assert site.asked == []


def test_a_name_that_changes_its_address_after_the_check_is_refused(
    site: Newspaper, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["93.184.216.34", "127.0.0.1", "127.0.0.1"])

    def rebinding(*args: object, **options: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers), site.port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    assert get(fetcher, f"http://baoxom.vn:{site.port}/").reason == "private_address"
    assert site.asked == []


def test_a_private_host_is_asked_only_under_the_name_that_the_settings_give(site: Newspaper) -> None:
    named = Fetcher("tinbai/test", CrawlSettings(private_hosts=frozenset({site.host})))
    site.routes["/"] = Answer("<p>")
    try:
        assert named.get(f"http://{site.host}/", types=HTML, most_bytes=99).status == 200
        assert get(named, f"http://localhost:{site.port}/").reason == "private_address"
        assert get(named, "http://127.0.0.1:1/").reason == "private_address"
    finally:
        named.close()


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/a", "data:text/html,x", "gopher://a/", "//a/b"]
)
def test_other_schemes_are_never_asked(fetcher: Fetcher, url: str) -> None:
    error = get(fetcher, url)
    assert (error.reason, error.again) == ("scheme", False)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "FILE:/etc/passwd", "javascript:alert(1)", "mailto:a@b.vn", "data:text/html,x",
        "http://user:word@127.0.0.1/", "http://[::1", "http://a:99999/",
        "//example.org/a-b-c-d", "https://127.0.0.1.example.org/a", "http://" + "a" * 3000,
    ],
)  # fmt: skip
def test_addresses_that_are_none_of_the_paper_are_dropped(site: Newspaper, tmp_path: Path, url: str) -> None:
    paper = site.paper(tmp_path, SMALL)
    assert canonical(url, paper.site, paper, article=False) is None
    assert (resolve(url, "http://baoxom.vn/") or "http://").startswith("http")


@pytest.mark.parametrize(
    "path",
    [
        "/12/7/tin.aspx;jsessionid=AB12",
        "/(S(lit3py55t21z5v55vlm25s55))/12/7/tin.aspx",
        "/(X(1)S(lit3py55t21z))/12/7/tin.aspx?sid=9&utm_source=x#binh-luan",
    ],
)
def test_one_page_has_one_address_whatever_the_session(site: Newspaper, tmp_path: Path, path: str) -> None:
    paper = site.paper(tmp_path, 'family = "newsimg"\n')
    for article in (True, False):
        assert canonical(path, paper.site, paper, article=article) == f"{paper.site}/12/7/tin.aspx"
    kept = "/12/7/Chuyen-(S)-cua-xom.aspx"
    assert canonical(kept, paper.site, paper, article=True) == f"{paper.site}{kept}"


def test_certificates_are_verified_whatever_the_surroundings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    pem = Path(__file__).with_name("self_signed.pem")
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.setenv(name, str(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    received: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                try:
                    with context.wrap_socket(connection, server_side=True) as secure:
                        received.append(secure.recv(1000))
                except (ssl.SSLError, OSError):
                    pass

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        host = f"127.0.0.1:{listener.getsockname()[1]}"
        made = Fetcher("tinbai/test", CrawlSettings(private_hosts=frozenset({host})))
        try:
            made._session(f"https://{host}")[0].verify = False  # even so
            error = get(made, f"https://{host}/")
        finally:
            made.close()
        thread.join(10)
    assert error.reason == "connection"
    assert "certificate verify failed" in str(error)
    assert not any(received)


def test_proxies_of_the_surroundings_are_not_used(
    site: Newspaper, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    small_site(site, articles=2)
    assert crawl(site, tmp_path).articles == {"thu": 2}


def test_where_a_redirect_leads_is_checked_again(site: Newspaper, tmp_path: Path) -> None:
    with serving() as other:
        small_site(site, articles=1)
        site.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /in/\n", type="text/plain")
        other.routes["/robots.txt"] = Answer("User-agent: *\nDisallow: /\n", type="text/plain")
        links = []
        targets = ["/in/x-a1.html", f"http://{other.host}/x-a2.html", f"http://localhost:{site.port}/x-a3.html"]
        for number, target in enumerate(targets):
            links.append(f"/chuyen-a{number}.html")
            site.routes[links[-1]] = Answer(status=302, headers={"Location": target})
        site.routes["/in/x-a1.html"] = Answer("<p>")
        site.listing("/xay-dung-dang/", links)
        crawl(site, tmp_path, f'{SMALL}moved_to = ["{other.host}"]\n')
        assert other.asked == []  # it is no named private host, though the paper may have moved there
    found = states(tmp_path)
    assert found["/in/x-a1.html"] == ("refused", "refused by robots.txt")
    assert "/in/x-a1.html" not in site.paths()
    assert found["/chuyen-a2.html"][0] == "failed"
    assert audit(tmp_path / "archive").problems == []
