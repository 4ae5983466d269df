/* The sections file, as app/schematic/sections.h lays it down. */
export const EDGE = 32;
export const VOLUME = EDGE ** 3;
const MAGIC = "CURIOSEC";
const PREFIX = 16;

/* How many bytes come before the sections; null: not a sections file of this version. BYTES: at least the first 16. */
export function bodyStart(bytes) {
  if (bytes.length < PREFIX) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  for (let i = 0; i < MAGIC.length; i++) if (bytes[i] !== MAGIC.charCodeAt(i)) return null;
  return view.getUint32(8, true) === 1 ? PREFIX + view.getUint32(12, true) : null;
}

/* BYTES: at least the first bodyStart(). Throws at what is not a header. */
export function parseHeader(bytes) {
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(PREFIX, bodyStart(bytes))));
  if (header.edge !== EDGE || !(header.palette.length > 0 && header.palette.length <= 65536)) throw new Error("header");
  header.sections = header.sections.map(([x, y, z, offset, length, blocks]) => ({ x, y, z, offset, length, blocks }));
  return header;
}

export async function inflate(bytes, method = "deflate-raw") {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(method));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/* The palette indices of one section from its inflated runs. Throws at runs that do not add up or name what there is not. */
export function cellsOf(runs, paletteLength) {
  const cells = new Uint16Array(VOLUME);
  let at = 0;
  let filled = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = runs[at++];
      if (byte === undefined) break;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new Error("varint");
  };
  while (filled < VOLUME) {
    const length = varint();
    const index = varint();
    if (length === 0 || filled + length > VOLUME || index >= paletteLength) throw new Error("run");
    if (index !== 0) cells.fill(index, filled, filled + length);
    filled += length;
  }
  if (at !== runs.length) throw new Error("rest");
  return cells;
}
