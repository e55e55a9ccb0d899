// Limits per unit: above `alarm` a reading is dangerous; a trend of more than `drift` per reading is worth a look.
const LIMITS = {
  "mm/s": { alarm: 4.5, drift: 0.02 },
  C: { alarm: 60, drift: 0.01 },
  bar: { alarm: 4, drift: 0.005 },
};

export function classify(window, aggregate) {
  const limits = LIMITS[window.unit];
  if (!limits) return { verdict: "unknown", why: `no limits for the unit ${window.unit}` };
  if (window.maximum > limits.alarm)
    return { verdict: "alarm", why: `${window.maximum} ${window.unit}, at most ${limits.alarm}; mean so far ${aggregate.mean.toFixed(3)}` };
  if (Math.abs(window.slope) > limits.drift) return { verdict: "drifting", why: `${window.slope} ${window.unit} per reading` };
  return { verdict: "normal", why: "" };
}
