"""The search for cycles rests while a file is read, and goes on as before afterwards."""

import gc

import pytest

from textmine.collector import paused


def test_paused_inside_and_running_again_behind_also_after_an_error():
    """An error on the way must not leave a program without its collector."""
    assert gc.isenabled()
    with pytest.raises(ValueError, match="broken"), paused():
        assert not gc.isenabled()
        raise ValueError("broken")
    assert gc.isenabled()


def test_a_collector_that_is_off_stays_off():
    """Who switched it off wants it off."""
    gc.disable()
    try:
        with paused(), paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()
