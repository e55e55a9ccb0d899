"""judge: holds what was measured against the tolerances and decides where a part goes: `good` or `faulty`."""

import os
import sys

from kanban_service import Identity, Output, Sidecar, log, serve


class Tolerances:
    """Nominal sizes and limits in millimetres, from the environment (project.yml: env)."""

    def __init__(self, environment=os.environ):
        def number(name, default):
            return float(environment.get(name, default))

        self._sizes = (
            ("outerDiameter", number("OUTER_DIAMETER", 20.0), number("OUTER_TOLERANCE", 0.5), "outer diameter"),
            ("boreDiameter", number("BORE_DIAMETER", 10.0), number("BORE_TOLERANCE", 0.4), "bore diameter"),
        )
        self._limits = (
            ("boreOffset", number("MAX_BORE_OFFSET", 0.3), "bore off centre"),
            ("roundness", number("MAX_ROUNDNESS", 0.2), "out of round"),
            ("crackLength", number("MAX_CRACK_LENGTH", 1.0), "crack"),
            ("darkArea", number("MAX_DARK_AREA", 1.0), "dark place"),
        )

    def faults(self, measured):
        """What is wrong with a part, as sentences; nothing when it is good."""
        if "error" in measured:
            return ["not measurable: %s" % measured["error"]]
        found = []
        for key, nominal, tolerance, name in self._sizes:
            if abs(measured[key] - nominal) > tolerance:
                found.append("%s %.2f mm instead of %.2f" % (name, measured[key], nominal))
        for key, limit, name in self._limits:
            if measured[key] > limit:
                found.append("%s %.2f, at most %.2f" % (name, measured[key], limit))
        return found


def main():
    identity = Identity()
    tolerances = Tolerances()

    def handle(kanban, _):
        metadata = kanban.get("metadata") or {}
        faults = tolerances.faults(metadata.get("measured") or {"error": "nothing was measured"})
        verdict = "faulty" if faults else "good"
        log("%s is %s%s" % (metadata.get("part", "?"), verdict, ": " + "; ".join(faults) if faults else ""))
        return [Output(verdict, {"verdict": verdict, "faults": faults}, success=not faults)]

    serve(identity, Sidecar(identity), handle)


if __name__ == "__main__":
    sys.exit(main())
