// Pictures made for tests: 48 x 32 pixels in four quarters (red, green, blue and nearly white), and what may be hidden in a file.
import { crc32, deflateSync } from 'node:zlib';

const samples = {
  jpeg: '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEPERETFhwXExQaFRERGCEYGh0dHx8fExciJCIeJBweHx7/2wBDAQUFBQcGBw4ICA4eFBEUHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh7/wAARCAAgADADAREAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAYJB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAYAQEBAQEBAAAAAAAAAAAAAAAACAUGB//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AOeuMUwAAsmEgIABGt1foACyYSAgAHFV0PTQAGlqZ2wAAzSUwxwAGlqZ2wAA/9k=',
  cmyk: '/9j/7gAOQWRvYmUAZAAAAAAC/9sAQwAFAwQEBAMFBAQEBQUFBgcMCAcHBwcPCwsJDBEPEhIRDxERExYcFxMUGhURERghGBodHR8fHxMXIiQiHiQcHh8e/9sAQwEFBQUHBgcOCAgOHhQRFB4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4eHh4e/8AAFAgAIAAwBAERAAIRAQMRAQQRAP/EABgAAQEBAQEAAAAAAAAAAAAAAAAHBgkI/8QAFBABAAAAAAAAAAAAAAAAAAAAAP/EABkBAQADAQEAAAAAAAAAAAAAAAAGCAkFB//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAOBAEAAhEDEQQAAD8A1SdqnvSYAAIqmrT5PwAAWpCmYKgAAAiqatPk/AAB6rZvvDlAAABzHWwcJoAAAdOFT3dZ8AAHMdbBwmgAAB//2Q==',
  webp: 'UklGRkgAAABXRUJQVlA4TDwAAAAvL8AHAB8gECAUydUpRyHbCNDYzh/lRRAIEEcihGuSMP/xr4ESgpq2jaCSLMkj+WbuHNH/CTA2ZlYozAw=',
  gif: 'R0lGODlhMAAgAPEAANweHh60Hh4e3PDw8CH5BAAKAAAAIf8LTkVUU0NBUEUyLjADAQAAACwAAAAAMAAgAAACgISPqRftD6NbtMqLq064ww0C3hiEG+mZGtqpFnu5FBzLCi3ZN/7pCN/zGYAPIYPYMA6RJSWzaXwKptSq9UodaLfcrneLDYu/5LL4bC2ru+i2YA0fuNHx9fxcV9/HefI+3Of3dxX4NUhYyHZYlai4ONXI9ZgVqTUJWSl3mak5yVkAACH5BAAKAAAALAAAAAAwACAAAAKAjI+pJ+0Po1u0yourTrjDDQbeKIQb6Zka2qkWe7kUHMsKLdk3/ukI3/MZgA8hg9gwDpElJbNpfA6m1Kr1SgVot9yud4sNi7/ksvhsLau76PZgDQe40fH1/FxX38d58j7c5/d3Ffg1SFjIdliVqLg41cj1mBWpNQlZKXeZqTnJWQAAIfkEAAoAAAAsAAAAADAAIAAAAoCUj6k37Q+jW7TKi6tOuMMNCt44hBvpmRraqRZ7uRQcywot2Tf+6Qjf8xmADyGD2DAOkSUls2l8AqbUqvVKDWi33K53iw2Lv+Sy+Gwtq7voNmAND7jR8fX8XFffx3nyPtzn93cV+DVIWMh2WJWouDjVyPWYFak1CVkpd5mpOclZAAA7', // of three pictures
  animated: 'UklGRjgBAABXRUJQVlA4WAoAAAACAAAALwAAHwAAQU5JTQYAAAD/////AABBTk1GVAAAAAAAAAAAAC8AAB8AAGQAAAJWUDhMPAAAAC8vwAcAHyAQIBTJ1SlHIdsI0NjOH+VFEAgQRyKEa5Iw//GvgRKCmraNoJIsySP5Zu4c0f8JMDZmVijMDEFOTUZUAAAAAAAAAAAALwAAHwAAZAAAAFZQOEw8AAAALy/ABwAfIBAgFMnVKUch2wjQ2M4f5UUQCBBHIoRrkjD/8a+BEoKato2gkizJI/lm7hzR/wloLMxMaMwMQU5NRlQAAAAAAAAAAAAvAAAfAABkAAAAVlA4TDwAAAAvL8AHAB8gECAUydUpRyHbCNDYzh/lRRAIEEcihGuSMP/xr4ESgpq2jaCSLMkj+WbuHNH/CSgUZmZszAxSSUZGSAAAAFdFQlBWUDhMPAAAAC8vwAcAHyAQIBTJ1SlHIdsI0NjOH+VFEAgQRyKEa5Iw//GvgRKCmraNoJIsySP5Zu4c0f8JMDZmVijMDA==',
};
const sample = (name) => Buffer.from(samples[name], 'base64');

