"""notify.toml: each fault is one sentence, and none of them holds a secret."""

from pathlib import Path

import pytest

from loadwatch.errors import NotifyError
from loadwatch.notify.targets import Config, read_config
from loadwatch.notify.template import begin
from loadwatch.rules import Severity
from tests.notify.conftest import SECRET, settings

GOOD = 'name = "mail"\nurl = "env:LOADWATCH_MAIL"'


def read(folder: Path, *targets: str, head: str = "") -> Config:
    return read_config(settings(folder, *targets, head=head))


def test_a_target_is_read_with_all_its_keys(tmp_path: Path) -> None:
    config = read(
        tmp_path,
        f'{GOOD}\nlevel = "warning"\ndigest = "Sunday"\ndetail = true\nreport = true',
        'name = "phone"\nurl = "file:phone.url"',
        head="timeout_s = 5",
    )
    mail, phone = config.targets
    assert (mail.level, mail.digest, mail.has_detail, mail.has_report) == (
        Severity.WARNING, 6, True, True,
    )  # fmt: skip
    assert (phone.level, phone.digest, phone.has_detail) == (Severity.CAUTION, None, False)
    assert config.timeout_s == 5


FAULTS = {
    'name = "mail"': "target mail needs a url",
    'url = "env:X"': "target 1 needs a name",
    'name = "a b"\nurl = "env:X"': "target 1 needs a name",
    f'{GOOD}\nlevel = "{SECRET}"': "level of target mail takes one of info, caution, warning",
    f'{GOOD}\ndigest = "someday"': "digest of target mail takes one of monday",
    f'{GOOD}\ndetail = "{SECRET}"': "detail of target mail takes true or false",
    f"{GOOD}\nlevel = 3": "level of target mail is no text",
    f"{GOOD}\nlevle = 3": "no such key levle; did you mean level?",
    f'{GOOD}\n"{SECRET}" = 3': "no such key; it has name, url",
    f"{GOOD}\nurl = {SECRET}": "not TOML at line",
    f"{GOOD}\n[[target]]\n{GOOD}": "two targets are called mail",
}


@pytest.mark.parametrize("target", FAULTS, ids=FAULTS.values())
def test_each_fault_is_one_sentence(tmp_path: Path, target: str) -> None:
    with pytest.raises(NotifyError) as caught:
        read(tmp_path, target)
    assert FAULTS[target] in str(caught.value)
    assert str(tmp_path / "notify.toml") in str(caught.value)
    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("timeout_s = 0", "seconds from 1 to 120"),
        ("timeout_s = true", "seconds from 1 to 120"),
        ("hartbeat = 1", "did you mean heartbeat"),
        ("target = 3", "write [[target]]"),
        ("heartbeat = 3", "heartbeat of the file is no text"),
    ],
)
def test_each_fault_of_the_file_too(tmp_path: Path, head: str, said: str) -> None:
    with pytest.raises(NotifyError) as caught:
        read(tmp_path, head=head)
    assert said in str(caught.value)


def test_a_file_that_is_none_or_not_text_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotifyError, match="notify init begins one"):
        read_config(tmp_path / "notify.toml")
    (tmp_path / "notify.toml").write_bytes(b"name = \xff")
    with pytest.raises(NotifyError, match="not UTF-8"):
        read_config(tmp_path / "notify.toml")


def test_an_address_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (target,) = read(tmp_path, GOOD).targets
    with pytest.raises(NotifyError, match="'LOADWATCH_MAIL' is not set"):
        target.url()
    monkeypatch.setenv("LOADWATCH_MAIL", f" json://{SECRET} ")
    assert target.url() == f"json://{SECRET}"


def test_an_address_comes_from_a_file_that_nobody_else_can_read(tmp_path: Path) -> None:
    (target,) = read(tmp_path, 'name = "mail"\nurl = "file:mail.url"').targets
    with pytest.raises(NotifyError, match="there is no file"):
        target.url()
    kept = tmp_path / "mail.url"
    kept.write_text(f"json://{SECRET}\n\n")
    for mode in (0o640, 0o604, 0o644, 0o620):
        kept.chmod(mode)
        with pytest.raises(NotifyError, match=r"others can read .*chmod 600") as caught:
            target.url()
        assert SECRET not in str(caught.value)
    kept.chmod(0o600)
    assert target.url() == f"json://{SECRET}"
    kept.write_text("one\ntwo\n")
    with pytest.raises(NotifyError, match="one line with an address"):
        target.url()


