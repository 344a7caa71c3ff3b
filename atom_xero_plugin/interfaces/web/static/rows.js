// Rows by key: j k or the arrows move, Enter opens (the link has the focus), x selects, Esc goes back to the same row.
import { onKey } from "./keys.js";

const KEPT = "row";

export function startRows() {
  for (const key of ["j", "ArrowDown"]) onKey(key, (event) => move(event, 1));
  for (const key of ["k", "ArrowUp"]) onKey(key, (event) => move(event, -1));
  onKey("x", tick);
  onKey("*", everything);
  onKey("Escape", back);
  document.addEventListener("click", (event) => remember(event.target.closest?.("tbody a,.cards a,.rec a")));
  restore();
}

/** The rows that keys walk over: those of the first list of the page that has links. */
function rows() {
  const first = document.querySelector("main tbody th[scope=row] a,main .cards a,main .rec a");
  const list = first?.closest("table,.cards,.rec");
  if (!list) return [];
  return [...list.querySelectorAll("tbody tr,li")].filter((row) => linkOf(row) && row.checkVisibility());
}

function linkOf(row) {
  return row.querySelector("th[scope=row] a") ?? row.querySelector("a");
}

function move(event, by) {
  const all = rows();
  if (!all.length || event.target.closest?.("[role=combobox],dialog,[popover]")) return;
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const open = all.findIndex((row) => row.matches(".here,.on,[aria-current=true]"));
  const from = at >= 0 ? at : open >= 0 ? open : by > 0 ? -1 : all.length;
  const next = all[Math.min(Math.max(from + by, 0), all.length - 1)];
  event.preventDefault();
  linkOf(next).focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

function tick(event) {
  const box = document.activeElement.closest("tr")?.querySelector("td.sel input[type=checkbox]");
  if (!box) return;
  event.preventDefault();
  box.click();
}

function everything(event) {
  const box = document.querySelector("[data-pick-all]");
  if (!box) return;
  event.preventDefault();
  if (!box.checkVisibility()) document.querySelector("[data-tick-all]")?.click();
  if (!box.checked) box.click();
}

function back(event) {
  const link = [...document.querySelectorAll("[data-back],a.back")].find((each) => each.checkVisibility());
  if (!link || document.querySelector("dialog:modal,[popover]:popover-open")) return;
  event.preventDefault();
  link.click();
}

/** Which row was opened, so that coming back finds the focus there. */
function remember(link) {
  if (link) sessionStorage.setItem(KEPT, link.getAttribute("href"));
}

function restore() {
  const address = sessionStorage.getItem(KEPT);
  if (!address || document.activeElement !== document.body || location.hash) return;
  const link = document.querySelector(`main :is(tbody,.cards,.rec) a[href="${CSS.escape(address)}"]`);
  if (!link || link.closest("tr.here,li.here")) return;
  sessionStorage.removeItem(KEPT);
  link.focus({ preventScroll: true });
  link.scrollIntoView({ block: "nearest" });
}
