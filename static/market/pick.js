// The point of a market: from the device when the button says so and not before, from the name of its town, or by hand on a map. The fields
// of numbers stay what is sent.
import { DivIcon, LayerGroup, Marker } from "leaflet";
import { atlasIn, townLabel } from "./atlas.js";

const CLOSE = 15, TOWN = 12; // zooms
const AROUND = 25; // kilometres whose markets give the bearings

const box = document.querySelector("[data-pick]");
const form = box.closest("form");
const [latitude, longitude, town] = ["latitude", "longitude", "town"].map((name) => form.elements[name]);
const sheet = box.querySelector("[data-pick-map]"), says = box.querySelector("[data-pick-says]");
let atlas, marker, bearings;

const say = (text) => {
  says.textContent = text;
  says.hidden = !text;
};
const rounded = (degrees) => String(Math.round(degrees * 100000) / 100000);
const written = () => {
  const at = [latitude, longitude].map(({ value }) => Number(value.trim() || NaN));
  return Math.abs(at[0]) <= 90 && Math.abs(at[1]) <= 180 ? at : null;
};

function write({ lat, lng }) {
  latitude.value = rounded(lat);
  longitude.value = rounded(lng);
}

function openMap(at, zoom) {
  sheet.hidden = false;
  atlas = atlasIn(sheet, { ...box.dataset, ...sheet.dataset }).setView(at, zoom);
  bearings = new LayerGroup().addTo(atlas);
  const dot = Object.assign(document.createElement("span"), { className: "pin-dot" });
  const icon = new DivIcon({ className: "pin", html: dot, iconSize: [30, 30], iconAnchor: [15, 30] });
  marker = new Marker(at, { icon, draggable: true, autoPan: true, keyboard: false, alt: box.dataset.marker, title: box.dataset.marker }).addTo(atlas);
  marker.on("dragend", () => write(marker.getLatLng()));
  atlas.on("click", ({ latlng }) => {
    marker.setLatLng(latlng);
    write(latlng.wrap());
  });
}

// Other markets' towns say where one is on a map without tiles.
async function findBearings([lat, lng]) {
  if (sheet.dataset.tiles) return;
  const answer = await fetch(`/api/v1/markets/points?${new URLSearchParams({ latitude: lat, longitude: lng, radius: AROUND, when: "any" })}`).catch(() => null);
  if (!answer?.ok) return;
  const named = new Set();
  bearings.clearLayers();
  for (const one of (await answer.json()).data) {
    if (!one.town || named.has(one.town)) continue;
    named.add(one.town);
    bearings.addLayer(townLabel(one.town, [one.latitude, one.longitude]));
  }
}

function show(at, zoom) {
  if (atlas) atlas.setView(at, zoom);
  else openMap(at, zoom);
  marker.setLatLng(at);
  findBearings(at);
}

function take(at, zoom) {
  write({ lat: at[0], lng: at[1] });
  show(at, zoom);
  say(box.dataset.taken);
}

function locate(button) {
  say("");
  button.setAttribute("aria-busy", "true");
  navigator.geolocation.getCurrentPosition(({ coords }) => {
    button.removeAttribute("aria-busy");
    take([coords.latitude, coords.longitude], CLOSE);
  }, () => {
    button.removeAttribute("aria-busy");
    say(box.dataset.denied);
  }, { enableHighAccuracy: true, timeout: 15000 });
}

async function findTown() {
  const text = town.value.trim() || form.elements.postcode.value.trim();
  if (!text) return town.focus();
  const answer = await fetch(`/api/v1/markets/places?${new URLSearchParams({ text, limit: 1 })}`).catch(() => null);
  const [place] = answer?.ok ? (await answer.json()).data : [];
  if (place) take([place.latitude, place.longitude], TOWN);
  else say(box.dataset.unknown);
}

const here = box.querySelector("[data-pick-here]");
if ("geolocation" in navigator) here.addEventListener("click", () => locate(here));
else here.hidden = true;
box.querySelector("[data-pick-town]").addEventListener("click", findTown);
box.querySelector("[data-pick-ways]").hidden = false;
for (const field of [latitude, longitude]) field.addEventListener("change", () => written() && show(written(), CLOSE));
if (written()) show(written(), CLOSE);
box.dataset.ready = "";
