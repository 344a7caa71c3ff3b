// What was just done, said once: a toast stays until ten seconds after the pointer or the focus has left it, and with
// undo as long as undo is possible.

const STAYS_MS = 10_000;
const LONGEST_TIMER_MS = 2_147_483_647;

export function startToasts() {
  const region = document.querySelector("#toasts");
  if (!region) return;
  for (const each of region.querySelectorAll("[data-toast]")) live(each);
  new MutationObserver((changes) => {
    for (const change of changes) {
      for (const each of change.addedNodes) if (each instanceof HTMLElement) live(each);
    }
  }).observe(region, { childList: true });
}

/** Says something; `text` is shown as it is. */
export function toast(text) {
  const region = document.querySelector("#toasts");
  if (!region) return;
  const made = document.createElement("div");
  made.className = "toast";
  const said = document.createElement("span");
  said.textContent = text;
  made.append(said);
  region.append(made);
}

function live(each) {
  if (!each.matches(".toast") || each.dataset.live) return;
  each.dataset.live = "yes";
  const until = each.dataset.until ? Date.parse(each.dataset.until) - Date.now() : 0;
  if (!until && each.querySelector("form")) return;
  let timer;
  const start = () => {
    clearTimeout(timer);
    timer = setTimeout(() => each.remove(), Math.min(Math.max(until, STAYS_MS), LONGEST_TIMER_MS));
  };
  const hold = () => clearTimeout(timer);
  each.addEventListener("pointerenter", hold);
  each.addEventListener("pointerleave", start);
  each.addEventListener("focusin", hold);
  each.addEventListener("focusout", start);
  start();
}
