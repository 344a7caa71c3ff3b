// Search over everything in one box: / or Ctrl K opens it, arrows move, Enter opens what is marked.
// The options come from the server: role=option with data-href.
import { onKey } from "./keys.js";

export function startPalette() {
  const palette = document.querySelector("#palette");
  if (!palette || !window.htmx) {
    onKey("/", follow);
    onKey("Ctrl+K", follow);
    return;
  }
  const input = palette.querySelector("input");
  const open = (event) => {
    event.preventDefault();
    if (!palette.open) palette.showModal();
    input.select();
  };
  onKey("/", open);
  onKey("Ctrl+K", open);
  for (const each of document.querySelectorAll("[data-palette]")) each.addEventListener("click", open);
  palette.addEventListener("click", (event) => {
    if (event.target === palette) palette.close();
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  palette.addEventListener("keydown", (event) => pressed(event, palette, input));
  document.addEventListener("htmx:after:swap", () => mark(palette, input, options(palette)[0]));
}

function follow(event) {
  const link = document.querySelector("[data-palette]");
  if (!link) return;
  event.preventDefault();
  link.click();
}

function options(palette) {
  return [...palette.querySelectorAll("[role=option]")];
}

function pressed(event, palette, input) {
  const all = options(palette);
  const now = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const by = event.key === "ArrowDown" ? 1 : -1;
    mark(palette, input, all[(Math.max(now, by > 0 ? -1 : 0) + by + all.length) % all.length]);
  } else if (event.key === "Enter" && now >= 0) {
    event.preventDefault();
    go(all[now]);
  } else if (event.ctrlKey && /^[1-9]$/.test(event.key)) {
    const group = palette.querySelectorAll("[role=group]")[Number(event.key) - 1];
    if (!group) return;
    event.preventDefault();
    mark(palette, input, group.querySelector("[role=option]"));
  }
}

function mark(palette, input, option) {
  for (const each of options(palette)) each.setAttribute("aria-selected", String(each === option));
  input.setAttribute("aria-expanded", String(Boolean(option)));
  if (!option) {
    input.removeAttribute("aria-activedescendant");
    return;
  }
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function go(option) {
  if (option.dataset.href) location.assign(option.dataset.href);
}
