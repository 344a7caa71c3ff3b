// "40 s ago" goes on counting while the page is open: the same words as the filter `ago` of the templates.

const EVERY_MS = 20_000;
const seen = new WeakMap();

export function startTimes() {
  count();
  setInterval(count, EVERY_MS);
}

/** The server says how many seconds ago it was by its own clock; only what passed since then is counted here. */
function count() {
  const now = performance.now();
  for (const each of document.querySelectorAll("time[data-ago]")) {
    if (!seen.has(each)) seen.set(each, now);
    const text = span(Math.trunc(Number(each.dataset.ago) + (now - seen.get(each)) / 1000));
    if (each.textContent !== text) each.textContent = text;
  }
}

/** How long ago, in words. */
export function span(seconds) {
  const size = Math.abs(seconds);
  if (size < 5) return "just now";
  const [length, unit] = size < 60 ? [1, "s"] : size < 3600 ? [60, "min"] : size < 172_800 ? [3600, "h"] : [86_400, "days"];
  const text = `${Math.trunc(size / length)} ${unit}`;
  return seconds > 0 ? `${text} ago` : `in ${text}`;
}
