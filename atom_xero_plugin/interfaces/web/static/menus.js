// Menus are popovers of the browser. Arrows move in one; where it knows no anchors, the menu is put below its button.

const MARGIN = 8;

export function startMenus() {
  document.addEventListener("toggle", toggled, true);
  document.addEventListener("keydown", moved);
  document.addEventListener("htmx:after:swap", opened);
}

function toggled(event) {
  const menu = event.target;
  if (!(menu instanceof HTMLElement) || !menu.matches(".menu[popover]")) return;
  const button = document.querySelector(`[popovertarget="${CSS.escape(menu.id)}"]`);
  button?.setAttribute("aria-expanded", String(event.newState === "open"));
  if (event.newState !== "open" || !button) return;
  if (!CSS.supports("position-area: end")) place(menu, button.getBoundingClientRect());
  menu.querySelector("a,button:not([type=submit])")?.focus();
}

function place(menu, at) {
  const box = menu.getBoundingClientRect();
  const below = at.bottom + box.height + MARGIN <= innerHeight;
  menu.style.inset = "auto";
  menu.style.margin = "0";
  menu.style.left = `${Math.max(MARGIN, Math.min(at.left, innerWidth - box.width - MARGIN))}px`;
  menu.style.top = `${Math.max(MARGIN, below ? at.bottom + 4 : at.top - box.height - 4)}px`;
}

function moved(event) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const menu = event.target.closest?.(".menu[popover]");
  if (!by || !menu) return;
  const all = [...menu.querySelectorAll("a,button")].filter((each) => each.checkVisibility());
  const at = all.indexOf(document.activeElement);
  event.preventDefault();
  all.at((at + by + all.length) % all.length)?.focus();
}

/** A dialog that came into #overlay opens over the page; it closes without leaving it. */
function opened() {
  const dialog = document.querySelector("#overlay > dialog[data-dialog]:not(:modal)");
  if (!dialog) return;
  dialog.removeAttribute("open");
  dialog.classList.remove("inline");
  dialog.showModal();
  dialog.querySelector("[data-close]")?.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove(), { once: true });
}
