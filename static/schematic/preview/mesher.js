/* Faces of one section. A vertex is two words: x, y, z in sixteenths of a block (10 bits each) and how open its corner is (2
 * bits: 0 dark, 3 open); then the palette index (16 bits) and the face (3 bits: west, east, down, up, north, south).
 * Four vertices a quad, counter-clockwise seen from outside. Quads come sorted by face, so that those that look away from the
 * camera can be left out; at the end stand those of boxes, unsorted. */
import { BOXES, CROSS, EDGE, LAYER, PAD, kindsOf } from "./mesh_kinds.js";

export { PAD, kindsOf };
const PAD2 = PAD * PAD;
const steps = [1, PAD2, PAD]; // of x, y and z in a padded volume
export const faceCount = 6;
const mask = new Uint32Array(EDGE * EDGE);

class Faces {
  words = new Uint32Array(1 << 14);
  used = 0;
  starts = []; // in quads, of each face's and of the rest

  /* Four corners, as pointOf() makes them. */
  quad(a, b, c, d, index, face) {
    if (this.used + 8 > this.words.length) this.#grow();
    const { words } = this;
    const look = index | (face << 16);
    const at = this.used;
    words[at] = a;
    words[at + 2] = b;
    words[at + 4] = c;
    words[at + 6] = d;
    words[at + 1] = words[at + 3] = words[at + 5] = words[at + 7] = look;
    this.used = at + 8;
  }

  #grow() {
    const larger = new Uint32Array(this.words.length * 2);
    larger.set(this.words);
    this.words = larger;
  }

  startNext() {
    this.starts.push(this.used / 8);
  }

  taken() {
    return { words: this.words.slice(0, this.used), starts: this.starts };
  }
}

/* CELLS: a padded volume of palette indices (see padded.js), whose outermost cells belong to the neighbours. SIZE: cells a side
 * without them; less than 32 where a cell stands for several blocks. Answers { solid, clear }, of each its words
 * and where each face's quads start (the seventh: those of boxes). */
export function meshCells(cells, kinds, size = EDGE) {
  const faces = { solid: new Faces(), clear: new Faces() };
  for (let face = 0; face <= faceCount; face++) {
    faces.solid.startNext();
    faces.clear.startNext();
    if (face < faceCount) mergeFaces(cells, kinds, size, face, faces);
  }
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

/* One face of all cells. No objects are made from here down to the quads: a section has up to 100,000 of them. */
function mergeFaces(cells, kinds, size, face, faces) {
  const axis = face >> 1;
  const start = steps[0] + steps[1] + steps[2];
  for (let slice = 0; slice < size; slice++)
    if (fillMask(cells, kinds, size, face, start + slice * steps[axis])) emitMask(kinds, size, face, slice, faces);
}

function fillMask(cells, kinds, size, face, start) {
  const { kind, full } = kinds;
  const axis = face >> 1;
  const su = steps[(axis + 1) % 3];
  const sv = steps[(axis + 2) % 3];
  const toward = face & 1 ? steps[axis] : -steps[axis];
  let any = 0;
  for (let j = 0; j < size; j++) {
    let at = start + j * sv;
    for (let i = 0; i < size; i++, at += su) {
      const seen = kind[cells[at]] === LAYER && full[cells[at + toward]] === 0;
      any |= mask[j * size + i] = seen ? faceKey(cells, kinds, at, toward, face, su, sv) : 0;
    }
  }
  return any !== 0;
}

function faceKey(cells, kinds, at, toward, face, su, sv) {
  const index = cells[at];
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
  const sw = corner(w, s, full[cells[at - su - sv]]);
  const se = corner(e, s, full[cells[at + su - sv]]);
  const ne = corner(e, n, full[cells[at + su + sv]]);
  const nw = corner(w, n, full[cells[at - su + sv]]);
  return sw | (se << 2) | (ne << 4) | (nw << 6);
}

const corner = (a, b, diagonal) => (a & b ? 0 : 3 - a - b - diagonal);

function emitMask(kinds, size, face, slice, faces) {
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; ) {
      const key = mask[j * size + i];
      if (key === 0) {
        i++;
        continue;
      }
      const stretch = stretchOf(kinds, key, face >> 1);
      const wide = stretch & 1 ? widthOf(size, i, j, key) : 1;
      const tall = stretch & 2 ? heightOf(size, i, j, key, wide) : 1;
      for (let b = j; b < j + tall; b++) for (let a = i; a < i + wide; a++) mask[b * size + a] = 0;
      emitQuad(kinds, size, face, slice, i, j, wide, tall, key, faces);
      i += wide;
    }
  }
}

/* In which directions a face may be merged, 1 for u and 2 for v: sides of what is not full height stay one block high. */
function stretchOf(kinds, key, axis) {
  if (axis === 1 || (kinds.low[indexOf(key)] === 0 && highOf(key) === 16)) return 3;
  return axis === 0 ? 2 : 1;
}

