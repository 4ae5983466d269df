/* Faces of one section. A vertex is two words: x, y, z in sixteenths of a block (10 bits each) and how open its corner is (2
 * bits: 0 dark, 3 open); then the palette index (16 bits) and the face (3 bits: west, east, down, up, north, south).
 * Four vertices a quad, counter-clockwise seen from outside. */
import { BOXES, CROSS, EDGE, LAYER, PAD, kindsOf } from "./mesh_kinds.js";

export { PAD, kindsOf };
const PAD2 = PAD * PAD;
const steps = [1, PAD2, PAD]; // of x, y and z in a padded volume
export const faceCount = 6;
const mask = new Uint32Array(EDGE * EDGE);

class Faces {
  words = new Uint32Array(1 << 14);
  used = 0;

  quad(corners, index, face) {
    if (this.used + 8 > this.words.length) this.#grow();
    for (const [x, y, z, open] of corners) {
      this.words[this.used++] = (x | (y << 10) | (z << 20) | (open << 30)) >>> 0;
      this.words[this.used++] = index | (face << 16);
    }
  }

  #grow() {
    const larger = new Uint32Array(this.words.length * 2);
    larger.set(this.words);
    this.words = larger;
  }

  taken() {
    return this.words.slice(0, this.used);
  }
}

/* CELLS: a padded volume of palette indices (see padded.js), whose outermost cells belong to the neighbours. SIZE: cells a side
 * without them; less than 32 where a cell stands for several blocks. Answers { solid, clear }, words each. */
export function meshCells(cells, kinds, size = EDGE) {
  const faces = { solid: new Faces(), clear: new Faces() };
  for (let face = 0; face < faceCount; face++) mergeFaces(cells, kinds, size, face, faces);
  if (kinds.anyBoxes) eachBox(cells, kinds, size, faces);
  return { solid: faces.solid.taken(), clear: faces.clear.taken() };
}

/* Whether what stands beside hides this face of CELL, which is a layer from LOW to HIGH. */
function isHidden(kinds, index, beside, face, low, high) {
  if (kinds.kind[beside] !== LAYER) return false;
  const sameGlass = kinds.group[index] !== 0 && kinds.group[index] === kinds.group[beside];
  if (!sameGlass && !kinds.opaque[beside]) return false;
  if (face === 2) return low === 0 && (kinds.high[beside] === 16 || sameGlass);
  if (face === 3) return (high === 16 || sameGlass) && kinds.low[beside] === 0;
  return sameGlass || (kinds.low[beside] <= low && kinds.high[beside] >= high);
}

/* What is the same in two cells may become one quad: palette index, openness of the four corners, and height, which is never 0. */
const keyOf = (index, open, high) => index | (open << 16) | (high << 24);
const indexOf = (key) => key & 65535;
const openOf = (key) => (key >>> 16) & 255;
const highOf = (key) => key >>> 24;

function mergeFaces(cells, kinds, size, face, faces) {
  const axis = face >> 1;
  const u = (axis + 1) % 3;
  const v = (axis + 2) % 3;
  const toward = face & 1 ? steps[axis] : -steps[axis];
  for (let slice = 0; slice < size; slice++) {
    const start = steps[0] + steps[1] + steps[2] + slice * steps[axis];
    if (fillMask(cells, kinds, size, { start, su: steps[u], sv: steps[v], toward, face })) emitMask(kinds, size, { slice, axis, u, v, face }, faces);
  }
}

function fillMask(cells, kinds, size, { start, su, sv, toward, face }) {
  let any = false;
  for (let j = 0; j < size; j++) {
    let at = start + j * sv;
    for (let i = 0; i < size; i++, at += su) {
      const index = cells[at];
      let key = 0;
      if (kinds.kind[index] === LAYER && !kinds.full[cells[at + toward]]) key = faceKey(cells, kinds, { at, index, toward, face, su, sv });
      mask[j * size + i] = key;
      if (key !== 0) any = true;
    }
  }
  return any;
}

function faceKey(cells, kinds, { at, index, toward, face, su, sv }) {
  const low = kinds.low[index];
  const raised = kinds.fluid[index] && kinds.group[cells[at + PAD2]] === kinds.group[index];
  const high = raised ? 16 : kinds.high[index];
  if (isHidden(kinds, index, cells[at + toward], face, low, high)) return 0;
  const inset = (face === 3 && high < 16) || (face === 2 && low > 0);
  return keyOf(index, openness(cells, kinds.full, inset ? at : at + toward, su, sv), high);
}

/* Two bits a corner, (−u −v) (+u −v) (+u +v) (−u +v): 3 less the full blocks that touch it, in the layer before the face. */
function openness(cells, full, at, su, sv) {
  const w = full[cells[at - su]];
  const e = full[cells[at + su]];
  const s = full[cells[at - sv]];
  const n = full[cells[at + sv]];
  const corner = (a, b, diagonal) => (a && b ? 0 : 3 - a - b - full[cells[diagonal]]);
  return corner(w, s, at - su - sv) | (corner(e, s, at + su - sv) << 2) | (corner(e, n, at + su + sv) << 4) | (corner(w, n, at - su + sv) << 6);
}

