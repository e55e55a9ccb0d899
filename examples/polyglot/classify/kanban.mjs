import { createHash } from "node:crypto";

// The event of an output kanban. The same input makes the same id, so that an input that came twice has its effect once.
export function alarmEvent({ service, number, device }, input, why) {
  const id = derivedId(input.id, 0);
  return {
    specversion: "1.0",
    type: "aion.kanban.v1",
    id,
    kanbanid: id,
    source: `/aion/${device}/${service}/${number.padStart(3, "0")}`,
    time: new Date().toISOString(),
    datacontenttype: "application/json",
    service,
    processnumber: number,
    connectionkey: "alarm",
    causationid: input.id,
    device,
    ...(input.traceparent ? { traceparent: input.traceparent } : {}),
    data: { ...input.data, connectionKey: "alarm", priorSuccess: true, metadata: { ...input.data.metadata, why } },
  };
}

function derivedId(parent, ordinal) {
  const bytes = createHash("sha256").update(`${parent}\n#output\n${ordinal}`).digest().subarray(0, 16);
  const time = Buffer.from(parent.replaceAll("-", "").slice(0, 12), "hex");
  if (time.length === 6) time.copy(bytes);
  bytes[6] = 0x80 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
