// The map of keys. A control names its key in data-key; an entry of the rail its letter after g in data-go.
// Single letters are off while typing, under a modal dialog for what is outside of it, and where they were switched off.

const NAMED = new Set(["Enter", "Escape", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]);
const G_LASTS_MS = 1500;

const listeners = [];
let afterG = -Infinity;

/** Calls `handler(event)` for a key that no control has: a name as `event.key` has it, or `Ctrl+K`. */
export function onKey(key, handler) {
  listeners.push([key, handler]);
}

/** Whether what has the focus takes letters. */
export function typing(target) {
  return (
    target instanceof Element &&
    target.matches("input:not([type=checkbox],[type=radio],[type=button],[type=submit]),textarea,select,[contenteditable]")
  );
}

export function startKeys() {
  document.addEventListener("keydown", pressed);
}

function pressed(event) {
  if (event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  const letter = name.length === 1;
  if (letter && (typing(event.target) || document.documentElement.dataset.keys === "off")) return;
  if (letter && leads(name, event)) return;
  if (letter && name === "?") {
    toggleHints();
    event.preventDefault();
    return;
  }
  if (name === "Enter" && (typing(event.target) || event.target.closest?.("a,button,summary"))) return;
  if (press(name, event)) return;
  for (const [key, handler] of listeners) {
    if (key === name && !(NAMED.has(key) && key !== "Escape" && typing(event.target))) handler(event);
    if (event.defaultPrevented) return;
  }
}

/** `A` needs Shift itself: no key that is locked may approve. */
function nameOf(event) {
  const key = event.key;
  if (event.ctrlKey || event.metaKey) return `Ctrl+${key.length === 1 ? key.toUpperCase() : key}`;
  if (event.altKey) return `Alt+${key}`;
  const capital = key.length === 1 && key !== key.toLowerCase();
  if (capital && !event.shiftKey) return key.toLowerCase();
  return key;
}

/** g, then a letter, goes to a page. */
function leads(name, event) {
  const waited = event.timeStamp - afterG < G_LASTS_MS;
  afterG = -Infinity;
  if (waited) {
    const link = document.querySelector(`.pages [data-go="${CSS.escape(name)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
      return true;
    }
  } else if (name === "g") {
    afterG = event.timeStamp;
    return true;
  }
  return false;
}

/** Presses the control that has the key: in the open dialog or menu, else in the row that is current, else on the page. */
function press(name, event) {
  const found = control(name);
  if (!found) return false;
  event.preventDefault();
  if (found.getAttribute("aria-disabled") === "true" || found.disabled) {
    found.focus();
  } else if (typing(found)) {
    found.focus();
    found.select?.();
  } else {
    found.focus(); // where a menu or a dialog gives the focus back to
    found.click();
  }
  return true;
}

function control(name) {
  const wanted = `[data-key="${CSS.escape(name)}"]`;
  const modal = document.querySelector("dialog:modal");
  if (modal) return visible(modal, wanted);
  for (const open of document.querySelectorAll("[popover]:popover-open:not(.pages)")) {
    const inside = visible(open, wanted);
    if (inside) return inside;
  }
  for (const place of document.querySelectorAll("main [aria-current=true],main .on,.panel")) {
    const inside = visible(place, wanted);
    if (inside) return inside;
  }
  return visible(document, wanted);
}

function visible(place, wanted) {
  return [...place.querySelectorAll(wanted)].find(
    (each) => each.checkVisibility() && !each.closest("[popover]:not(:popover-open):not(.pages)"),
  );
}

function toggleHints() {
  const root = document.documentElement;
  if (root.dataset.keys === "on") delete root.dataset.keys;
  else root.dataset.keys = "on";
}
