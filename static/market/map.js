// The map of a list of markets. Markers that would lie on one another stand as one; without tiles towns and circles give the bearings.
import { locale } from "../site/js/locale.js";
import { Circle, DivIcon, LatLng, LayerGroup, Marker } from "leaflet";
import { atlasIn, townLabel } from "./atlas.js";

const CELL = 56; // pixels: markers in one cell are one
const LIST = 12; // that a popup names
const LETTER = 7.5; // pixels of a town's name, no less

const box = document.querySelector("[data-map]");
const data = box.dataset;
const metres = Number(data.radius) * 1000;

async function points() {
  const query = new URLSearchParams(data.query);
  for (const name of ["before", "limit", "sort"]) query.delete(name);
  const answer = await fetch(`/api/v1/markets/points?${query}`);
  return answer.ok ? (await answer.json()).data : [];
}

// Elements, not markup: titles are people's.
function link({ slug, title, town, from_local: from, open_now: open, status }) {
  const place = document.createElement("div");
  place.append(Object.assign(document.createElement("a"), { href: `/markets/${slug}`, textContent: title }));
  const when = from && new Date(`${from}Z`).toLocaleDateString(locale, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" });
  const state = open ? data.open : status === "cancelled" ? data.cancelled : "";
  place.append(Object.assign(document.createElement("p"), { textContent: [town, when, state].filter(Boolean).join(" · ") }));
  return place;
}

function pin(market) {
  const state = market.open_now ? "pin-open" : market.status === "cancelled" ? "pin-cancelled" : "";
  const dot = Object.assign(document.createElement("span"), { className: "pin-dot" });
  const icon = new DivIcon({ className: `pin ${state}`, html: dot, iconSize: [30, 30], iconAnchor: [15, 30], popupAnchor: [0, -26] });
  return new Marker([market.latitude, market.longitude], { icon, title: market.title, alt: market.title, keyboard: true }).bindPopup(link(market));
}

function listed(markets) {
  const all = Object.assign(document.createElement("div"), { className: "popup-places" });
  all.append(...markets.slice(0, LIST).map(link));
  return all;
}

function cluster(atlas, markets) {
  const label = Object.assign(document.createElement("span"), { className: "pin-many", textContent: markets.length });
  const middle = (name) => markets.reduce((sum, market) => sum + market[name], 0) / markets.length;
  const icon = new DivIcon({ className: "pin", html: label, iconSize: [44, 44] });
  const says = `${markets.length} ${data.many}`;
  const marker = new Marker([middle("latitude"), middle("longitude")], { icon, title: says, alt: says, keyboard: true });
  const bounds = markets.map(({ latitude, longitude }) => [latitude, longitude]);
  const apart = markets.some((market) => Math.abs(market.latitude - markets[0].latitude) + Math.abs(market.longitude - markets[0].longitude) > 1e-4);
  const closer = () => atlas.fitBounds(bounds, { padding: [40, 40], maxZoom: atlas.getZoom() + 4 });
  if (!apart) return marker.bindPopup(listed(markets));
  return marker.on("click", closer).on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && closer());
}

function draw(atlas, layer, markets) {
  const cells = new Map(), zoom = atlas.getZoom(), seen = atlas.getBounds().pad(0.3);
  for (const market of markets) {
    if (!seen.contains([market.latitude, market.longitude])) continue;
    const at = atlas.project([market.latitude, market.longitude], zoom);
    const cell = `${Math.floor(at.x / CELL)},${Math.floor(at.y / CELL)}`;
    cells.set(cell, [...(cells.get(cell) ?? []), market]);
  }
  layer.clearLayers();
  const groups = [...cells.values()], markers = groups.map((together) => (together.length > 1 ? cluster(atlas, together) : pin(together[0])));
  for (const marker of markers) layer.addLayer(marker);
  if (!data.tiles) nameTowns(atlas, layer, groups, markers);
}

// Where there is no map below the markers, they say which towns they stand in: as far as the names lie on nothing else.
function nameTowns(atlas, layer, groups, markers) {
  const taken = markers.map((marker) => {
    const { x, y } = atlas.latLngToLayerPoint(marker.getLatLng());
    return { left: x - 22, right: x + 22, top: y - 30, bottom: y + 22 };
  });
  groups.forEach(([{ town }, ...others], i) => {
    const { x, y } = atlas.latLngToLayerPoint(markers[i].getLatLng()), below = others.length > 0 ? 24 : 3, half = (town.length * LETTER) / 2;
    const place = { left: x - half, right: x + half, top: y + below, bottom: y + below + 16 };
    if (!town || taken.some((other, j) => j !== i && touch(place, other))) return;
    layer.addLayer(townLabel(town, markers[i].getLatLng(), below));
    taken.push(place);
  });
}

function touch(one, other) {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function bearings(atlas, here) {
  for (const share of [1, 0.5]) new Circle(here, { radius: metres * share, className: "map-ring", weight: 1, interactive: false }).addTo(atlas);
  const dot = Object.assign(document.createElement("span"), { className: "pin-here" });
  new Marker(here, { icon: new DivIcon({ className: "pin", html: dot, iconSize: [22, 22] }), alt: data.near || data.here, title: data.near || data.here, keyboard: false }).addTo(atlas);
}

async function show() {
  box.hidden = false;
  const atlas = atlasIn(box, data);
  const markets = await points(), here = data.latitude && [Number(data.latitude), Number(data.longitude)];
  if (here) atlas.fitBounds(new LatLng(...here).toBounds(2 * metres));
  else if (markets.length) atlas.fitBounds(markets.map(({ latitude, longitude }) => [latitude, longitude]), { padding: [30, 30], maxZoom: 13 });
  else atlas.setView([55, 10], 5);
  if (here) bearings(atlas, here);
  const layer = new LayerGroup().addTo(atlas);
  draw(atlas, layer, markets);
  atlas.on("zoomend moveend", () => draw(atlas, layer, markets));
  box.dataset.ready = "";
}

show();
