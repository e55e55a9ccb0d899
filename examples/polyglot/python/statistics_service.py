"""statistics: reads sensor CSV files, one window of readings after the other, and sends each window's figures on.

The initial kanban, which status-kanban puts into the queue when the stream opens, means the folder in SENSOR_FOLDER; any
other kanban means the files in its fileList.
"""

import csv
import glob
import math
import os
import sys
import uuid

from kanban_client import KanbanClient, log

WINDOWS = uuid.UUID("6f1f1d0e-52c4-5f0b-8f0b-0b6a4a3f2c11")


def figures(values):
    """Mean, spread, extremes and the trend of the readings (least squares, per reading)."""
    count = len(values)
    mean = math.fsum(values) / count
    middle = (count - 1) / 2
    spread = math.fsum((i - middle) ** 2 for i in range(count))
    slope = math.fsum((i - middle) * (v - mean) for i, v in enumerate(values)) / spread if spread else 0.0
    variance = math.fsum((v - mean) ** 2 for v in values) / (count - 1) if count > 1 else 0.0
    return {
        "count": count,
        "mean": round(mean, 6),
        "deviation": round(math.sqrt(variance), 6),
        "minimum": min(values),
        "maximum": max(values),
        "slope": round(slope, 6),
    }


def windows(path, size):
    """The windows of one file; a last one that is not full counts, too."""
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    for start in range(0, len(rows), size):
        part = rows[start:start + size]
        window = {"sensor": part[0]["sensor"], "unit": part[0]["unit"], "window": start // size, "from": part[0]["time"]}
        window.update(figures([float(row["value"]) for row in part]))
        yield window


class Done:
    """The files that were read to their end, so that a restart does not read them again."""

    def __init__(self, path):
        self._path = path
        self._names = set(open(path).read().splitlines()) if os.path.exists(path) else set()

    def __contains__(self, path):
        return self._name(path) in self._names

    def add(self, path):
        with open(self._path, "a") as file:
            file.write(self._name(path) + "\n")
        self._names.add(self._name(path))

    @staticmethod
    def _name(path):
        status = os.stat(path)
        return "%s %d %d" % (os.path.abspath(path), status.st_size, status.st_mtime_ns)


def main():
    client = KanbanClient()
    size = int(os.environ.get("WINDOW", "60"))
    done = Done(os.path.join(client.data, "done.txt"))
    for kanban in client.receive(initial_kanban=True):
        for path in kanban.fileList or sorted(glob.glob(os.path.join(os.environ["SENSOR_FOLDER"], "*.csv"))):
            try:
                if path not in done and send_windows(client, path, size):
                    done.add(path)
            except (OSError, ValueError, KeyError) as error:
                log("%s is no file of readings: %r" % (path, error))
    log("stopped")


def send_windows(client, path, size):
    sent = 0
    for window in windows(path, size):
        # The same window always has the same id: what was sent before a crash is not counted twice.
        kanban_id = str(uuid.uuid5(WINDOWS, "%s %s %d" % (os.path.abspath(path), window["from"], window["window"])))
        if not client.send(metadata=window, files=[path], kanban_id=kanban_id):
            return False
        sent += 1
    log("%s: %d windows" % (os.path.basename(path), sent))
    return True


if __name__ == "__main__":
    sys.exit(main())
