// An app and a client of the Dapr SDK for JavaScript, in one process.
// usage: node checks.mjs <http|grpc> <app id> <app port> <sidecar HTTP port> <sidecar gRPC port>
// Prints one JSON line for each check: {"name", "ok", "reason"}.
import assert from "node:assert/strict";
import { CommunicationProtocolEnum, DaprClient, DaprServer, HttpMethod } from "@dapr/dapr";

const [protocol, appId, appPort, httpPort, grpcPort] = process.argv.slice(2);
const communicationProtocol = protocol === "grpc" ? CommunicationProtocolEnum.GRPC : CommunicationProtocolEnum.HTTP;
const daprPort = protocol === "grpc" ? grpcPort : httpPort;
const logger = { level: "error" };
const clientOptions = { daprHost: "127.0.0.1", daprPort, communicationProtocol, logger };

const waiting = new Map();
const arrived = new Map();

function receive(topic, data) {
  const waiter = waiting.get(topic)?.shift();
  if (waiter) waiter(data);
  else arrived.set(topic, [...(arrived.get(topic) ?? []), data]);
}

function next(topic) {
  const data = arrived.get(topic)?.shift();
  if (data !== undefined) return Promise.resolve(data);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no event on ${topic} within 60 s`)), 60_000);
    const resolveOnce = (value) => { clearTimeout(timer); resolve(value); };
    waiting.set(topic, [...(waiting.get(topic) ?? []), resolveOnce]);
  });
}

const server = new DaprServer({ serverHost: "127.0.0.1", serverPort: appPort, communicationProtocol, clientOptions, logger });
await server.pubsub.subscribe("pubsub", "orders", async (data) => receive("orders", data));
await server.pubsub.subscribeBulk("pubsub", "batches", async (data) => receive("batches", data), { maxMessagesCount: 10, maxAwaitDurationMs: 10 });
await server.invoker.listen("echo", async (request) => ({ got: JSON.parse(request.body) }), { method: HttpMethod.POST });
await server.start();
const client = new DaprClient(clientOptions);

const checks = {
  "state save and get": async () => {
    await client.state.save("store", [{ key: "a", value: { n: 1 } }, { key: "b", value: "text" }]);
    assert.deepEqual(await client.state.get("store", "a"), { n: 1 });
    assert.equal(await client.state.get("store", "b"), "text");
    assert.equal(await client.state.get("store", "absent"), "");
  },
  "state bulk get": async () => {
    await client.state.save("store", [{ key: "x", value: { n: 1 } }, { key: "y", value: { n: 2 } }]);
    const items = await client.state.getBulk("store", ["y", "x"]);
    assert.deepEqual(items.map((item) => [item.key, item.data]), [["y", { n: 2 }], ["x", { n: 1 }]]);
  },
  "state delete": async () => {
    await client.state.save("store", [{ key: "gone", value: "1" }]);
    await client.state.delete("store", "gone");
    assert.equal(await client.state.get("store", "gone"), "");
  },
  "state etag": async () => {
    await client.state.save("store", [{ key: "tagged", value: "1" }]);
    const [item] = await client.state.getBulk("store", ["tagged"]);
    await assert.rejects(async () => {
      const answer = await client.state.delete("store", "tagged", { etag: "99999" });
      if (answer?.error) throw answer.error;
    });
    await client.state.delete("store", "tagged", { etag: item.etag });
    assert.equal(await client.state.get("store", "tagged"), "");
  },
  "state transaction": async () => {
    await client.state.transaction("store", [
      { operation: "upsert", request: { key: "one", value: "1" } },
      { operation: "upsert", request: { key: "two", value: "2" } },
      { operation: "delete", request: { key: "one" } },
    ]);
    assert.equal(await client.state.get("store", "one"), "");
    assert.equal(`${await client.state.get("store", "two")}`, "2");
  },
  "publish an object": async () => {
    const answer = await client.pubsub.publish("pubsub", "orders", { id: 7, text: "grün" });
    assert.equal(answer.error, undefined);
    assert.deepEqual(await next("orders"), { id: 7, text: "grün" });
  },
  "publish text": async () => {
    await client.pubsub.publish("pubsub", "orders", "plain text");
    assert.equal(await next("orders"), "plain text");
  },
  "publish a CloudEvent": async () => {
    const event = { specversion: "1.0", id: "e1", source: "test", type: "t", datacontenttype: "application/json", data: { n: 1 } };
    await client.pubsub.publish("pubsub", "orders", event, { contentType: "application/cloudevents+json" });
    assert.deepEqual(await next("orders"), { n: 1 });
  },
  "publish in order": async () => {
    for (let i = 0; i < 20; i++) await client.pubsub.publish("pubsub", "orders", { i });
    for (let i = 0; i < 20; i++) assert.deepEqual(await next("orders"), { i });
  },
  "publish and subscribe in bulk": async () => {
    const answer = await client.pubsub.publishBulk("pubsub", "batches", [{ n: 1 }, { n: 2 }, { n: 3 }]);
    assert.deepEqual(answer.failedMessages, []);
    for (const n of [1, 2, 3]) assert.deepEqual(await next("batches"), { n });
  },
  "invoke": async () => {
    assert.deepEqual(await client.invoker.invoke(appId, "echo", HttpMethod.POST, { hello: "world" }), { got: { hello: "world" } });
  },
  "invoke an unknown app": async () => {
    await assert.rejects(() => client.invoker.invoke("nobody", "echo", HttpMethod.POST, {}));
  },
  "output binding": async () => {
    await client.binding.send("files", "create", "content", { fileName: `${protocol}.txt` });
    const read = await client.binding.send("files", "get", "", { fileName: `${protocol}.txt` });
    const content = read?.data ? Buffer.from(read.data).toString() : read;
    assert.equal(typeof content === "string" ? content : JSON.stringify(content), "content");
  },
  "secret": async () => {
    const secret = await client.secret.get("secrets", "CONFORMANCE_SECRET");
    assert.equal(secret.CONFORMANCE_SECRET ?? secret.get?.("CONFORMANCE_SECRET"), "hidden");
  },
  "metadata": async () => {
    await client.metadata.set("line", "one");
    const metadata = await client.metadata.get();
    assert.equal(metadata.id, appId);
  },
  "health": async () => assert.equal(await client.health.isHealthy(), true),
};

for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(JSON.stringify({ name, ok: true, reason: "" }));
  } catch (error) {
    console.log(JSON.stringify({ name, ok: false, reason: String(error?.stack ?? JSON.stringify(error)) }));
  }
}

process.exit(0);
