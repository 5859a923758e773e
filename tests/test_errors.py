"""Errors in plain words, also when they come out of another process."""

from __future__ import annotations

import errno
import pickle

import pytest

from raredx.cohorts.refusals import Refused
from raredx.errors import DiskFullError, NotFoundError, UserError, explain, is_disk_full


@pytest.mark.parametrize(
    "error",
    [
        UserError("It is empty", remedy="Fill it"),
        NotFoundError("No such job", remedy="Look again"),
        DiskFullError(),
        Refused("too-small", width=1, height=2, limit=16),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_a_process_pool(error):
    back = pickle.loads(pickle.dumps(error))
    assert type(back) is type(error)
    assert str(back) == str(error)
    assert vars(back) == vars(error)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (OSError(errno.ENOSPC, "full"), "The disk is full. Free some space, then retry."),
        (OSError(errno.EDQUOT, "quota"), "The disk is full."),
        (PermissionError(13, "no", "a/b"), "No permission for a/b."),
        (MemoryError(), "The memory is full."),
        (KeyError("x"), "KeyError: 'x'"),
        (ValueError("one\ntwo"), "ValueError: one"),
        (ValueError(""), "ValueError: no message"),
    ],
)
def test_any_error_is_one_line(error, says):
    assert explain(error).startswith(says)
    assert "\n" not in explain(error)


def test_a_full_disk_is_told_from_other_errors():
    assert is_disk_full(OSError(errno.ENOSPC, "full"))
    assert is_disk_full(DiskFullError())
    assert not is_disk_full(OSError(errno.ENOENT, "none"))
    assert not is_disk_full(ValueError("the disk is full"))
