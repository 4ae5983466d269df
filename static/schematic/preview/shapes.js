/* What a block state looks like, for the mesher and for the picker: boxes in sixteenths of a block, [x0, y0, z0, x1, y1, z1].
 * A state that fills its whole footprint between two heights is a layer, which the mesher merges with its neighbours. */
export const LAYER = 1;
export const BOXES = 2;
export const CROSS = 3;

const heights = { cube: [0, 16], "slab-bottom": [0, 8], "slab-top": [8, 16], carpet: [0, 1], fluid: [0, 14] };
const sides = { north: [0, 0, -1], south: [0, 0, 1], west: [-1, 0, 0], east: [1, 0, 0] };
const solid = { kind: LAYER, boxes: [[0, 0, 0, 16, 16, 16]] };

/* "minecraft:oak_stairs[half=top,facing=east]" → the name and its properties. */
export function splitState(state) {
  const [name, rest = ""] = state.split("[");
  const properties = {};
  for (const pair of rest.replace("]", "").split(",")) {
    const [key, value] = pair.split("=");
    if (value !== undefined) properties[key] = value;
  }
  return { name, properties };
}

export function shapeOf({ state, shape }) {
  const { name, properties } = splitState(state);
  if (properties.type === "double") return solid;
  if (heights[shape]) return layer(...heights[shape], name, properties);
  const make = makers[shape];
  return make ? make(properties, name) : solid;
}

function layer(low, high, name, { layers, type }) {
  if (layers) high = Math.min(16, 2 * Number(layers) || high);
  if (type === "top") [low, high] = [8, 16];
  return { kind: LAYER, boxes: [[0, low, 0, 16, high, 16]] };
}

const boxes = (...list) => ({ kind: BOXES, boxes: list });

const makers = {
  cross: () => ({ kind: CROSS, boxes: [[3, 0, 3, 13, 13, 13]] }),
  small: (properties, name) => boxes(smallBox(properties, name)),
  post: (properties, name) => (isRod(name) ? boxes(rod(properties)) : boxes([6, 0, 6, 10, 16, 10], ...rails(properties, name))),
  pane: (properties, name) => boxes(...paneBoxes(properties, name)),
  stairs: (properties) => boxes(...stairBoxes(properties)),
};

const isRod = (name) => /chain|rod|bars?_?$/.test(name);
const rod = ({ axis, facing }) => {
  if (axis === "x" || facing === "east" || facing === "west") return [0, 7, 7, 16, 9, 9];
  if (axis === "z" || facing === "north" || facing === "south") return [7, 7, 0, 9, 9, 16];
  return [7, 0, 7, 9, 16, 9];
};

/* Connected: fences say true, walls low or tall. */
const connected = (properties, side) => properties[side] !== undefined && properties[side] !== "false" && properties[side] !== "none";

/* From the middle to the edge of the block on SIDE: half WIDE on either side of the middle line. */
function arm(side, wide, low, high) {
  const [dx, , dz] = sides[side];
  const reach = (d) => (d < 0 ? [0, 8] : d > 0 ? [8, 16] : [8 - wide, 8 + wide]);
  const [x0, x1] = reach(dx);
  const [z0, z1] = reach(dz);
  return [x0, low, z0, x1, high, z1];
}

function rails(properties, name) {
  const wall = name.endsWith("_wall");
  return Object.keys(sides)
    .filter((side) => connected(properties, side))
    .flatMap((side) => (wall ? [arm(side, 3, 0, properties[side] === "tall" ? 16 : 14)] : [arm(side, 1, 6, 9), arm(side, 1, 12, 15)]));
}

function paneBoxes(properties, name) {
  if (name.includes("trapdoor")) return [trapdoor(properties)];
  if (name.endsWith("_door")) return [against(doorSide(properties), 3)];
  if (name.includes("ladder") || name.includes("sign") || name.includes("banner")) return [against(opposite[properties.facing] ?? "south", 2)];
  const arms = Object.keys(sides).filter((side) => connected(properties, side)).map((side) => arm(side, 1, 0, 16));
  return [[7, 0, 7, 9, 16, 9], ...arms];
}

const opposite = { north: "south", south: "north", east: "west", west: "east" };
const rightOf = { north: "east", east: "south", south: "west", west: "north" };

function doorSide({ facing = "north", open, hinge }) {
  if (open !== "true") return opposite[facing];
  return hinge === "right" ? rightOf[facing] : opposite[rightOf[facing]];
}

function trapdoor({ half, open, facing = "north" }) {
  if (open === "true") return against(opposite[facing], 3);
  return half === "top" ? [0, 13, 0, 16, 16, 16] : [0, 0, 0, 16, 3, 16];
}

/* A board DEEP thick at the edge of the block on SIDE. */
function against(side, deep) {
  const [dx, , dz] = sides[side] ?? sides.south;
  const span = (d) => (d < 0 ? [0, deep] : d > 0 ? [16 - deep, 16] : [0, 16]);
  const [x0, x1] = span(dx);
  const [z0, z1] = span(dz);
  return [x0, 0, z0, x1, 16, z1];
}

function smallBox({ face, facing }, name) {
  if (name.includes("button") || name.includes("lever")) return buttonBox(face, facing);
  if (name.includes("wall_torch") || name.includes("wall_head")) return wallBox(facing);
  if (name.includes("torch")) return [7, 0, 7, 9, 10, 9];
  if (name.includes("head") || name.includes("skull")) return [4, 0, 4, 12, 8, 12];
  return [5, 0, 5, 11, 8, 11];
}

function buttonBox(face, facing = "north") {
  if (face === "floor") return [5, 0, 6, 11, 2, 10];
  if (face === "ceiling") return [5, 14, 6, 11, 16, 10];
  const [x0, , z0, x1, , z1] = against(opposite[facing], 2);
  const narrow = (low, high) => (high - low === 16 ? [5, 11] : [low, high]);
  const [ax, bx] = narrow(x0, x1);
  const [az, bz] = narrow(z0, z1);
  return [ax, 6, az, bx, 10, bz];
}

function wallBox(facing = "north") {
  const [dx, , dz] = sides[facing] ?? sides.north;
  return [7 - 5 * dx, 3, 7 - 5 * dz, 9 - 5 * dx, 13, 9 - 5 * dz];
}

/* The lower (or upper) half, and the quarters of the other half that the facing and the shape leave standing. */
function stairBoxes({ half, facing = "north", shape = "straight" }) {
  const top = half === "top";
  const [low, high] = top ? [0, 8] : [8, 16];
  const [dx, , dz] = sides[facing] ?? sides.north;
  const turn = shape.endsWith("left") ? [dz, -dx] : [-dz, dx];
  const kept = (x, z) => {
    const ahead = x * dx + z * dz > 0;
    const aside = x * turn[0] + z * turn[1] > 0;
    if (shape.startsWith("inner")) return ahead || aside;
    return shape.startsWith("outer") ? ahead && aside : ahead;
  };
  const list = [top ? [0, 8, 0, 16, 16, 16] : [0, 0, 0, 16, 8, 16]];
  for (const [x0, x1] of [[0, 8], [8, 16]])
    for (const [z0, z1] of [[0, 8], [8, 16]]) if (kept(x0 - 4, z0 - 4)) list.push([x0, low, z0, x1, high, z1]);
  return list;
}