export const jpeg = sample('jpeg'), cmyk = sample('cmyk'), webp = sample('webp'), gif = sample('gif'), animatedWebp = sample('animated');
export const corners = [[220, 30, 30], [30, 180, 30], [30, 30, 220], [240, 240, 240]]; // left and right above, left and right below

const u16 = (...all) => { const b = Buffer.alloc(2 * all.length); all.forEach((n, i) => b.writeUInt16BE(n, 2 * i)); return b; };
const u32 = (...all) => { const b = Buffer.alloc(4 * all.length); all.forEach((n, i) => b.writeUInt32BE(n, 4 * i)); return b; };

let made = 0;

/** A JPEG of its own bytes each time. ORIENTATION: EXIF's, 1 to 8. GPS: with a place. SAYS stands in a comment and in EXIF. */
export function makeJpeg({ orientation = 1, gps = false, says = `picture ${process.pid} ${++made}`, of = jpeg } = {}) {
  const text = Buffer.from(`${says}\0`);
  const entries = 2 + (gps ? 1 : 0), after = 8 + 2 + 12 * entries + 4; // what comes behind the list
  const place = after + text.length;
  const list = [
    Buffer.concat([u16(0x010e, 2), u32(text.length, after)]), // ImageDescription
    Buffer.concat([u16(0x0112, 3), u32(1), u16(orientation, 0)]),
    ...(gps ? [Buffer.concat([u16(0x8825, 4), u32(1, place)])] : []),
  ];
  const where = gps ? Buffer.concat([u16(2, 1, 2), u32(2), Buffer.from('N\0\0\0'), u16(2, 5), u32(3, place + 30), u32(0), u32(55, 1, 40, 1, 12, 1)]) : Buffer.alloc(0);
  const exif = Buffer.concat([Buffer.from('Exif\0\0MM\0*'), u32(8), u16(entries), ...list, u32(0), text, where]);
  const segment = (marker, bytes) => Buffer.concat([Buffer.from([0xff, marker]), u16(bytes.length + 2), bytes]);
  return Buffer.concat([of.subarray(0, 2), segment(0xe1, exif), segment(0xfe, text), of.subarray(2)]);
}

const chunk = (name, bytes) => { const named = Buffer.concat([Buffer.from(name), bytes]); return Buffer.concat([u32(bytes.length), named, u32(crc32 ? crc32(named) : crc(named))]); };

/* Where zlib.crc32 is not there yet. */
function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; i++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

/** A PNG of one colour. DEPTH: 8 or 16 bits. CLAIMS: other sides in its header than it has. TEXT: in a tEXt chunk. */
export function makePng({ width = 48, height = 32, colour = [64, 128, 192], depth = 8, claims = [width, height], text = `picture ${process.pid} ${++made}` } = {}) {
  const pixel = depth === 8 ? Buffer.from(colour) : u16(...colour.map((n) => n * 257));
  const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * pixel.length, pixel)]);
  const rows = Buffer.alloc(row.length * height, row);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), chunk('IHDR', Buffer.concat([u32(...claims), Buffer.from([depth, 2, 0, 0, 0])])),
    chunk('tEXt', Buffer.from(`Comment\0${text}`)), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** The names of a WebP file's chunks. */
export function webpChunks(bytes) {
  const names = [];
  for (let at = 12; at + 8 <= bytes.length; at += 8 + bytes.readUInt32LE(at + 4) + (bytes.readUInt32LE(at + 4) % 2)) names.push(bytes.toString('latin1', at, at + 4));
  return names;
}

/** [width, height] of a WebP file with one picture. */
export function webpSize(bytes) {
  const at = 20; // behind the first chunk's header
  const [first] = webpChunks(bytes);
  if (first === 'VP8X') return [bytes.readUIntLE(at + 4, 3) + 1, bytes.readUIntLE(at + 7, 3) + 1];
  if (first === 'VP8 ') return [bytes.readUInt16LE(at + 6) & 0x3fff, bytes.readUInt16LE(at + 8) & 0x3fff];
  const bits = bytes.readUInt32LE(at + 1);
  return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1];
}
