import { appendFile, mkdir, open, readFile, truncate } from "node:fs/promises";
import { dirname } from "node:path";

// A file of JSON lines that only grows; a kanban that it has already is not written again.
export class Lines {
  constructor(path) {
    this.path = path;
  }

  async append(kanban, line) {
    this.known ??= await this.#recover();
    if (this.known.has(kanban)) return;
    await appendFile(this.path, JSON.stringify({ kanban, ...line }) + "\n", { flush: true });
    this.known.add(kanban);
  }

  // The ids of earlier runs; a last line that a crash left half written is cut off.
  async #recover() {
    await mkdir(dirname(this.path), { recursive: true });
    await (await open(this.path, "a")).close();
    const content = await readFile(this.path);
    const whole = content.lastIndexOf(10) + 1;
    if (whole < content.length) await truncate(this.path, whole);
    const lines = content.subarray(0, whole).toString().split("\n").filter(Boolean);
    return new Set(lines.map((line) => JSON.parse(line).kanban));
  }
}