function emitMask(kinds, size, where, faces) {
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; ) {
      const key = mask[j * size + i];
      if (key === 0) {
        i++;
        continue;
      }
      const [wide, tall] = extent(kinds, size, i, j, key, where);
      for (let b = 0; b < tall; b++) mask.fill(0, (j + b) * size + i, (j + b) * size + i + wide);
      emitQuad(kinds, size, { ...where, i, j, wide, tall, key }, faces);
      i += wide;
    }
  }
}

/* Sides of what is not full height stay one block high. */
function extent(kinds, size, i, j, key, { axis, u }) {
  const whole = axis === 1 || (kinds.low[indexOf(key)] === 0 && highOf(key) === 16);
  const alongU = whole || u !== 1;
  const alongV = whole || u === 1;
  let wide = 1;
  while (alongU && i + wide < size && mask[j * size + i + wide] === key) wide++;
  let tall = 1;
  const sameRow = (row) => {
    for (let a = 0; a < wide; a++) if (mask[row * size + i + a] !== key) return false;
    return true;
  };
  while (alongV && j + tall < size && sameRow(j + tall)) tall++;
  return [wide, tall];
}

function emitQuad(kinds, size, { slice, axis, u, v, face, i, j, wide, tall, key }, faces) {
  const index = indexOf(key);
  const unit = (16 * EDGE) / size;
  const from = [0, 0, 0];
  const to = [0, 0, 0];
  from[axis] = slice * unit;
  to[axis] = from[axis] + unit;
  from[u] = i * unit;
  to[u] = (i + wide) * unit;
  from[v] = j * unit;
  to[v] = (j + tall) * unit;
  const scale = EDGE / size;
  to[1] -= (16 - highOf(key)) * scale;
  from[1] += kinds.low[index] * scale;
  const corners = cornersOf(from, to, face, openOf(key));
  faces[kinds.opaque[index] ? "solid" : "clear"].quad(corners, index, face);
}

/* Counter-clockwise from outside, and split along the diagonal that lets shade run smoothly. */
function cornersOf(from, to, face, open) {
  const axis = face >> 1;
  const u = (axis + 1) % 3;
  const v = (axis + 2) % 3;
  const corner = (onU, onV, bits) => {
    const point = [0, 0, 0, bits & 3];
    point[axis] = face & 1 ? to[axis] : from[axis];
    point[u] = onU ? to[u] : from[u];
    point[v] = onV ? to[v] : from[v];
    return point;
  };
  const a = corner(false, false, open);
  const b = corner(true, false, open >> 2);
  const c = corner(true, true, open >> 4);
  const d = corner(false, true, open >> 6);
  const ring = face & 1 ? [a, b, c, d] : [a, d, c, b];
  return a[3] + c[3] >= b[3] + d[3] ? ring : [ring[1], ring[2], ring[3], ring[0]];
}

function eachBox(cells, kinds, size, faces) {
  for (let y = 0; y < size; y++)
    for (let z = 0; z < size; z++)
      for (let x = 0, at = (y + 1) * PAD2 + (z + 1) * PAD + 1; x < size; x++, at++) {
        const index = cells[at];
        const kind = kinds.kind[index];
        if (kind === BOXES) emitBoxes(cells, kinds, { at, index, x, y, z, scale: EDGE / size }, faces);
        else if (kind === CROSS) emitCross({ index, x, y, z, scale: EDGE / size }, faces[kinds.opaque[index] ? "solid" : "clear"]);
      }
}

const placed = (box, { x, y, z, scale }) => [x, y, z, x, y, z].map((n, k) => scale * (16 * n + box[k]));
const allOpen = 255;

function emitBoxes(cells, kinds, where, faces) {
  const into = faces[kinds.opaque[where.index] ? "solid" : "clear"];
  for (const box of kinds.boxes[where.index]) {
    const at = placed(box, where);
    for (let face = 0; face < faceCount; face++) {
      const axis = face >> 1;
      const onEdge = face & 1 ? box[axis + 3] === 16 : box[axis] === 0;
      const toward = face & 1 ? steps[axis] : -steps[axis];
      if (onEdge && kinds.full[cells[where.at + toward]]) continue;
      into.quad(cornersOf(at.slice(0, 3), at.slice(3), face, allOpen), where.index, face);
    }
  }
}

/* Two blades that open upward, each seen from both sides and lit as if from above. */
function emitCross(where, into) {
  const [x0, y0, z0, x1, y1, z1] = placed([2, 0, 2, 14, 13, 14], where);
  const middle = [(x0 + x1) / 2, (z0 + z1) / 2];
  const near = (edge, center) => Math.round(center + (edge - center) * 0.3);
  for (const [ax, az, bx, bz] of [[x0, z0, x1, z1], [x0, z1, x1, z0]]) {
    const blade = [[near(ax, middle[0]), y0, near(az, middle[1]), 1], [near(bx, middle[0]), y0, near(bz, middle[1]), 1], [bx, y1, bz, 3], [ax, y1, az, 3]];
    into.quad(blade, where.index, 3);
    into.quad([...blade].reverse(), where.index, 3);
  }
}
