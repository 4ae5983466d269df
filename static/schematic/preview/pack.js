/* Colours from a resource pack on the visitor's disk: what each block's textures look like on average. Nothing leaves the
 * device. Of a zip only the list at its end and the few files that the build needs are read. */
import { inflate } from "./format.js";
import { splitState } from "./shapes.js";

const FOLDER = "assets/minecraft/textures/block/";
const TAIL = 65557; // the end record with the longest comment
const LIST_MAX = 64 << 20;
const TEXTURE_MAX = 4 << 20;

const bytesAt = async (file, from, length) => new DataView(await file.slice(from, from + length).arrayBuffer());

async function listEntries(file) {
  const tail = await bytesAt(file, Math.max(0, file.size - TAIL), TAIL);
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end--;
  if (end < 0 || tail.getUint32(end + 12, true) > LIST_MAX) throw new Error("zip");
  const list = await bytesAt(file, tail.getUint32(end + 16, true), tail.getUint32(end + 12, true));
  const entries = new Map();
  for (let at = 0; at + 46 <= list.byteLength && list.getUint32(at, true) === 0x02014b50; ) {
    const nameLength = list.getUint16(at + 28, true);
    const name = new TextDecoder().decode(new Uint8Array(list.buffer, at + 46, nameLength));
    const entry = { method: list.getUint16(at + 10, true), packed: list.getUint32(at + 20, true), size: list.getUint32(at + 24, true), at: list.getUint32(at + 42, true) };
    if (name.startsWith(FOLDER) && name.endsWith(".png")) entries.set(name.slice(FOLDER.length, -4), entry);
    at += 46 + nameLength + list.getUint16(at + 30, true) + list.getUint16(at + 32, true);
  }
  return entries;
}

async function unpack(file, { method, packed, size, at }) {
  if (packed > TEXTURE_MAX || size > TEXTURE_MAX) throw new Error("texture");
  const local = await bytesAt(file, at, 30);
  const from = at + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const bytes = new Uint8Array(await file.slice(from, from + packed).arrayBuffer());
  return method === 8 ? inflate(bytes) : bytes;
}

/* [red, green, blue] of what is not transparent; null: nothing is. */
async function average(png) {
  const bitmap = await createImageBitmap(new Blob([png], { type: "image/png" }));
  const side = Math.min(bitmap.width, bitmap.height); // of a moving texture the first picture
  const surface = new OffscreenCanvas(side, side).getContext("2d", { willReadFrequently: true });
  surface.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = surface.getImageData(0, 0, side, side);
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < data.length; i += 4) for (let k = 0; k < 4; k++) sum[k] += k < 3 ? data[i + k] * data[i + 3] : data[i + 3];
  return sum[3] === 0 ? null : [sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]];
}

/* What the game itself colours by climate; the textures are grey. A temperate one. */
const tints = [[/^(grass_block_top|short_grass|tall_grass|grass|fern|large_fern|sugar_cane)/, [145, 189, 89]], [/leaves|^vine/, [119, 171, 47]], [/^water/, [63, 118, 228]]];
const untinted = /cherry|azalea|pale/;

/* Which textures may show FACE (0 top, 1 side, 2 bottom) of a block, the likeliest first. */
function texturesOf(name, face) {
  const plain = name.replace(/^minecraft:/, "").replace(/^waxed_/, "");
  const base = plain.replace(/_(stairs|slab|wall|fence_gate|fence|carpet|button|pressure_plate|pane|sign|wall_sign|door|trapdoor)$/, "");
  const bark = plain.replace(/_wood$/, "_log").replace(/_hyphae$/, "_stem");
  const names = [plain, bark, base, `${base}s`, `${base}_planks`, `${base}_wool`, `${base}_block`, base.replace(/^smooth_/, "")];
  const ends = [["_top", "_end", "", "_still", "_side"], ["_side", "_front", "", "_still", "_top", "_bottom"], ["_bottom", "_top", "", "_still", "_side"]][face];
  return names.flatMap((one) => ends.map((end) => one + end));
}

/* Four bytes for each of three faces (top, side, bottom) of each palette entry: red, green, blue, and 1 where the pack knows
 * better than the site. Throws at what is not a pack. */
export async function packColours(file, palette) {
  const entries = await listEntries(file);
  if (entries.size === 0) throw new Error("no textures");
  const known = new Map();
  const colourOf = async (texture) => {
    if (!known.has(texture)) known.set(texture, await unpack(file, entries.get(texture)).then(average).catch(() => null));
    return known.get(texture);
  };
  const out = new Uint8Array(palette.length * 12);
  for (let index = 1; index < palette.length; index++) {
    const { name } = splitState(palette[index].state);
    for (let face = 0; face < 3; face++) {
      const texture = texturesOf(name, face).find((one) => entries.has(one));
      const colour = texture && (await colourOf(texture));
      if (colour) out.set([...tinted(texture, colour), 1], index * 12 + face * 4);
    }
  }
  return out;
}

function tinted(texture, colour) {
  const tint = !untinted.test(texture) && tints.find(([pattern]) => pattern.test(texture))?.[1];
  return tint ? colour.map((n, k) => (n * tint[k]) / 255) : colour;
}
