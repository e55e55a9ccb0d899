"""alarm: writes down every window that was classified as an alarm. The first alarm starts it."""

import json
import os
import sys

from kanban_client import KanbanClient, log, metadata_of


def main():
    client = KanbanClient()
    path = os.path.join(client.data, "alarms.jsonl")
    for kanban in client.receive():
        window = metadata_of(kanban)
        with open(path, "a") as file:
            file.write(json.dumps(window, sort_keys=True) + "\n")
            file.flush()
            os.fsync(file.fileno())
        log("ALARM %s: %s" % (window.get("sensor"), window.get("why")))
    log("stopped")


if __name__ == "__main__":
    sys.exit(main())
