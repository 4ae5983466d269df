// Asking for markets: the reader's position, when a button says so and not before; names of places while one types; the last place again.
const PAUSE = 200; // milliseconds without a key before places are asked for
const LAST = "market-place";

// A hundred metres are near enough, and say less of where somebody is.
const rounded = (degrees) => String(Math.round(degrees * 1000) / 1000);

function hidden(form, name, value) {
  let input = form.querySelector(`input[type=hidden][name=${name}]`);
  if (!input) {
    input = Object.assign(document.createElement("input"), { type: "hidden", name });
    form.append(input);
  }
  input.value = value;
}

function remember(place) {
  try {
    localStorage.setItem(LAST, JSON.stringify(place));
  } catch {
    // Then it is not remembered.
  }
}

function last() {
  try {
    return JSON.parse(localStorage.getItem(LAST));
  } catch {
    return null;
  }
}

function locate(form, button) {
  const says = form.querySelector("[data-says]");
  const show = (text) => {
    says.textContent = text;
    says.hidden = !text;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    show("");
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(({ coords }) => {
      const place = { latitude: rounded(coords.latitude), longitude: rounded(coords.longitude) };
      const near = form.querySelector("[data-near]");
      near.value = "";
      hidden(form, "latitude", place.latitude);
      hidden(form, "longitude", place.longitude);
      remember(place);
      form.requestSubmit();
    }, () => {
      button.removeAttribute("aria-busy");
      show(button.dataset.denied);
    }, { maximumAge: 300000, timeout: 15000 });
  });
}

function suggestPlaces(input) {
  let timer, asked;
  input.addEventListener("input", () => {
    for (const old of input.form.querySelectorAll("input[type=hidden][name=latitude], input[type=hidden][name=longitude]")) old.remove();
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const text = input.value.trim();
      if (text.length < 2 || text === asked) return;
      asked = text;
      const answer = await fetch(`/api/v1/markets/places?${new URLSearchParams({ text })}`).catch(() => null);
      if (!answer?.ok || asked !== text) return;
      const { data } = await answer.json();
      input.list.replaceChildren(...data.map(({ name, region, country }) => Object.assign(document.createElement("option"), { value: name, label: [name, region, country].filter(Boolean).join(", ") })));
    }, PAUSE);
  });
}

function leaveOutEmpty(form) {
  const usual = [...form.elements].filter((control) => control.name && !control.disabled && (control.value === "" || (control.type === "radio" && control.value === "coming" && control.checked) ||
    (control.matches("select") && ["any", "usual"].includes(control.value))));
  for (const control of usual) control.disabled = true;
  setTimeout(() => { for (const control of usual) control.disabled = false; });
}

function showLast(link) {
  const place = last();
  if (!place) return;
  const fields = place.name ? { near: place.name } : { latitude: place.latitude, longitude: place.longitude };
  link.href = `/markets?${new URLSearchParams(fields)}`;
  if (place.name) link.querySelector("span").textContent += ` (${place.name})`;
  link.hidden = false;
}

export function findMarkets() {
  for (const link of document.querySelectorAll("[data-last]")) showLast(link);
  for (const form of document.querySelectorAll("form[data-find]")) {
    const near = form.querySelector("[data-near]"), button = form.querySelector("[data-locate]");
    if (button && "geolocation" in navigator) locate(form, button);
    if (near) suggestPlaces(near);
    form.addEventListener("submit", () => {
      if (near?.value.trim()) remember({ name: near.value.trim() });
      leaveOutEmpty(form);
    });
    for (const control of form.elements)
      if (control.matches("input[type=radio], select") && !control.closest("details")) control.addEventListener("change", () => form.requestSubmit());
  }
}
