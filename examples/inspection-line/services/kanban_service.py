"""What a microservice of AION needs when it speaks to nothing but its own Dapr sidecar: Python's standard library only.

A service takes its queue with a Dapr subscription (`acknowledge: subscriber` in project.yml) and sends its outputs by
publishing to `kanban.after`. See docs/microservices.md.
"""

import hashlib
import http.client
import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PUBSUB = "aion-pubsub"
LARGEST_EVENT = 4 * 1024 * 1024


class Identity:
    """Who this process is, from the environment that AION gives to every microservice."""

    def __init__(self, environment=os.environ):
        self.service = environment["SERVICE_NAME"]
        self.number = int(environment.get("MS_NUMBER", "1"))
        self.device = environment.get("DEVICE_NAME", "")
        self.data = os.path.join(environment["AION_HOME"], "Data", "%s_%d" % (self.service, self.number))
        self.queue = "kanban.before.%s.%03d" % (self.service, self.number)
        os.makedirs(self.data, exist_ok=True)


class Sidecar:
    """The Dapr sidecar of this process, over HTTP."""

    def __init__(self, identity, environment=os.environ):
        self._identity = identity
        self._token = environment.get("DAPR_API_TOKEN", "")
        self._address = environment.get("DAPR_HTTP_ENDPOINT") or "http://127.0.0.1:" + environment.get("DAPR_HTTP_PORT", "3500")

    def send(self, kanban, kanban_id, cause="", traceparent=""):
        """Publishes one output; returns when Dapr has stored it, raises OSError when it has not."""
        who = self._identity
        event = {
            "specversion": "1.0",
            "type": "aion.kanban.v1",
            "id": kanban_id,
            "kanbanid": kanban_id,
            "source": "/aion/%s/%s/%03d" % (who.device, who.service, who.number),
            "time": now(),
            "datacontenttype": "application/json",
            "service": who.service,
            "processnumber": str(who.number),
            "connectionkey": kanban.get("connectionKey", ""),
            "device": who.device,
            "data": kanban,
        }
        if cause:
            event["causationid"] = cause
        if traceparent:
            event["traceparent"] = traceparent
        self._post("/v1.0/publish/%s/kanban.after" % PUBSUB, event)

    def _post(self, path, event):
        headers = {"Content-Type": "application/cloudevents+json"}
        if self._token:
            headers["dapr-api-token"] = self._token
        request = urllib.request.Request(self._address.rstrip("/") + path, json.dumps(event).encode(), headers, method="POST")
        # The sidecar is on this machine: a proxy of the environment must not get in between.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                answer.read()
        except http.client.HTTPException as error:
            raise OSError("the sidecar broke off: %r" % error) from error


class Stop:
    """Set by SIGTERM or Ctrl-C. Create it in the main thread, first of all."""

    def __init__(self):
        self._event = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._event.set())

    def wait(self, seconds=None):
        return self._event.wait(seconds)

    def __bool__(self):
        return self._event.is_set()


class Output:
    """One kanban that a handler wants to send."""

    def __init__(self, connection_key="", metadata=None, files=None, success=True):
        self.connection_key = connection_key
        self.metadata = metadata or {}
        self.files = files
        self.success = success


def serve(identity, sidecar, handle, environment=os.environ):
    """Takes kanbans off this service's queue until the process is told to stop.

    `handle(kanban, kanban_id)` returns a list of Output. When it returns and all outputs are stored, the kanban leaves the
    queue. An OSError is taken for an outage and the work is tried again; any other exception lets Dapr bring the kanban
    again, before any later one, and set it aside to kanban.dead when that does not help.
    """
    stop = Stop()
    token = environment.get("APP_API_TOKEN", "")
    address = (environment.get("APP_HOST", "127.0.0.1"), int(environment["APP_PORT"]))
    server = ThreadingHTTPServer(address, _handler(identity, token, lambda body: _process(body, sidecar, handle, stop)))
    # Whatever is being handled when SIGTERM comes is finished and answered before the process ends.
    server.daemon_threads = False
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    log("takes %s on port %d" % (identity.queue, address[1]))
    stop.wait()
    server.shutdown()
    server.server_close()
    log("stopped")


