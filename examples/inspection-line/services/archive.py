"""archive: one line per part in Data/archive_1/report.csv, whatever happens in between."""

import csv
import io
import os
import sys
import threading

from kanban_service import Identity, Sidecar, log, now, serve

MEASURES = ("outerDiameter", "boreDiameter", "boreOffset", "roundness", "darkArea", "crackLength", "brightness")
COLUMNS = ("kanban", "time", "part", "lane", "verdict", "faults") + MEASURES


class Report:
    """A CSV file that only grows. A kanban that is in it already is not written again."""

    def __init__(self, path):
        self._path = path
        self._lock = threading.Lock()
        self._known = self._recover()

    def add(self, kanban_id, row):
        with self._lock:
            if kanban_id in self._known:
                return False
            self._append([kanban_id] + [row.get(column, "") for column in COLUMNS[1:]])
            self._known.add(kanban_id)
            return True

    def _recover(self):
        """Reads the ids of the last run and cuts off a line that a crash left half written."""
        if not os.path.exists(self._path):
            self._append(COLUMNS)
            return set()
        with open(self._path, "r+b") as file:
            content = file.read()
            whole = content.rfind(b"\n") + 1
            if whole < len(content):
                file.truncate(whole)
        if whole == 0:
            self._append(COLUMNS)
        return {row[0] for row in csv.reader(io.StringIO(content[:whole].decode())) if row}

    def _append(self, row):
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(row)
        with open(self._path, "ab") as file:
            file.write(line.getvalue().encode())
            file.flush()
            os.fsync(file.fileno())


def main():
    identity = Identity()
    report = Report(os.path.join(identity.data, "report.csv"))

    def handle(kanban, kanban_id):
        metadata = kanban.get("metadata") or {}
        row = dict(metadata.get("measured") or {})
        row.update(
            time=now(),
            part=metadata.get("part", ""),
            lane=int(metadata.get("lane") or 0),
            verdict=metadata.get("verdict", ""),
            faults="; ".join(metadata.get("faults") or []))
        log("%s %s" % (row["part"], "archived" if report.add(kanban_id, row) else "is archived already"))
        return []

    serve(identity, Sidecar(identity), handle)


if __name__ == "__main__":
    sys.exit(main())
