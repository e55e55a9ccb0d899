"""A service that takes its queue itself and dies of kanban 2: over its app channel (http) or a streaming subscription (stream).

Each kanban is a line of the file that it is given, written before the answer. Its third start waits for the file "go" beside it.
"""

import http.server
import json
import os
import sys
import time

mode, log = sys.argv[1:3]
topic = "kanban.before.%s.%03d" % (os.environ["SERVICE_NAME"], int(os.environ["MS_NUMBER"]))


def note(line):
    with open(log, "a", encoding="utf-8") as file:
        file.write(line + "\n")


def take(kanban):
    number = int(kanban["metadata"]["number"])
    note(str(number))
    if number == 2:
        os._exit(7)


def wait_for_go():
    note("start")
    with open(log, encoding="utf-8") as file:
        starts = file.read().split().count("start")
    while starts == 3 and not os.path.exists(os.path.join(os.path.dirname(log), "go")):
        time.sleep(0.01)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        subscriptions = [{"pubsubname": "aion-pubsub", "topic": topic, "route": "/kanban"}]
        self.answer(200 if self.path == "/dapr/subscribe" else 404, subscriptions)

    def do_POST(self):
        take(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["data"])
        self.answer(200, {"status": "SUCCESS"})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *arguments):
        pass


def serve_http():
    http.server.ThreadingHTTPServer(("127.0.0.1", int(os.environ["APP_PORT"])), Handler).serve_forever()


def field(number, value):
    """A length-delimited protobuf field of less than 128 bytes."""
    return bytes([number << 3 | 2, len(value)]) + value


def fields(message):
    """The length-delimited fields of a protobuf message, by number."""
    found, at = {}, 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(message):
        key = varint()
        if key & 7 == 2:
            length = varint()
            found[key >> 3] = message[at:at + length]
            at += length
        else:
            varint()
    return found


def serve_stream():
    import queue

    import grpc

    requests = queue.SimpleQueue()
    requests.put(field(1, field(1, b"aion-pubsub") + field(2, topic.encode())))
    with grpc.insecure_channel("127.0.0.1:" + os.environ["DAPR_GRPC_PORT"]) as channel:
        subscribe = channel.stream_stream(
            "/dapr.proto.runtime.v1.Dapr/SubscribeTopicEventsAlpha1", request_serializer=bytes, response_deserializer=bytes)
        for response in subscribe(iter(requests.get, None)):
            event = fields(response).get(2)
            if event is None:
                continue
            event = fields(event)
            take(json.loads(event[7]))
            # An empty TopicEventResponse says SUCCESS.
            requests.put(field(2, field(1, event[1]) + field(2, b"")))


wait_for_go()
serve_http() if mode == "http" else serve_stream()
