"""Where the page may listen: this machine, or behind a sign-on that is wholly configured."""

import pytest

from seldinger.web import Settings, SettingsError, read_sign_on

GOOD = 'origin = "https://board.example"\nuser_header = "X-Forwarded-User"\nsecret_file = "secret"\n'


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "board.example", ""])
def test_another_address_is_refused_without_sign_on(host):
    with pytest.raises(SettingsError, match="sign-on"):
        Settings(host=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_this_machine_is_allowed(host):
    assert Settings(host=host).host == host


def test_the_usual_port_is_left_out_by_browsers():
    """RFC 9110 4.2.3: http://127.0.0.1 and http://127.0.0.1:80 are one, and the first is what browsers send."""
    assert {"127.0.0.1", "127.0.0.1:80"} <= Settings(port=80).hosts
    assert "http://127.0.0.1" in Settings(port=80).origins
    assert "127.0.0.1" not in Settings(port=8484).hosts


def test_a_sign_on_is_read(tmp_path):
    (tmp_path / "on.toml").write_text(GOOD)
    (tmp_path / "secret").write_text("x" * 32 + "\n")
    found = read_sign_on(tmp_path / "on.toml")
    settings = Settings(host="0.0.0.0", sign_on=found)
    assert (found.user_header, settings.hosts) == ("x-forwarded-user", {"board.example"})
    assert settings.origins == {"https://board.example"}
    assert "x" * 32 not in repr(settings), "a secret is not printed"


FAULTS = [
    (GOOD.replace("https", "http"), "x" * 32, "https"),
    (GOOD.replace("board.example", "board.example/path"), "x" * 32, "without a path"),
    (GOOD.replace("board.example", "Board.example"), "x" * 32, "as browsers send it"),
    (GOOD.replace("board.example", "board.example:443"), "x" * 32, "as browsers send it"),
    (GOOD.replace('user_header = "X-Forwarded-User"\n', ""), "x" * 32, "user_header"),
    (GOOD + "extra = 1\n", "x" * 32, "expected the keys"),
    (GOOD, "x" * 31, "at least 32"),
    (GOOD, None, "secret_file cannot be read"),
    ("not toml", "x" * 32, "TOML"),
]


@pytest.mark.parametrize(("text", "secret", "says"), FAULTS)
def test_a_half_configured_sign_on_is_refused(tmp_path, text, secret, says):
    (tmp_path / "on.toml").write_text(text)
    if secret is not None:
        (tmp_path / "secret").write_text(secret)
    with pytest.raises(SettingsError, match=says):
        read_sign_on(tmp_path / "on.toml")
