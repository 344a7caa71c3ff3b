// What came since the page was made is said in the rail, "3 changed, show"; nothing on the page moves before it is asked for.
// One stream a page, and none while nobody sees it: a browser opens only a few to one place.

let source;
let place;

export function startChanges() {
  place = document.querySelector("[data-changes]");
  if (!place || !("EventSource" in window)) return;
  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pagehide", stop);
  window.addEventListener("pageshow", listen);
  listen();
}

function listen() {
  stop();
  if (document.visibilityState !== "visible") return;
  source = new EventSource(place.dataset.changes);
  source.addEventListener("changed", (event) => say(Number(event.data)));
}

function stop() {
  source?.close();
  source = undefined;
}

function say(count) {
  place.replaceChildren();
  if (!Number.isSafeInteger(count) || count < 1) return;
  const link = document.createElement("a");
  link.href = location.href;
  link.textContent = `${count.toLocaleString("en")} changed, show`;
  place.append(link);
}
