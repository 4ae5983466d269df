// HEIC as phones write it: made by heif-enc where the system has it, and turned by the property that says how it is to be shown.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The picture as HEIC, with the EXIF of the JPEG; null where nothing here encodes it. */
export function makeHeic(jpeg) {
  const folder = mkdtempSync(join(tmpdir(), 'curio-heic-')), [from, to] = ['in.jpg', 'out.heic'].map((name) => join(folder, name));
  try {
    writeFileSync(from, jpeg);
    execFileSync('heif-enc', ['-q', '95', '-o', to, from], { stdio: 'ignore' });
    return readFileSync(to);
  } catch {
    return null;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The boxes between FROM and UNTIL: { name: { at, size, body } }; BODY is where its own content begins. */
function boxes(bytes, from, until) {
  const found = {};
  for (let at = from; at < until; at += bytes.readUInt32BE(at)) {
    const name = bytes.toString('latin1', at + 4, at + 8);
    found[name] = { at, size: bytes.readUInt32BE(at), body: at + 8 };
  }
  return found;
}

const end = ({ at, size }) => at + size;

/** How many boxes lie in a box. */
function count(bytes, box) {
  let n = 0;
  for (let at = box.body; at < end(box); at += bytes.readUInt32BE(at)) n++;
  return n;
}

/** Where the properties of ITEM are told: the place of their number. */
function associations(bytes, ipma, item) {
  const long = bytes[ipma.body] > 0, wide = bytes[ipma.body + 3] & 1;
  let at = ipma.body + 8;
  for (let left = bytes.readUInt32BE(ipma.body + 4); left > 0; left--) {
    const id = long ? bytes.readUInt32BE(at) : bytes.readUInt16BE(at), number = at + (long ? 4 : 2);
    if (id === item) return { number, after: number + 1 + bytes[number] * (wide ? 2 : 1), wide };
    at = number + 1 + bytes[number] * (wide ? 2 : 1);
  }
  throw new Error('the picture has no properties');
}

/** What lies in the file itself is MORE bytes further on. */
function move(bytes, iloc, more) {
  const version = bytes[iloc.body], sizes = bytes.readUInt16BE(iloc.body + 4), [offset, length, base, index] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15, version > 0 ? sizes & 15 : 0];
  const wide = version === 2 ? 4 : 2;
  let at = iloc.body + 6 + wide;
  for (let left = bytes.readUIntBE(iloc.body + 6, wide); left > 0; left--) {
    at += wide;
    const within = version > 0 && bytes.readUInt16BE(at) & 15;
    at += (version > 0 ? 2 : 0) + 2;
    if (base > 0 && !within) bytes.writeUInt32BE(bytes.readUInt32BE(at + base - 4) + more, at + base - 4);
    at += base;
    const extents = bytes.readUInt16BE(at);
    at += 2;
    for (let i = 0; i < extents; i++) {
      at += index;
      if (offset > 0 && base === 0 && !within) bytes.writeUInt32BE(bytes.readUInt32BE(at + offset - 4) + more, at + offset - 4);
      at += offset + length;
    }
  }
}

/** HEIC with a property that has it shown a QUARTER, or several, turned against the clock. */
export function turned(heic, quarters) {
  const { meta } = boxes(heic, 0, heic.length), within = boxes(heic, meta.body + 4, end(meta));
  const { ipco, ipma } = boxes(heic, within.iprp.body, end(within.iprp));
  const { number, after, wide } = associations(heic, ipma, heic.readUInt16BE(within.pitm.body + 4));
  const property = Buffer.from([0, 0, 0, 9, ...Buffer.from('irot'), quarters]), which = count(heic, ipco) + 1;
  const said = wide ? Buffer.from([0x80, which]) : Buffer.from([0x80 | which]), more = property.length + said.length;
  const bytes = Buffer.from(heic);
  bytes[number]++;
  for (const [box, n] of [[meta, more], [within.iprp, more], [ipco, property.length], [ipma, said.length]]) bytes.writeUInt32BE(box.size + n, box.at);
  move(bytes, within.iloc, more);
  const parts = [[end(ipco), property], [after, said]].sort(([a], [b]) => a - b);
  return Buffer.concat([bytes.subarray(0, parts[0][0]), parts[0][1], bytes.subarray(parts[0][0], parts[1][0]), parts[1][1], bytes.subarray(parts[1][0])]);
}
