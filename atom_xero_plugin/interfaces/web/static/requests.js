// What every request of htmx needs from us: the token of the session's forms, the focus afterwards, a word when it failed.
import { toast } from "./toasts.js";

const SLOW_MS = 300;

export function startRequests() {
  const token = document.querySelector('meta[name="csrf-token"]')?.content;
  document.addEventListener("htmx:config:request", (event) => {
    const { request, sourceElement } = event.detail.ctx;
    if (token && request.method !== "GET") request.headers["x-csrf-token"] = token;
    if (sourceElement?.matches?.("input[list]")) request.action = asking(request.action, sourceElement.value);
  });
  document.addEventListener("htmx:before:request", (event) => busy(event.detail.ctx, true));
  document.addEventListener("htmx:finally:request", (event) => busy(event.detail.ctx, false));
  document.addEventListener("htmx:error", (event) => {
    if (event.detail.ctx?.response) return;
    toast("No answer: the network or this service is away. What you typed is still here.");
  });
  document.addEventListener("htmx:after:swap", focus);
  focus();
}

/** A type-ahead asks by `q`, whatever its field is called. */
function asking(action, value) {
  const address = new URL(action, location.href);
  address.searchParams.set("q", value);
  return address.pathname + address.search;
}

/** A button shows after 300 ms that its request runs; a quicker answer moves nothing. */
function busy(ctx, starts) {
  const button = ctx?.sourceEvent?.submitter ?? ctx?.sourceElement;
  if (!button?.matches?.(".btn")) return;
  clearTimeout(Number(button.dataset.busy));
  if (starts) button.dataset.busy = String(setTimeout(() => button.setAttribute("aria-busy", "true"), SLOW_MS));
  else button.removeAttribute("aria-busy");
}

/** What came in may ask for the focus, once: the list of what is to mend, or the heading of a panel. */
function focus() {
  for (const each of document.querySelectorAll("[data-focus]:not([data-focus=had])")) {
    each.dataset.focus = "had";
    each.focus();
  }
}
