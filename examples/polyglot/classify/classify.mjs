// classify: one microservice on @dapr/dapr, Dapr's own Node SDK. It takes its queue with a Dapr subscription, keeps what it
// knows of every sensor in the state store, and sends alarms on.
import { DaprServer, DaprPubSubStatusEnum, LogLevel } from "@dapr/dapr";
import { Aggregates } from "./aggregates.mjs";
import { classify } from "./rules.mjs";
import { Lines } from "./lines.mjs";
import { alarmEvent } from "./kanban.mjs";

const { SERVICE_NAME: service, MS_NUMBER: number = "1", AION_HOME: home, DEVICE_NAME: device = "" } = process.env;
const identity = { service, number, device };
const queue = `kanban.before.${service}.${number.padStart(3, "0")}`;

// Ports, endpoints and tokens come from DAPR_* and APP_PORT, which AION gives to every microservice.
const server = new DaprServer({ serverHost: "127.0.0.1", logger: { level: LogLevel.Warn } });
listenOnLoopbackOnly(server.daprServer.getServer());
const aggregates = new Aggregates(server.client.state, "aion-state");
const lines = new Lines(`${home}/Data/${service}_${number}/windows.jsonl`);

// The SDK's HTTP server ignores serverHost and listens on every address of the machine.
function listenOnLoopbackOnly(app) {
  const listen = app.listen.bind(app);
  app.listen = (port) => listen(port, "127.0.0.1");
}

async function handle(event) {
  const kanban = event.data;
  const window = kanban.metadata;
  const { aggregate, repeated } = await aggregates.add(event.id, window);
  const { verdict, why } = classify(window, aggregate);
  await lines.append(event.id, { ...window, verdict, why, windowsSoFar: aggregate.windows, meanSoFar: aggregate.mean });
  if (verdict === "alarm") {
    const answer = await server.client.pubsub.publish("aion-pubsub", "kanban.after", alarmEvent(identity, event, why));
    if (answer.error) throw answer.error;
  }
  console.log(`${window.sensor} ${window.window}: ${verdict}${repeated ? " (again)" : ""}`);
}

async function onEvent(event) {
  try {
    await handle(event);
    return DaprPubSubStatusEnum.SUCCESS;
  } catch (error) {
    console.error(`kanban ${event?.id} has to come again: ${error}`);
    return DaprPubSubStatusEnum.RETRY;
  }
}

// The SDK hands a subscriber the data of an event and not its id. With rawPayload the data is the whole event.
await server.pubsub.subscribeWithOptions("aion-pubsub", queue, {
  route: "/kanban",
  callback: onEvent,
  metadata: { rawPayload: true },
});
await server.start();
console.log(`takes ${queue}`);

for (const signal of ["SIGTERM", "SIGINT"]) {
  process.on(signal, async () => {
    await server.stop();
    await server.client.stop();
    console.log("stopped");
    process.exit(0);
  });
}
