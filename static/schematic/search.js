// The search page: a filter applies when it is chosen, empty boxes stay out of the address, and blocks are suggested while one types.
const PAUSE = 200; // milliseconds without a key before suggestions are asked for

// What was chosen keeps the focus on the page that comes.
function apply(form, control) {
  if (control.id || control.value) sessionStorage.setItem("search-focus", JSON.stringify([control.name, control.value]));
  form.requestSubmit();
}

function focusAgain(form) {
  const kept = sessionStorage.getItem("search-focus");
  sessionStorage.removeItem("search-focus");
  if (!kept) return;
  const [name, value] = JSON.parse(kept);
  const same = [...form.elements].filter((control) => control.name === name);
  (same.find((control) => control.value === value) ?? same[0])?.focus({ preventScroll: false });
}

function leaveOutEmpty(form) {
  const disabled = [...form.elements].filter((control) => control.name && control.value === "" && !control.disabled);
  for (const control of disabled) control.disabled = true;
  setTimeout(() => { for (const control of disabled) control.disabled = false; });
}

function suggestBlocks(input) {
  let timer, asked;
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const text = input.value.replace(/^-/, "").trim();
      if (text === asked) return;
      asked = text;
      const answer = await fetch(`/api/v1/schematics/blocks?${new URLSearchParams({ text })}`).catch(() => null);
      if (!answer?.ok || asked !== text) return;
      const { data } = await answer.json();
      const sign = input.value.startsWith("-") ? "-" : "";
      input.list.replaceChildren(...data.map(({ name }) => Object.assign(document.createElement("option"), { value: sign + name })));
    }, PAUSE);
  });
}

// "/" leads to the search box, unless something is being typed.
function focusBySlash(input) {
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, select, textarea, [contenteditable]")) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

export function searchAsChosen() {
  const form = document.querySelector("form[data-search]");
  if (!form) return;
  const panel = document.querySelector("[data-filters]");
  if (panel && matchMedia("(min-width: 60rem)").matches) panel.open = true;
  focusAgain(form);
  focusBySlash(form.elements.text);
  form.addEventListener("submit", () => leaveOutEmpty(form));
  for (const control of form.elements) {
    if (control.matches("input[type=checkbox], select")) control.addEventListener("change", () => {
      // With and without the same value at once finds nothing: the one that was chosen last counts.
      if (control.checked) for (const other of control.closest("li")?.querySelectorAll("input") ?? []) if (other !== control) other.checked = false;
      apply(form, control);
    });
    if (control.matches("[data-blocks]")) suggestBlocks(control);
  }
}
