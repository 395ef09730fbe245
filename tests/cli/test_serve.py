"""seldinger serve: it starts, signs in once, and refuses to listen where nobody asks who is there."""

import re
import subprocess
import sys
import time
import urllib.error
import urllib.request

from tests.web.conftest import free_port

RUN = [sys.executable, "-c", "from seldinger.cli import main; main()", "serve"]


def test_it_refuses_another_address():
    done = subprocess.run([*RUN, "--host", "0.0.0.0"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "sign-on" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_refuses_a_sign_on_that_is_not_there(tmp_path):
    missing = str(tmp_path / "none.toml")
    done = subprocess.run(
        [*RUN, "--host", "0.0.0.0", "--sign-on", missing], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2


def test_it_serves_one_who_has_the_link():
    port = free_port()
    with subprocess.Popen(
        [*RUN, "--port", str(port)], stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        try:
            line = server.stderr.readline()
            link = re.search(r"http://\S+", line)[0]
            assert link.startswith(f"http://127.0.0.1:{port}/sign-in?key=")
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            for _ in range(200):
                try:
                    page = opener.open(link).read().decode()
                    break
                except urllib.error.URLError as fault:
                    assert not isinstance(fault, urllib.error.HTTPError), fault
                    time.sleep(0.1)
            assert "Prepare a board" in page
        finally:
            server.terminate()
        out, err = server.communicate()
    assert out == ""
    assert err.count("sign in once") == 1, "a fresh link; addresses asked for are not logged"
    assert "GET" not in err
