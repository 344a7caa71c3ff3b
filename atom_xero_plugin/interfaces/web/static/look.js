// Theme, density and keys change at once, and are kept by the form's own request: a cookie that the server reads.

const USUAL = { theme: "", density: "", keys: "on" };

export function startLook() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const name = form.dataset?.look;
    if (!name || !event.submitter) return;
    event.preventDefault();
    apply(name, event.submitter.value);
    for (const other of document.querySelectorAll("form[data-look]")) {
      const kept = other.querySelector(`input[name="${name}"]`);
      if (kept) kept.value = event.submitter.value;
    }
    for (const each of form.querySelectorAll("[aria-pressed]")) {
      each.setAttribute("aria-pressed", String(each === event.submitter));
    }
    const fields = new URLSearchParams(new FormData(form, event.submitter));
    await fetch(form.action, { method: "POST", body: fields, redirect: "manual" });
  });
}

function apply(name, value) {
  const root = document.documentElement;
  if (value === USUAL[name]) delete root.dataset[name];
  else root.dataset[name] = value;
}
