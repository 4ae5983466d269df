/* What the mesher asks of a palette, as tables by palette index, so that it asks by number alone. */
import { EDGE } from "./format.js";
import { BOXES, CROSS, LAYER, shapeOf, splitState } from "./shapes.js";

export { BOXES, CROSS, EDGE, LAYER };
export const PAD = EDGE + 2;

export function kindsOf(palette) {
  const count = palette.length;
  const kinds = {
    kind: new Uint8Array(count), // 0: nothing
    low: new Uint8Array(count), // of layers, in sixteenths
    high: new Uint8Array(count),
    opaque: new Uint8Array(count),
    full: new Uint8Array(count), // an opaque block that fills its place
    fluid: new Uint8Array(count),
    group: new Uint32Array(count), // of what can be seen through: the same name is the same glass, the same water; 0: none
    boxes: new Array(count),
    anyBoxes: false,
  };
  const groups = new Map();
  palette.forEach((entry, index) => {
    if (entry.alpha > 0) describe(kinds, index, entry, groups);
  });
  return kinds;
}

function describe(kinds, index, entry, groups) {
  const { kind, boxes } = shapeOf(entry);
  kinds.kind[index] = kind;
  kinds.boxes[index] = boxes;
  kinds.opaque[index] = Number(entry.alpha === 255);
  kinds.fluid[index] = Number(entry.shape === "fluid");
  if (kind !== LAYER) {
    kinds.anyBoxes = true;
    return;
  }
  kinds.low[index] = boxes[0][1];
  kinds.high[index] = boxes[0][4];
  kinds.full[index] = Number(kinds.opaque[index] && kinds.low[index] === 0 && kinds.high[index] === 16);
  if (kinds.opaque[index] && !kinds.fluid[index]) return;
  const { name } = splitState(entry.state);
  if (!groups.has(name)) groups.set(name, groups.size + 1);
  kinds.group[index] = groups.get(name);
}
