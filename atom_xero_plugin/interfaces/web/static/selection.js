// What is ticked in a list: how many and their exact sum, a range by Shift click, the page by the box in the head.

const last = new WeakMap();

export function startSelection() {
  document.addEventListener("click", clicked);
  document.addEventListener("change", (event) => {
    const picks = event.target.closest?.(".picks");
    if (picks && event.target.type === "checkbox") changed(picks, event.target);
  });
  document.addEventListener("htmx:after:swap", showAll);
  window.addEventListener("pageshow", showAll);
  showAll();
}

function showAll() {
  for (const picks of document.querySelectorAll(".picks")) show(picks);
}

function boxes(picks) {
  return [...picks.querySelectorAll("tbody td.sel input[type=checkbox]")];
}

/** Shift click ticks, or unticks, everything from the last box to this one. */
function clicked(event) {
  const box = event.target;
  if (!(box instanceof HTMLInputElement) || !box.matches(".picks tbody td.sel input[type=checkbox]")) return;
  const picks = box.closest(".picks");
  const all = boxes(picks);
  const from = all.indexOf(last.get(picks));
  const to = all.indexOf(box);
  if (event.shiftKey && from >= 0) {
    for (const each of all.slice(Math.min(from, to), Math.max(from, to) + 1)) each.checked = box.checked;
  }
  last.set(picks, box);
  show(picks);
}

function changed(picks, box) {
  if (box.matches("[data-tick-all]")) for (const each of boxes(picks)) each.checked = box.checked;
  const every = picks.querySelector("[data-pick-all]");
  if (every && box !== every) every.checked = false;
  show(picks);
}

function show(picks) {
  const all = boxes(picks);
  const ticked = all.filter((each) => each.checked);
  const head = picks.querySelector("[data-tick-all]");
  if (head) {
    head.checked = ticked.length > 0 && ticked.length === all.length;
    head.indeterminate = ticked.length > 0 && ticked.length < all.length;
  }
  const said = picks.querySelector("[data-pick-count]");
  if (!said) return;
  const every = picks.querySelector("[data-pick-all]");
  said.textContent = every?.checked
    ? join(`${grouped(every.dataset.matching)} selected, all that match`, every.dataset.sum)
    : join(`${grouped(String(ticked.length))} selected`, sumOf(ticked));
}

function join(count, sum) {
  return sum ? `${count}, ${sum}` : count;
}

/** The exact sum as it is written; nothing where amounts are missing, and no sum over several currencies. */
function sumOf(ticked) {
  if (!ticked.length || ticked.some((each) => each.dataset.amount === undefined)) return "";
  const currencies = new Set(ticked.map((each) => each.dataset.currency ?? ""));
  if (currencies.size > 1) return `in ${currencies.size} currencies`;
  return sum(ticked.map((each) => each.dataset.amount));
}

/** Adds exact decimals, given as text, without a float. */
export function sum(amounts) {
  const places = Math.max(2, ...amounts.map((each) => (each.split(".")[1] ?? "").length));
  let total = 0n;
  for (const each of amounts) {
    const [whole, part = ""] = each.replace("-", "").split(".");
    const size = BigInt(whole + part.padEnd(places, "0"));
    total += each.startsWith("-") ? -size : size;
  }
  const digits = String(total < 0n ? -total : total).padStart(places + 1, "0");
  const text = `${grouped(digits.slice(0, -places))}.${digits.slice(-places)}`;
  return total < 0n ? `(${text})` : text;
}

function grouped(digits) {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
