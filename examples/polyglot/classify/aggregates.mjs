// What is known of a sensor so far, in Dapr's state store: the number of windows and the mean of their means.
export class Aggregates {
  constructor(state, store) {
    this.state = state;
    this.store = store;
  }

  // Adds one window. A kanban that comes again right after itself (a redelivery) does not count twice.
  async add(kanbanId, window) {
    const key = `classify.${window.sensor}`;
    const known = await this.state.get(this.store, key);
    if (known && known.kanban === kanbanId) return { aggregate: known, repeated: true };

    const before = known || { windows: 0, mean: 0, worst: window.maximum };
    const windows = before.windows + 1;
    const aggregate = {
      kanban: kanbanId,
      windows,
      mean: before.mean + (window.mean - before.mean) / windows,
      worst: Math.max(before.worst, window.maximum),
    };
    const answer = await this.state.save(this.store, [{ key, value: aggregate }]);
    if (answer?.error) throw answer.error;
    return { aggregate, repeated: false };
  }
}