def _handler(identity, token, process):
    subscription = [{
        "pubsubname": PUBSUB,
        "topic": identity.queue,
        "route": "/kanban",
        "deadLetterTopic": "kanban.dead",
    }]

    class Handler(BaseHTTPRequestHandler):
        timeout = 60

        def do_GET(self):
            if self.path == "/dapr/subscribe":
                self._answer(200, subscription)
            elif self.path == "/healthz":
                self._answer(200, {})
            else:
                self._answer(404, {})

        def do_POST(self):
            length = int(self.headers.get("Content-Length") or 0)
            if self.path != "/kanban" or length > LARGEST_EVENT:
                return self._answer(404 if self.path != "/kanban" else 413, {})
            body = self.rfile.read(length)
            if token and self.headers.get("dapr-api-token") != token:
                return self._answer(401, {})
            return self._answer(200, {"status": process(body)})

        def _answer(self, status, document):
            body = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    return Handler


def _process(body, sidecar, handle, stop):
    """One delivery; the answer is Dapr's: SUCCESS, RETRY, or DROP for what can never be handled (it goes to kanban.dead)."""
    try:
        event = json.loads(body)
        kanban = event["data"]
        kanban_id = event.get("kanbanid") or event["id"]
        (kanban.get("metadata") or {}).get("")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log("set an event aside that is no kanban: %r" % error)
        return "DROP"
    patience = Patience(stop)
    while True:
        try:
            for ordinal, output in enumerate(handle(kanban, kanban_id)):
                sidecar.send(_follow(kanban, output), derived_id(kanban_id, ordinal), kanban_id, event.get("traceparent", ""))
            return "SUCCESS"
        except OSError as error:  # a full disk, a sidecar that restarts: not this kanban's fault
            if not patience.wait():
                log("kanban %s has to come again: %s" % (kanban_id, error))
                return "RETRY"
        except Exception as error:  # ours or its fault: after some rounds Dapr sets it aside, so that the others go on
            log("kanban %s could not be handled: %r" % (kanban_id, error))
            return "RETRY"


class Patience:
    """Growing pauses, some 30 seconds in all. Dapr counts its own retries, so what passes by itself is waited for here."""

    def __init__(self, stop):
        self._stop = stop
        self._pauses = iter((0.1, 0.2, 0.5, 1, 2, 4, 8, 16))

    def wait(self):
        pause = next(self._pauses, None)
        return pause is not None and not self._stop.wait(pause)


def _follow(kanban, output):
    """The output kanban: the input's data path, files and metadata, with what the service found out on top."""
    metadata = dict(kanban.get("metadata") or {})
    metadata.update(output.metadata)
    return {
        "startAt": kanban.get("startAt", ""),
        "finishAt": now(),
        "connectionKey": output.connection_key,
        "priorSuccess": output.success,
        "dataPath": kanban.get("dataPath", ""),
        "fileList": output.files if output.files is not None else kanban.get("fileList", []),
        "metadata": metadata,
    }


def new_id():
    """A kanban id that sorts by time, to a quarter of a microsecond: a UUID of version 7 (RFC 9562, method 3)."""
    milliseconds, rest = divmod(time.time_ns(), 1_000_000)
    fraction = rest * 4096 // 1_000_000
    return str(uuid.UUID(int=milliseconds << 80 | 7 << 76 | fraction << 64 | uuid.uuid4().int & (1 << 64) - 1))


def derived_id(parent, ordinal):
    """The same input makes the same output id, so that an input that came twice has its effect once."""
    digest = bytearray(hashlib.sha256(("%s\n#output\n%d" % (parent, ordinal)).encode()).digest()[:16])
    try:
        digest[:6] = uuid.UUID(parent).bytes[:6]
    except ValueError:
        pass
    digest[6] = 0x80 | (digest[6] & 0x0F)
    digest[8] = 0x80 | (digest[8] & 0x3F)
    return str(uuid.UUID(bytes=bytes(digest)))


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())


def log(text):
    print("%s %s" % (now(), text), flush=True)
