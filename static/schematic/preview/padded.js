/* A padded volume: one section's cells with one more on every side, those of its neighbours. Rows go x, then z, then y, as in
 * the sections themselves. */
import { EDGE } from "./format.js";
import { PAD } from "./mesh_kinds.js";

const spans = { "-1": [EDGE - 1, 0, 1], 0: [0, 1, EDGE], 1: [0, EDGE + 1, 1] }; // from, to, how many
const around = [-1, 0, 1];

/* CELLS_AT(dx, dy, dz): the cells of a neighbour, each −1, 0 or 1 away; null where nothing is. */
export function fillPadded(into, cellsAt) {
  for (const dy of around) for (const dz of around) for (const dx of around) copyPart(into, cellsAt(dx, dy, dz), dx, dy, dz);
}

function copyPart(into, cells, dx, dy, dz) {
  const [fromX, toX, countX] = spans[dx];
  const [fromY, toY, countY] = spans[dy];
  const [fromZ, toZ, countZ] = spans[dz];
  for (let y = 0; y < countY; y++) {
    for (let z = 0; z < countZ; z++) {
      const to = ((toY + y) * PAD + toZ + z) * PAD + toX;
      const from = ((fromY + y) * EDGE + fromZ + z) * EDGE + fromX;
      if (!cells) into.fill(0, to, to + countX);
      else if (countX === 1) into[to] = cells[from];
      else into.set(cells.subarray(from, from + countX), to);
    }
  }
}

/* Takes away what lies outside the layers LOW ≤ y < HIGH. BASE: the block at the padded volume's corner. */
export function cutLayers(cells, base, low, high) {
  for (let y = 0; y < PAD; y++) if (base[1] + y < low || base[1] + y >= high) cells.fill(0, y * PAD * PAD, (y + 1) * PAD * PAD);
}

const gone = new Uint8Array(PAD ** 3);

/* Takes away what lies in hidden regions and in none that is shown. */
export function hideRegions(cells, base, regions, hidden) {
  const touched = regions.filter((region, i) => hidden.has(i) && overlap(region, base));
  if (touched.length === 0) return;
  gone.fill(0);
  for (const region of touched) paintRegion(region, base, 1);
  regions.forEach((region, i) => hidden.has(i) || paintRegion(region, base, 0));
  for (let i = 0; i < gone.length; i++) if (gone[i] === 1) cells[i] = 0;
}

const low = (region, base, axis) => Math.max(0, region.origin[axis] - base[axis]);
const high = (region, base, axis) => Math.min(PAD, region.origin[axis] + region.size[axis] - base[axis]);
const overlap = (region, base) => [0, 1, 2].every((axis) => low(region, base, axis) < high(region, base, axis));

function paintRegion(region, base, value) {
  if (!overlap(region, base)) return;
  for (let y = low(region, base, 1); y < high(region, base, 1); y++)
    for (let z = low(region, base, 2); z < high(region, base, 2); z++) {
      const row = (y * PAD + z) * PAD;
      gone.fill(value, row + low(region, base, 0), row + high(region, base, 0));
    }
}

/* The same volume with STEP³ blocks a cell: the first thing seen from above stands for them. A neighbour counts only where it
 * is full throughout, so that nothing opens between a rough section and a fine one. */
export function coarsen(cells, kinds, step) {
  const rough = new Uint16Array(PAD ** 3);
  const size = EDGE / step;
  const span = (i) => (i === 0 ? [0, 1] : i > size ? [PAD - 1, PAD] : [1 + (i - 1) * step, 1 + i * step]);
  const outside = (i) => i === 0 || i > size;
  for (let y = 0; y < size + 2; y++)
    for (let z = 0; z < size + 2; z++)
      for (let x = 0; x < size + 2; x++) {
        const pick = outside(x) || outside(y) || outside(z) ? fullThroughout : firstSeen;
        rough[(y * PAD + z) * PAD + x] = pick(cells, kinds, span(x), span(y), span(z));
      }
  return rough;
}

function firstSeen(cells, kinds, [x0, x1], [y0, y1], [z0, z1]) {
  for (let y = y1 - 1; y >= y0; y--)
    for (let z = z0; z < z1; z++)
      for (let x = x0; x < x1; x++) {
        const index = cells[(y * PAD + z) * PAD + x];
        if (kinds.kind[index] !== 0) return index;
      }
  return 0;
}

function fullThroughout(cells, kinds, [x0, x1], [y0, y1], [z0, z1]) {
  let index = 0;
  for (let y = y0; y < y1; y++)
    for (let z = z0; z < z1; z++)
      for (let x = x0; x < x1; x++) {
        index = cells[(y * PAD + z) * PAD + x];
        if (!kinds.full[index]) return 0;
      }
  return index;
}
