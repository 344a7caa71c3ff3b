// The lines of a document by keys and from a spreadsheet; what they come to is worked out by the service alone.
import { startDrafts } from "./drafts.js";
import { toast } from "./toasts.js";

const MOST_ROWS = 1000;
const CELLS = "tbody td :is(input,textarea):not([type=hidden])";

const form = document.querySelector("[data-editor]");
if (form) start(form);

function start(form) {
  const sheet = form.querySelector("[data-sheet]");
  form.addEventListener("keydown", (event) => pressed(event, form, sheet));
  sheet.addEventListener("paste", (event) => pasted(event, form, sheet));
  form.querySelector("[data-add-line]").addEventListener("click", (event) => {
    event.preventDefault();
    const spare = sheet.querySelector("tr.spare");
    spare?.classList.remove("spare");
    cellsOf(spare && spare.checkVisibility() && matchMedia("(width < 60rem)").matches ? spare : addRow(sheet))[0].focus();
  });
  sheet.addEventListener("input", (event) => event.target.closest("tr")?.nextElementSibling?.classList.remove("spare"));
  document.addEventListener("htmx:after:swap", () => showTotals(form, sheet));
  startDrafts(form, (count) => {
    while (rowsOf(sheet).length < count) addRow(sheet);
  });
}

function rowsOf(sheet) {
  return [...sheet.tBodies[0].rows];
}

function cellsOf(row) {
  return [...row.querySelectorAll("td :is(input,textarea):not([type=hidden])")];
}

/** What the names of a column's fields begin with; those of tracking end in a digit themselves. */
function keyOf(cell) {
  return /^(?:t[12]|[a-z]+)/.exec(cell.name)[0];
}

/** One more line at the end, empty, with fields numbered as the service numbers them. */
function addRow(sheet) {
  const rows = rowsOf(sheet);
  const number = String(rows.length + 1);
  const row = rows[rows.length - 1].cloneNode(true);
  row.id = `line${number}`;
  row.classList.remove("spare");
  row.querySelector(".handle span").textContent = number;
  for (const each of row.querySelectorAll("[type=hidden],[id$='-err']")) each.remove();
  for (const each of cellsOf(row)) {
    each.name = each.id = keyOf(each) + number;
    each.setAttribute("aria-label", each.getAttribute("aria-label").replace(/\d+$/, number));
    for (const gone of ["aria-invalid", "aria-describedby", "placeholder"]) each.removeAttribute(gone);
    each.value = "";
  }
  row.querySelector(".c-amt").textContent = "";
  sheet.tBodies[0].append(row);
  return row;
}

/** Enter goes down, and adds a line below the last; elsewhere it goes to the next field: no key makes a plan by itself. */
function pressed(event, form, sheet) {
  const field = event.target;
  if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.shiftKey && field.matches("textarea")) return;
  if (!field.matches("input:not([type=checkbox],[type=radio],[type=file]),select") && !sheet.contains(field)) return;
  event.preventDefault();
  const row = field.closest("tr");
  if (!row || !sheet.contains(row)) {
    const all = [...form.elements].filter((each) => each.matches("input:not([type=hidden]),select,textarea"));
    all[all.indexOf(field) + 1]?.focus();
    return;
  }
  const below = rowsOf(sheet)[row.sectionRowIndex + 1];
  const at = cellsOf(row).indexOf(field);
  const next = below ? cellsOf(below)[at] : cellsOf(addRow(sheet))[0];
  next.focus();
  next.select();
}

/** Rows of a spreadsheet go into the cells from here on, to the right and down. */
function pasted(event, form, sheet) {
  const field = event.target;
  const text = event.clipboardData?.getData("text/plain") ?? "";
  const prose = field.matches("textarea") && !text.includes("\t");
  if (!field.matches(CELLS) || prose || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
  event.preventDefault();
  const rows = table(text);
  const from = field.closest("tr").sectionRowIndex;
  const column = cellsOf(field.closest("tr")).indexOf(field);
  const taken = rows.slice(0, MOST_ROWS);
  taken.forEach((values, down) => {
    while (rowsOf(sheet).length <= from + down) addRow(sheet);
    const cells = cellsOf(sheet.tBodies[0].rows[from + down]).slice(column);
    sheet.tBodies[0].rows[from + down].classList.remove("spare");
    values.slice(0, cells.length).forEach((value, right) => (cells[right].value = value.trim()));
  });
  if (rowsOf(sheet).length === from + taken.length) addRow(sheet);
  form.dispatchEvent(new Event("input", { bubbles: true }));
  const left = rows.length - taken.length;
  toast(`${taken.length} rows pasted.${left ? ` ${left} more were left out.` : ""}`);
}

/** Text as spreadsheets copy it: tabs between cells, quotes around a cell that holds breaks or quotes. */
function table(text) {
  const rows = [[""]];
  let quoted = false;
  const source = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at];
    const row = rows[rows.length - 1];
    if (quoted && letter === '"' && source[at + 1] === '"') {
      row[row.length - 1] += '"';
      at += 1;
    } else if (letter === '"' && (quoted || row[row.length - 1] === "")) quoted = !quoted;
    else if (!quoted && letter === "\t") row.push("");
    else if (!quoted && letter === "\n") rows.push([""]);
    else row[row.length - 1] += letter;
  }
  return rows;
}

/** What the service says each line comes to, and what its empty cells will be taken as. */
function showTotals(form, sheet) {
  const rows = rowsOf(sheet);
  for (const each of form.querySelectorAll("#totals [data-of]")) {
    const row = rows[Number(each.dataset.of) - 1];
    if (!row) continue;
    const amount = row.querySelector(".c-amt");
    amount.className = `c-amt ${each.dataset.css}`;
    amount.replaceChildren(...[...each.childNodes].map((node) => node.cloneNode(true)));
    for (const cell of cellsOf(row)) {
      const usual = each.getAttribute(`data-usual-${keyOf(cell)}`);
      if (usual) cell.placeholder = usual;
      else cell.removeAttribute("placeholder");
    }
  }
}
