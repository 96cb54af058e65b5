"""The messages and logs of `make demo`."""

from dev import demo
from dev.series import SERIES


def test_logs_of_earlier_starts_are_kept(tmp_path):
    """Seen to fail without the rotation."""
    log = tmp_path / "demo.log"
    demo.rotate(log)  # the first start
    for start in range(1, 8):
        log.write_text(f"start {start}")
        demo.rotate(log, keep=3)
    assert not log.exists()
    kept = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert kept == {
        "demo.log.1": "start 7",
        "demo.log.2": "start 6",
        "demo.log.3": "start 5",
    }


def test_first_start_announces_its_downloads():
    for series in SERIES:
        for is_own in (False, True):
            text = demo.needs(series, is_own)
            assert "MB" in text
            assert "GB in" in text
    assert demo.needs("19.0", False) != demo.needs("19.0", True)
