// The workflow worker and the workflow clients of the Dapr SDK for JavaScript, in one process.
// usage: node workflows.mjs http <app id> <app port> <sidecar HTTP port> <sidecar gRPC port>
// Prints one JSON line for each check: {"name", "ok", "reason"}. The SDK has client.workflow over HTTP only.
import assert from "node:assert/strict";
import { CommunicationProtocolEnum, DaprClient, DaprWorkflowClient, WorkflowRuntime } from "@dapr/dapr";

const [, , , httpPort, grpcPort] = process.argv.slice(2);
const options = { daprHost: "127.0.0.1", daprPort: grpcPort, logger: { level: "error" } };

const runs = new Map();
const upper = async (_context, text) => text.toUpperCase();
const square = async (_context, n) => n * n;
const flaky = async (_context, key) => {
  runs.set(key, (runs.get(key) ?? 0) + 1);
  if (runs.get(key) < 3) throw new Error(`attempt ${runs.get(key)} failed`);
  return runs.get(key);
};

async function* sequence(context, text) {
  context.setCustomStatus("working");
  const first = yield context.callActivity(upper, text);
  return yield context.callActivity(upper, `${first}!`);
}
async function* fanOut(context, count) {
  const parts = [];
  for (let n = 1; n <= count; n++) parts.push(context.callActivity(square, n));
  const results = yield context.whenAll(parts);
  return results.reduce((sum, n) => sum + n, 0);
}
async function* sleeper(context, seconds) {
  yield context.createTimer(seconds);
  return "awake";
}
async function* listener(context) {
  const first = yield context.waitForExternalEvent("approve");
  const second = yield context.waitForExternalEvent("approve");
  return [first, second];
}
async function* choice(context) {
  const event = context.waitForExternalEvent("never");
  const timer = context.createTimer(0.2);
  const winner = yield context.whenAny([event, timer]);
  return winner === timer ? "timer" : "event";
}
async function* parent(context, n) {
  const child = yield context.callChildWorkflow(fanOut, n);
  return child + 1;
}
async function* brokenParent(context) {
  yield context.callChildWorkflow(broken);
}
async function* broken() {
  throw new Error("broken on purpose");
}
async function* counter(context, n) {
  const event = yield context.waitForExternalEvent("add");
  const sum = n + event;
  if (sum >= 6) return sum;
  context.continueAsNew(sum, true);
}
async function* retries(context, key) {
  for (let attempt = 1; ; attempt++) {
    try {
      return yield context.callActivity(flaky, key);
    } catch (error) {
      if (attempt === 3) throw error;
      yield context.createTimer(0.05);
    }
  }
}

const runtime = new WorkflowRuntime(options);
for (const workflow of [sequence, fanOut, sleeper, listener, choice, parent, brokenParent, broken, counter, retries]) runtime.registerWorkflow(workflow);
for (const activity of [upper, square, flaky]) runtime.registerActivity(activity);
await runtime.start();
const client = new DaprWorkflowClient(options);
const dapr = new DaprClient({ ...options, daprPort: httpPort, communicationProtocol: CommunicationProtocolEnum.HTTP });

