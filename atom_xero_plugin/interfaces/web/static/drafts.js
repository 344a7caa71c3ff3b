// What is typed is kept in this browser until its plan is made: under the organisation, the kind, the record and the
// person, so that it is never offered anywhere else. Files and what proves the session are not kept.

const BEGINS = "draft ";
const SENT = "draft-sent";
const LASTS_MS = 30 * 24 * 3600 * 1000;
const WAITS_MS = 400;
const NOT_KEPT = new Set(["csrf", "once", "do", "kept_file", "files", "contact_chosen", "contact_asked"]);

/** Keeps the form; `rows(count)` makes it have as many lines. */
export function startDrafts(form, rows) {
  const key = BEGINS + form.dataset.editor;
  forgetOld();
  const kept = read(key);
  if ("fresh" in form.dataset) {
    if (kept && asText(kept.fields) !== asText(fieldsOf(form))) offer(form, key, kept, rows);
  } else {
    write(key, form);
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => write(key, form), WAITS_MS);
  });
  window.addEventListener("pagehide", () => {
    if (timer) write(key, form);
  });
  form.addEventListener("submit", () => {
    write(key, form);
    sessionStorage.setItem(SENT, key);
  });
}

/** On the page of the plan that came of it, a draft has done its work. */
export function forgetSent() {
  const key = sessionStorage.getItem(SENT);
  if (!key || document.querySelector("[data-editor]")) return;
  sessionStorage.removeItem(SENT);
  if (document.querySelector("#plan")) localStorage.removeItem(key);
}

/** Who signs out leaves nothing of the books in this browser; a session that ends by itself loses no draft. */
export function forgetAtSignOut() {
  document.querySelector("[data-signs-out]")?.addEventListener("submit", () => {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(BEGINS)) localStorage.removeItem(key);
    }
    sessionStorage.removeItem(SENT);
  });
}

function fieldsOf(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_KEPT.has(name));
}

/** What a person typed, to be compared: what was read of Xero meanwhile, and blank cells, make no difference. */
function asText(fields) {
  return JSON.stringify(fields.filter(([name, value]) => value && !["as_of", "was"].includes(name)));
}

function write(key, form) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: fieldsOf(form) }));
  } catch {
    return; // storage is full or switched off: the form works without
  }
  const said = form.querySelector("[data-kept]");
  if (said) said.textContent = "kept in this browser, also if you close this tab";
}

function read(key) {
  try {
    const found = JSON.parse(localStorage.getItem(key) ?? "null");
    return Array.isArray(found?.fields) && Number.isFinite(found.at) ? found : null;
  } catch {
    return null;
  }
}

function forgetOld() {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(BEGINS) && !(Date.now() - (read(key)?.at ?? 0) < LASTS_MS)) localStorage.removeItem(key);
  }
}

function offer(form, key, kept, rows) {
  const note = form.querySelector("[data-offer]");
  const at = note.querySelector("[data-offer-at]");
  at.dateTime = new Date(kept.at).toISOString();
  at.textContent = new Date(kept.at).toLocaleString(document.documentElement.lang || undefined, {
    dateStyle: "medium",
    timeStyle: "short",
  });
  note.hidden = false;
  note.querySelector("[data-offer-take]").addEventListener("click", () => {
    take(form, kept.fields, rows);
    note.hidden = true;
  });
  note.querySelector("[data-offer-drop]").addEventListener("click", () => {
    localStorage.removeItem(key);
    note.hidden = true;
  });
}

function take(form, fields, rows) {
  const cells = fields.map(([name]) => /^(?:item|desc|qty|price|disc|acc|tax|t[12]|line)(\d{1,4})$/.exec(name)?.[1]);
  rows(Math.min(Math.max(0, ...cells.map((each) => Number(each ?? 0))), 2000));
  for (const each of form.elements) {
    if (each.name && !NOT_KEPT.has(each.name) && each.matches("input:not([type=file],[type=checkbox]),select,textarea")) {
      const found = fields.find(([name]) => name === each.name);
      if (found) each.value = found[1];
    }
  }
  form.dispatchEvent(new Event("input", { bubbles: true }));
  form.querySelector("#contact")?.focus();
}
