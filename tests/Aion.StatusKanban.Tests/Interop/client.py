"""Plays a microservice written for AION: kanbanpb over grpcio, from stubs made of kanban.proto.

usage: client.py STUBS ADDRESS ; one JSON object of results on stdout
"""
import json
import sys

sys.path.insert(0, sys.argv[1])
import grpc  # noqa: E402
from google.protobuf import struct_pb2  # noqa: E402
from kanbanpb import kanban_pb2 as pb, kanban_pb2_grpc as rpc  # noqa: E402

channel = grpc.insecure_channel(sys.argv[2])
stub = rpc.KanbanStub(channel)
results = {}

stream = stub.ReceiveKanban(pb.InitializeService(
    initType=pb.START_SERVICE_WITHOUT_KANBAN, microserviceName="judge", processNumber=1))
results["initial"] = next(stream).dataPath
results["received"] = [next(stream).startAt for _ in range(100)]

metadata = struct_pb2.Struct()
metadata.update({"parts": [1, 2.5, None, {"ok": True}], "name": "Größe"})
kanban = pb.StatusKanban(startAt="x", processNumber=1, priorSuccess=True, fileList=["a", "b"], metadata=metadata)
results["sent"] = [stub.SendKanban(pb.Request(microserviceName="judge", message=kanban)).status for _ in range(10)]
results["repeated"] = [
    stub.SendKanban(pb.Request(microserviceName="judge", message=kanban), metadata=(("aion-kanban-id", "py-1"),)).status
    for _ in range(2)]
empty = stub.SendKanban(pb.Request(microserviceName="judge"))
results["empty"] = [empty.status, empty.error]

topic = pb.Topic(name="t")
static = stub.ReceiveStaticKanban(topic)
results["static_sent"] = stub.SendStaticKanban(pb.StaticRequest(topic=topic, message=kanban)).status
first = next(static)
results["static"] = first.statusKanban == kanban
results["static_deleted"] = stub.DeleteStaticKanban(pb.DeleteStaticRequest(topic=topic, id=first.id)).status

stream.cancel()
static.cancel()
print(json.dumps(results))