const COMPLETED = 1, FAILED = 3, TERMINATED = 5, SUSPENDED = 7;
const end = (id) => client.waitForWorkflowCompletion(id, true, 20);
async function outcome(workflow, input) {
  const state = await end(await client.scheduleNewWorkflow(workflow, input));
  assert.equal(state.runtimeStatus, COMPLETED, JSON.stringify(state));
  return JSON.parse(state.serializedOutput);
}
async function until(what, holds) {
  for (let waited = 0; !(await holds()); waited += 20) {
    if (waited > 20_000) throw new Error(`not within 20 s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const status = async (id) => (await dapr.workflow.get(id)).runtimeStatus;

const checks = {
  "activities in sequence": async () => assert.equal(await outcome(sequence, "hello"), "HELLO!"),
  "fan-out": async () => assert.equal(await outcome(fanOut, 20), 2870),
  "timer": async () => assert.equal(await outcome(sleeper, 0.3), "awake"),
  "timer or event": async () => assert.equal(await outcome(choice), "timer"),
  "child workflow": async () => assert.equal(await outcome(parent, 3), 15),
  "activity fails and is called again": async () => assert.equal(await outcome(retries, "one"), 3),
  "external events": async () => {
    const id = await client.scheduleNewWorkflow(listener);
    await client.raiseEvent(id, "approve", { by: "a" });
    await client.raiseEvent(id, "approve", { by: "b" });
    assert.deepEqual(JSON.parse((await end(id)).serializedOutput), [{ by: "a" }, { by: "b" }]);
  },
  "continue as new keeps events": async () => {
    const id = await client.scheduleNewWorkflow(counter, 0);
    for (const n of [1, 2, 3]) await client.raiseEvent(id, "add", n);
    assert.equal(JSON.parse((await end(id)).serializedOutput), 6);
  },
  "failure": async () => {
    const state = await end(await client.scheduleNewWorkflow(broken));
    assert.equal(state.runtimeStatus, FAILED);
    assert.match(state.workflowFailureDetails.getErrorMessage(), /broken on purpose/);
  },
  "failure of a child": async () => {
    const state = await end(await client.scheduleNewWorkflow(brokenParent));
    assert.equal(state.runtimeStatus, FAILED);
    assert.match(state.workflowFailureDetails.getErrorMessage(), /broken on purpose/);
  },
  "custom status": async () => {
    const state = await end(await client.scheduleNewWorkflow(sequence, "x"));
    assert.equal(state.customStatus, "working");
  },
  "suspend and resume": async () => {
    const id = await client.scheduleNewWorkflow(listener);
    await client.suspendWorkflow(id);
    assert.equal((await client.getWorkflowState(id, false)).runtimeStatus, SUSPENDED);
    await client.raiseEvent(id, "approve", 1);
    await client.raiseEvent(id, "approve", 2);
    await client.resumeWorkflow(id);
    assert.deepEqual(JSON.parse((await end(id)).serializedOutput), [1, 2]);
  },
  "terminate": async () => {
    const id = await client.scheduleNewWorkflow(listener);
    await client.terminateWorkflow(id, "enough");
    const state = await end(id);
    assert.equal(state.runtimeStatus, TERMINATED);
    assert.equal(state.serializedOutput, '"enough"');
  },
  "purge": async () => {
    const id = await client.scheduleNewWorkflow(sequence, "x");
    await end(id);
    assert.equal(await client.purgeWorkflow(id), true);
    assert.equal(await client.getWorkflowState(id, false), undefined);
  },
  "start at a time": async () => {
    const at = new Date(Date.now() + 400);
    const id = await client.scheduleNewWorkflow(sequence, "later", undefined, at);
    const state = await end(id);
    assert.equal(JSON.parse(state.serializedOutput), "LATER!");
    assert.ok(Date.now() >= at.getTime());
  },
  "id in use": async () => {
    await client.scheduleNewWorkflow(listener, undefined, "taken");
    await assert.rejects(() => client.scheduleNewWorkflow(listener, undefined, "taken"), /already exists/);
    await client.terminateWorkflow("taken", "");
    assert.equal(await client.scheduleNewWorkflow(sequence, "again", "taken"), "taken");
    assert.equal(JSON.parse((await end("taken")).serializedOutput), "AGAIN!");
  },
  "management: start, get, raise": async () => {
    const id = await dapr.workflow.start("listener", {}, "managed");
    assert.equal(id, "managed");
    await dapr.workflow.raise(id, "approve", { n: 1 });
    await dapr.workflow.raise(id, "approve", { n: 2 });
    await end(id);
    const state = await dapr.workflow.get(id);
    assert.equal(state.workflowName, "listener");
    assert.equal(state.runtimeStatus, "COMPLETED");
    assert.deepEqual(JSON.parse(state.properties["dapr.workflow.output"]), [{ n: 1 }, { n: 2 }]);
  },
  "management: pause, resume, terminate, purge": async () => {
    const id = await dapr.workflow.start("listener");
    await until("it runs", async () => (await status(id)) === "RUNNING");
    await dapr.workflow.pause(id);
    await until("it is suspended", async () => (await status(id)) === "SUSPENDED");
    await dapr.workflow.resume(id);
    await until("it runs again", async () => (await status(id)) === "RUNNING");
    await dapr.workflow.terminate(id);
    await until("it is terminated", async () => (await status(id)) === "TERMINATED");
    await dapr.workflow.purge(id);
    assert.equal(await client.getWorkflowState(id, false), undefined);
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