function widthOf(size, i, j, key) {
  let wide = 1;
  while (i + wide < size && mask[j * size + i + wide] === key) wide++;
  return wide;
}

function heightOf(size, i, j, key, wide) {
  let tall = 1;
  for (; j + tall < size; tall++)
    for (let a = i; a < i + wide; a++) if (mask[(j + tall) * size + a] !== key) return tall;
  return tall;
}

const box = { from: [0, 0, 0], to: [0, 0, 0] }; // in sixteenths; used again and again

function emitQuad(kinds, size, face, slice, i, j, wide, tall, key, faces) {
  const index = indexOf(key);
  const axis = face >> 1;
  const u = (axis + 1) % 3;
  const v = (axis + 2) % 3;
  const scale = EDGE / size;
  const unit = 16 * scale;
  const { from, to } = box;
  from[axis] = slice * unit;
  to[axis] = from[axis] + unit;
  from[u] = i * unit;
  to[u] = (i + wide) * unit;
  from[v] = j * unit;
  to[v] = (j + tall) * unit;
  to[1] -= (16 - highOf(key)) * scale;
  from[1] += kinds.low[index] * scale;
  putFace(kinds.opaque[index] ? faces.solid : faces.clear, face, openOf(key), index);
}

const pointOf = (x, y, z, open) => x | (y << 10) | (z << 20) | ((open & 3) << 30);

function pointAt(axis, deep, u, v, open) {
  if (axis === 0) return pointOf(deep, u, v, open);
  return axis === 1 ? pointOf(v, deep, u, open) : pointOf(u, v, deep, open);
}

/* A face of the box: counter-clockwise from outside, and split along the diagonal that lets shade run smoothly. */
function putFace(into, face, open, index) {
  const { from, to } = box;
  const axis = face >> 1;
  const u = (axis + 1) % 3;
  const v = (axis + 2) % 3;
  const deep = face & 1 ? to[axis] : from[axis];
  const a = pointAt(axis, deep, from[u], from[v], open);
  const b = pointAt(axis, deep, to[u], from[v], open >> 2);
  const c = pointAt(axis, deep, to[u], to[v], open >> 4);
  const d = pointAt(axis, deep, from[u], to[v], open >> 6);
  const turned = (open & 3) + ((open >> 4) & 3) < ((open >> 2) & 3) + ((open >> 6) & 3);
  if (face & 1) turned ? into.quad(b, c, d, a, index, face) : into.quad(a, b, c, d, index, face);
  else turned ? into.quad(d, c, b, a, index, face) : into.quad(a, d, c, b, index, face);
}

function eachBox(cells, kinds, size, faces) {
  for (let y = 0; y < size; y++)
    for (let z = 0; z < size; z++)
      for (let x = 0, at = (y + 1) * PAD2 + (z + 1) * PAD + 1; x < size; x++, at++) {
        const index = cells[at];
        const kind = kinds.kind[index];
        if (kind !== BOXES && kind !== CROSS) continue;
        const into = kinds.opaque[index] ? faces.solid : faces.clear;
        const where = { at, index, x, y, z, scale: EDGE / size };
        if (kind === BOXES) emitBoxes(cells, kinds, where, into);
        else emitCross(where, into);
      }
}

const allOpen = 255;

/* Where one of a state's boxes lies in the section. */
function place(bounds, { x, y, z, scale }) {
  const at = [x, y, z];
  for (let k = 0; k < 3; k++) {
    box.from[k] = scale * (16 * at[k] + bounds[k]);
    box.to[k] = scale * (16 * at[k] + bounds[k + 3]);
  }
}

function emitBoxes(cells, kinds, where, into) {
  for (const bounds of kinds.boxes[where.index]) {
    place(bounds, where);
    for (let face = 0; face < faceCount; face++) {
      const axis = face >> 1;
      const onEdge = face & 1 ? bounds[axis + 3] === 16 : bounds[axis] === 0;
      const toward = face & 1 ? steps[axis] : -steps[axis];
      if (!onEdge || !kinds.full[cells[where.at + toward]]) putFace(into, face, allOpen, where.index);
    }
  }
}

/* Two blades that open upward, each seen from both sides and lit as if from above. */
function emitCross(where, into) {
  place([2, 0, 2, 14, 13, 14], where);
  const { from, to } = box;
  const near = (k, edge) => Math.round((from[k] + to[k]) / 2 + 0.3 * (edge - (from[k] + to[k]) / 2));
  for (const [az, bz] of [[from[2], to[2]], [to[2], from[2]]]) {
    const blade = [
      pointOf(near(0, from[0]), from[1], near(2, az), 1),
      pointOf(near(0, to[0]), from[1], near(2, bz), 1),
      pointOf(to[0], to[1], bz, 3),
      pointOf(from[0], to[1], az, 3),
    ];
    into.quad(...blade, where.index, 3);
    into.quad(...blade.reverse(), where.index, 3);
  }
}
