"""Fill the disk under a workspace and print what became of the jobs. Run by test_full_disk."""

from __future__ import annotations

import json
import shutil

from raredx.errors import UserError
from raredx.jobs import Store, retry, submit
from raredx.settings import settings
from tests.conftest import end_worker
from tests.jobs.waiting import ended


def main() -> None:
    workspace = settings().workspace
    before = ended(submit("count", {"steps": 3}))

    output = ended(submit("misbehave", {"how": "output"}))
    outputs = [path.name for path in (workspace / "outputs").glob("*")]
    left_behind = [name for name in outputs if not name.endswith(".lock")]

    litter = ended(submit("misbehave", {"how": "litter"}))
    free = shutil.disk_usage(workspace).free
    refused = ended(submit("count", {"steps": 4}))
    (workspace / "litter").unlink()
    after = ended(retry(refused.id))
    end_worker()

    (workspace / "litter").write_bytes(bytes(shutil.disk_usage(workspace).free))
    try:
        submit("count", {"steps": 5})
    except UserError as error:
        turned_away = str(error)
    still_read = Store().get(before.id).status
    told = {
        "output": [output.status, output.error, left_behind],
        "litter": [litter.status, litter.error, free],
        "refused": [refused.status, refused.error],
        "after": after.status,
        "turned away": turned_away,
        "before": [still_read, len(Store().metrics(before.id))],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
