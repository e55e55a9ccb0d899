"""A microservice of AION on kanbanpb, over grpcio, with the stubs that the `build` step of project.yml makes.

Any service written for AION's own Python library works the same way: the wire is the same.
"""

import os
import random
import signal
import threading

import grpc
from google.protobuf import json_format

from kanbanpb import kanban_pb2, kanban_pb2_grpc

# A dead connection is noticed by missed pings, not by the next kanban that does not come.
CHANNEL_OPTIONS = (
    ("grpc.keepalive_time_ms", 20000),
    ("grpc.keepalive_timeout_ms", 5000),
    ("grpc.http2.max_pings_without_data", 0),
    ("grpc.enable_http_proxy", 0),
)


class KanbanClient:
    """One connection to status-kanban, as the service that the environment names."""

    def __init__(self, environment=os.environ):
        self.service = environment["SERVICE_NAME"]
        self.number = int(environment.get("MS_NUMBER", "1"))
        self.data = os.path.join(environment["AION_HOME"], "Data", "%s_%d" % (self.service, self.number))
        os.makedirs(self.data, exist_ok=True)
        channel = grpc.insecure_channel(environment.get("KANBAN_ADDR", "aion-statuskanban:11010"), CHANNEL_OPTIONS)
        self._stub = kanban_pb2_grpc.KanbanStub(channel)
        self._stopped = threading.Event()
        self._stream = None
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def receive(self, initial_kanban=False):
        """Yields this service's kanbans until SIGTERM; connects again for ever when the stream breaks."""
        kind = kanban_pb2.START_SERVICE_WITHOUT_KANBAN if initial_kanban else kanban_pb2.START_SERVICE
        opening = kanban_pb2.InitializeService(initType=kind, microserviceName=self.service, processNumber=self.number)
        failures = 0
        while not self._stopped.is_set():
            try:
                self._stream = self._stub.ReceiveKanban(opening, wait_for_ready=True)
                for kanban in self._stream:
                    failures = 0
                    yield kanban
                    if self._stopped.is_set():
                        return
            except grpc.RpcError as error:
                if not self._stopped.is_set():
                    log("the stream broke: %s" % error.code())
            failures = min(failures + 1, 6)
            self._stopped.wait(random.uniform(0.5, 1) * 0.1 * 2 ** failures)

    def send(self, connection_key="", metadata=None, files=(), kanban_id="", success=True):
        """Sends one output and returns when it is stored. With `kanban_id` a repeated call stores it once."""
        kanban = kanban_pb2.StatusKanban(
            connectionKey=connection_key, processNumber=self.number, priorSuccess=success, dataPath=self.data, fileList=files)
        json_format.ParseDict(metadata or {}, kanban.metadata)
        request = kanban_pb2.Request(microserviceName=self.service, message=kanban)
        call_metadata = (("aion-kanban-id", kanban_id),) if kanban_id else ()
        while not self._stopped.is_set():
            try:
                answer = self._stub.SendKanban(request, metadata=call_metadata, timeout=30, wait_for_ready=True)
                if answer.status == kanban_pb2.SUCCESS:
                    return True
                log("not stored: %s" % answer.error)
            except grpc.RpcError as error:
                log("not stored: %s %s" % (error.code(), error.details()))
            self._stopped.wait(0.5)
        return False

    def _stop(self, *_):
        self._stopped.set()
        if self._stream is not None:
            self._stream.cancel()


def metadata_of(kanban):
    return json_format.MessageToDict(kanban.metadata)


def log(text):
    print(text, flush=True)
