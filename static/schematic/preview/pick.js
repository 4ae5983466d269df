/* The first block that a ray meets. */
import { EDGE } from "./format.js";

const SECTION_BITS = Math.log2(EDGE);

/* STORE gives cells; SEEN(x, y, z) says whether the block is shown at all. Answers { at, index }, or null. The ray starts at
 * ORIGIN, in blocks, and ends where it leaves the box from (0, LOW, 0) to (w, HIGH, l). */
export async function pick(store, kinds, { origin, direction, low, high, seen }) {
  const [w, , l] = store.header.size;
  const span = crossing(origin, direction, [0, low, 0], [w, high, l]);
  if (!span) return null;
  const walk = startWalk(origin, direction, span[0]);
  let place = "";
  let cells = null;
  while (walk.distance <= span[1]) {
    const [x, y, z] = walk.at;
    const section = walk.at.map((n) => n >> SECTION_BITS);
    if (section.join() !== place) [place, cells] = [section.join(), await store.cells(...section)];
    const index = cells ? cells[((y & (EDGE - 1)) * EDGE + (z & (EDGE - 1))) * EDGE + (x & (EDGE - 1))] : 0;
    if (kinds.kind[index] !== 0 && y >= low && y < high && seen(x, y, z) && meets(kinds.boxes[index], walk.at, origin, direction)) return { at: walk.at, index };
    step(walk);
  }
  return null;
}

/* Where a line enters and leaves a box, in lengths of DIRECTION; null: it passes by or lies behind. */
export function crossing(origin, direction, from, to) {
  let enter = 0;
  let leave = Infinity;
  for (let axis = 0; axis < 3; axis++) {
    const a = (from[axis] - origin[axis]) / direction[axis];
    const b = (to[axis] - origin[axis]) / direction[axis];
    if (Number.isNaN(a) || Number.isNaN(b)) continue; // along the very edge
    enter = Math.max(enter, Math.min(a, b));
    leave = Math.min(leave, Math.max(a, b));
  }
  return enter <= leave ? [enter, leave] : null;
}

const meets = (boxes, at, origin, direction) =>
  boxes.some((box) => crossing(origin, direction, at.map((n, k) => n + box[k] / 16), at.map((n, k) => n + box[k + 3] / 16)));

/* Amanatides and Woo's walk from block to block. */
function startWalk(origin, direction, distance) {
  const inside = distance + 1e-6;
  const at = origin.map((n, k) => Math.floor(n + direction[k] * inside));
  const sign = direction.map(Math.sign);
  const next = at.map((n, k) => (sign[k] === 0 ? Infinity : (n + (sign[k] > 0 ? 1 : 0) - origin[k]) / direction[k]));
  return { at, sign, next, each: direction.map((d) => Math.abs(1 / d)), distance };
}

function step(walk) {
  const axis = walk.next.indexOf(Math.min(...walk.next));
  walk.distance = walk.next[axis];
  walk.next[axis] += walk.each[axis];
  walk.at = walk.at.map((n, k) => (k === axis ? n + walk.sign[axis] : n));
}
