"""camera: stands in for a camera. Pictures dropped into its inbox become kanbans, each picture exactly once.

A picture's way, and why no crash in between loses or doubles it:
1. complete?  An 8-bit PGM says in its header how long it is; a shorter file is still being written.
2. take       inbox/x.pgm is renamed to taken/<kanban id>~x.pgm: atomic, and from now on the picture has its kanban id.
3. keep       it is copied to Data/camera_<n>/pictures/<kanban id>/x.pgm, where the next services read it.
4. send       the kanban is published with that id; Dapr answers when it is stored.
5. forget     the file in taken is deleted. Whatever is in taken at the start goes through 3 to 5 again with the same id,
              and AION drops an id that it has had.
"""

import os
import re
import shutil
import sys
import time

from kanban_service import Identity, Sidecar, Stop, log, new_id, now

HEADER = re.compile(rb"P5(?:\s|#[^\n]*\n)+(\d{1,5})(?:\s|#[^\n]*\n)+(\d{1,5})(?:\s|#[^\n]*\n)+(\d{1,3})\s")


class Camera:
    def __init__(self, identity, sidecar, environment=os.environ):
        self._sidecar = sidecar
        self._number = identity.number
        self._data = identity.data
        self._inbox = environment.get("CAMERA_INBOX") or os.path.join(identity.data, "inbox")
        self._taken = os.path.join(self._inbox, ".taken")
        self._unreadable = os.path.join(self._inbox, ".unreadable")
        self._patience = float(environment.get("CAMERA_PATIENCE_SECONDS", "30"))
        for folder in (self._taken, self._unreadable):
            os.makedirs(folder, exist_ok=True)

    def run(self, stop, poll):
        log("watches %s" % self._inbox)
        while not stop:
            try:
                self._take_new()
                self._deliver_taken(stop)
            except OSError as error:  # a file that was taken away again, a full disk: the next round may find it better
                log("could not go on: %s" % error)
            stop.wait(poll)
        log("stopped")

    def _take_new(self):
        entries = [e for e in os.scandir(self._inbox) if e.is_file() and not e.name.startswith(".")]
        for entry in sorted(entries, key=lambda e: (e.stat().st_mtime_ns, e.name)):
            if is_complete(entry.path):
                os.replace(entry.path, os.path.join(self._taken, new_id() + "~" + entry.name))
            elif time.time() - entry.stat().st_mtime > self._patience:
                os.replace(entry.path, os.path.join(self._unreadable, entry.name))
                log("set %s aside: it is no complete 8-bit PGM" % entry.name)

    def _deliver_taken(self, stop):
        # Ids sort by time, so the pictures leave in the order in which they came.
        for name in sorted(os.listdir(self._taken)):
            if stop or not self._deliver(name):
                return

    def _deliver(self, taken):
        kanban_id, name = taken.split("~", 1)
        source = os.path.join(self._taken, taken)
        picture = self._keep(source, kanban_id, name)
        started = now()
        kanban = {
            "startAt": started,
            "finishAt": started,
            "priorSuccess": True,
            "dataPath": self._data,
            "fileList": [picture],
            "metadata": {"part": os.path.splitext(name)[0], "lane": self._number},
        }
        try:
            self._sidecar.send(kanban, kanban_id)
        except OSError as error:
            log("%s waits: %s" % (name, error))
            return False
        os.remove(source)
        log("sent %s as %s" % (name, kanban_id))
        return True

    def _keep(self, source, kanban_id, name):
        folder = os.path.join(self._data, "pictures", kanban_id)
        picture = os.path.join(folder, name)
        if not os.path.exists(picture):
            os.makedirs(folder, exist_ok=True)
            part = os.path.join(folder, ".part")
            with open(source, "rb") as file, open(part, "wb") as copy:
                shutil.copyfileobj(file, copy)
                copy.flush()
                os.fsync(copy.fileno())
            os.replace(part, picture)
        return picture


def is_complete(path):
    with open(path, "rb") as file:
        header = HEADER.match(file.read(512))
        if not header:
            return False
        width, height = int(header.group(1)), int(header.group(2))
        return os.fstat(file.fileno()).st_size >= header.end() + width * height


def main():
    stop = Stop()
    identity = Identity()
    Camera(identity, Sidecar(identity)).run(stop, float(os.environ.get("CAMERA_POLL_SECONDS", "0.2")))


if __name__ == "__main__":
    sys.exit(main())
