"""Settings come from the environment, then from raredx.toml, then from the defaults."""

from __future__ import annotations

import pytest

from raredx.errors import UserError
from raredx.settings import ROOT, Settings, device, settings, thread_count, unknown_variables
from tests.conftest import forget_settings


def test_the_environment_beats_the_file_and_the_file_the_default(tmp_path, monkeypatch):
    (tmp_path / "raredx.toml").write_text('device = "cpu"\nthreads = 3\nplugins = []\n')
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RAREDX_THREADS", "5")
    forget_settings()
    assert (settings().device, settings().threads) == ("cpu", 5)
    assert thread_count() == 5
    assert settings().log_level == "info"


def test_the_workspace_defaults_to_the_clone(monkeypatch):
    monkeypatch.delenv("RAREDX_WORKSPACE")
    forget_settings()
    assert settings().workspace == ROOT / "workspace"


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ('device = "tpu"', "device = 'tpu': Input should be 'auto', 'cpu', 'cuda' or 'mps'"),
        ("threads = -1", "threads = -1: Input should be greater than or equal to 0"),
        ("wrkspace = 'x'", "there is no setting 'wrkspace'"),
        ("device = ", "raredx.toml cannot be read"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(tmp_path, monkeypatch, toml, says):
    (tmp_path / "raredx.toml").write_text(toml)
    monkeypatch.chdir(tmp_path)
    forget_settings()
    with pytest.raises(UserError) as error:
        settings()
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_a_wrong_variable_is_told_in_one_line(monkeypatch):
    monkeypatch.setenv("RAREDX_OFFLINE", "perhaps")
    forget_settings()
    with pytest.raises(UserError, match="offline = 'perhaps'"):
        settings()


def test_misspelt_variables_are_found(monkeypatch):
    monkeypatch.setenv("RAREDX_DEVISE", "cpu")
    assert unknown_variables() == ["RAREDX_DEVISE"]


def test_a_device_that_is_not_there_is_an_error_that_says_what_to_set(monkeypatch):
    import torch

    missing = "mps" if torch.cuda.is_available() else "cuda"
    monkeypatch.setenv("RAREDX_DEVICE", missing)
    forget_settings()
    with pytest.raises(UserError, match="Set RAREDX_DEVICE=auto"):
        device()
    monkeypatch.setenv("RAREDX_DEVICE", "cpu")
    forget_settings()
    assert device() == "cpu"


def test_every_setting_says_what_it_is_for():
    assert all(field.description for field in Settings.model_fields.values())
