// An actor host and clients of the Dapr SDK for JavaScript, in one process.
// usage: node actors.mjs <http|grpc> <app id> <app port> <sidecar HTTP port> <sidecar gRPC port>
// Prints one JSON line for each check: {"name", "ok", "reason"}.
import assert from "node:assert/strict";
import { AbstractActor, ActorId, ActorProxyBuilder, CommunicationProtocolEnum, DaprClient, DaprServer, Temporal } from "@dapr/dapr";

const [, appId, appPort, httpPort, grpcPort] = process.argv.slice(2);
const logger = { level: "error" };
const http = { daprHost: "127.0.0.1", daprPort: httpPort, communicationProtocol: CommunicationProtocolEnum.HTTP, logger };
const grpc = { ...http, daprPort: grpcPort, communicationProtocol: CommunicationProtocolEnum.GRPC };
const actor = { actorIdleTimeout: "1s", drainOngoingCallTimeout: "5s", drainRebalancedActors: true, reentrancy: { enabled: false } };

const events = [];
const waiters = [];

function tell(event) {
  events.push(event);
  for (const waiter of waiters.splice(0)) waiter();
}

async function until(event, times = 1) {
  const deadline = Date.now() + 60_000;
  while (events.filter((other) => other === event).length < times) {
    assert.ok(Date.now() < deadline, `not within 60 s: ${times} times ${event}, but ${JSON.stringify(events)}`);
    await new Promise((resolve) => { waiters.push(resolve); setTimeout(resolve, 1_000); });
  }
}

class Counter extends AbstractActor {
  async onActivate() { tell(`activate ${this.getActorId().getId()}`); }
  async onDeactivate() { tell(`deactivate ${this.getActorId().getId()}`); }
  async add(value) {
    const [, total] = await this.getStateManager().tryGetState("total");
    const sum = (total ?? 0) + value;
    await this.getStateManager().setState("total", sum);
    return sum;
  }
  async get() { return (await this.getStateManager().tryGetState("total"))[1] ?? 0; }
  async slow(name) {
    tell(`enter ${name}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    tell(`leave ${name}`);
    return name;
  }
  async fail() { throw new Error("as asked"); }
  async tick(name) {
    await this.registerActorTimer(name, "onTick", Temporal.Duration.from({ milliseconds: 10 }), Temporal.Duration.from({ milliseconds: 50 }), undefined, name);
  }
  async stop(name) { await this.unregisterActorTimer(name); }
  async onTick(name) { tell(`timer ${name}`); }
  async remind(name) {
    await this.registerActorReminder(name, Temporal.Duration.from({ milliseconds: 10 }), Temporal.Duration.from({ milliseconds: 100 }), undefined, name);
  }
  async forget(name) { await this.unregisterActorReminder(name); }
  async receiveReminder(state) { tell(`reminder ${state}`); }
}

const server = new DaprServer({ serverHost: "127.0.0.1", serverPort: appPort, communicationProtocol: CommunicationProtocolEnum.HTTP, clientOptions: { ...http, actor }, logger });
await server.actor.init();
await server.actor.registerActor(Counter);
await server.start();

const proxy = (id, options = http) => new ActorProxyBuilder(Counter, new DaprClient(options)).build(new ActorId(id));

const checks = {
  "call over HTTP": async () => {
    assert.equal(await proxy("a").add(2), 2);
    assert.equal(await proxy("a").add(3), 5);
  },
  "call over gRPC": async () => {
    // The SDK's gRPC client names no content type, and its host parses arguments of a JSON type only: so there are none.
    await proxy("b").add(2);
    assert.equal(await proxy("b", grpc).get(), 2);
  },
  "turns": async () => {
    await Promise.all(["x", "y", "z"].map((name) => proxy("turns").slow(name)));
    const order = events.filter((event) => /^(enter|leave) [xyz]$/.test(event));
    for (let i = 0; i < 6; i += 2) assert.equal(order[i].replace("enter", "leave"), order[i + 1]);
  },
  "exception": async () => {
    await assert.rejects(() => proxy("c").fail());
    await assert.rejects(() => proxy("c").missing());
  },
  "timer": async () => {
    await proxy("d").tick("t");
    await until("timer t", 3);
    await proxy("d").stop("t");
  },
  "reminder": async () => {
    await proxy("e").remind("r");
    await until("reminder r", 3);
    await proxy("e").forget("r");
  },
  "deactivation when idle": async () => {
    assert.equal(await proxy("f").add(7), 7);
    await until("deactivate f");
    assert.equal(await proxy("f").add(1), 8);
    await until("activate f", 2);
  },
  "registered types": async () => {
    const metadata = await (await fetch(`http://127.0.0.1:${httpPort}/v1.0/metadata`)).json();
    assert.deepEqual(metadata.actors.map((entry) => entry.type), ["Counter"]);
    assert.equal(metadata.id, appId);
  },
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