@pytest.mark.parametrize(
    "url",
    [
        f"env:mailtos://me:{SECRET}@mail.example.org",
        f"file:mailtos://me:{SECRET}@mail.example.org",
        f"env: ntfys://{SECRET}",
        f"env:{SECRET}",
    ],
)
def test_an_address_where_its_place_should_stand_is_never_printed(tmp_path: Path, url: str) -> None:
    (target,) = read(tmp_path, f'name = "mail"\nurl = "{url}"').targets
    config = read(tmp_path, head=f'heartbeat = "{url}"')
    for address in (target.url, config.heartbeat):
        with pytest.raises(NotifyError, match="the name of a variable") as caught:
            address()
        assert SECRET not in str(caught.value)


def test_an_address_in_the_settings_needs_settings_that_nobody_else_can_read(
    tmp_path: Path,
) -> None:
    path = settings(tmp_path, f'name = "hook"\nurl = "json://{SECRET}"')
    assert read_config(path).targets[0].url() == f"json://{SECRET}"
    path.chmod(0o644)
    with pytest.raises(NotifyError, match="others can read"):
        read_config(path)
    path.write_text(f"[[target]]\n{GOOD}\n")
    assert read_config(path).targets, "only places in it, so it may be read"


def test_no_representation_holds_an_address(tmp_path: Path) -> None:
    config = read(
        tmp_path, f'name = "hook"\nurl = "json://{SECRET}"', head=f'heartbeat = "https://{SECRET}"'
    )
    assert SECRET not in repr(config)
    assert SECRET not in repr(config.targets[0])


def test_only_mail_takes_the_report(tmp_path: Path) -> None:
    (target,) = read(tmp_path, f'name = "x"\nurl = "ntfy://{SECRET}"\nreport = true').targets
    with pytest.raises(NotifyError, match="only mail takes the report"):
        target.url()


@pytest.mark.parametrize("address", ["http://example.org/x", "file:///etc/passwd", "ftp://x/y"])
def test_a_heartbeat_goes_over_https(tmp_path: Path, address: str) -> None:
    config = read(tmp_path, GOOD, head=f"heartbeat = '{address}'")
    with pytest.raises(NotifyError):
        config.heartbeat()


def test_the_settings_to_begin_with_are_sound_and_told_nothing(tmp_path: Path) -> None:
    assert begin(tmp_path / "notify.toml") == [tmp_path / "notify.toml"]
    assert read_config(tmp_path / "notify.toml").targets == []
    with pytest.raises(NotifyError, match="stays as it is"):
        begin(tmp_path / "notify.toml")


def test_every_line_to_begin_with_is_sound_when_taken_out_of_its_comment(tmp_path: Path) -> None:
    path = tmp_path / "notify.toml"
    begin(path)
    lines = path.read_text().splitlines()
    keys = ("# [[", "# name =", "# url =", "# level", "# digest", "# detail", "# report",
            "# heartbeat", "# timeout")  # fmt: skip
    path.write_text("\n".join(ln[2:] if ln.startswith(keys) else ln for ln in lines))
    config = read_config(path)
    assert [target.name for target in config.targets] == ["mail", "phone"]
    assert config.told_heartbeat == "file:heartbeat.url"


@pytest.mark.parametrize(
    ("address", "name"), [("mailtos://me:x@y.org", "mail"), ("ntfys://y.org/topic", "phone")]
)
def test_an_address_that_was_asked_for_is_kept_apart_and_private(
    tmp_path: Path, address: str, name: str
) -> None:
    for path in begin(tmp_path / "notify.toml", address):
        assert path.stat().st_mode & 0o777 == 0o600
    (target,) = read_config(tmp_path / "notify.toml").targets
    assert target.name == name
    assert target.url() == address
    assert address not in (tmp_path / "notify.toml").read_text()
