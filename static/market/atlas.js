// What every map has: its buttons in the reader's language, tiles where the site has some, and names of towns where it has none.
import { Map as Atlas, DivIcon, Marker, TileLayer, control } from "leaflet";

/** A map in BOX by its data: in, out (what the buttons are called), tiles, attribution. */
export function atlasIn(box, data) {
  const atlas = new Atlas(box, { zoomControl: false, attributionControl: Boolean(data.tiles), worldCopyJump: true });
  control.zoom({ zoomInTitle: data.in, zoomOutTitle: data.out }).addTo(atlas);
  atlas.attributionControl?.setPrefix(false);
  if (data.tiles) new TileLayer(data.tiles, { maxZoom: 18, attribution: data.attribution }).addTo(atlas);
  return atlas;
}

/** BELOW: pixels from the point down to the name. */
export function townLabel(town, at, below = 4) {
  const label = Object.assign(document.createElement("span"), { className: "map-town", textContent: town });
  return new Marker(at, { icon: new DivIcon({ className: "pin", html: label, iconSize: [120, 16], iconAnchor: [60, -below] }), interactive: false, keyboard: false });
}
