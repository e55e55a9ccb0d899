"""reject: the bin for faulty parts. Each gets its picture and a note why, in Data/reject_1/parts.

It is not started with the line: the first faulty part starts it.
"""

import json
import os
import shutil
import sys

from kanban_service import Identity, Sidecar, log, now, serve


def main():
    identity = Identity()
    parts = os.path.join(identity.data, "parts")
    os.makedirs(parts, exist_ok=True)

    def handle(kanban, kanban_id):
        metadata = kanban.get("metadata") or {}
        note = {
            "kanban": kanban_id,
            "part": metadata.get("part", ""),
            "rejectedAt": now(),
            "faults": metadata.get("faults") or [],
            "measured": metadata.get("measured") or {},
        }
        name = "%s-%s" % (note["part"], kanban_id)
        for picture in kanban.get("fileList", []):
            if os.path.exists(picture):
                put(os.path.join(parts, name + ".pgm"), lambda part: shutil.copyfile(picture, part))
        put(os.path.join(parts, name + ".json"), lambda part: write_json(part, note))
        log("ALARM %s: %s" % (note["part"], "; ".join(note["faults"])))
        return []

    serve(identity, Sidecar(identity), handle)


def put(path, write):
    """Writes under another name first: the same kanban twice makes the same file, and a crash leaves no half of one."""
    write(path + ".part")
    os.replace(path + ".part", path)


def write_json(path, document):
    with open(path, "w", encoding="utf-8") as file:
        json.dump(document, file, indent=2)
        file.flush()
        os.fsync(file.fileno())


if __name__ == "__main__":
    sys.exit(main())
