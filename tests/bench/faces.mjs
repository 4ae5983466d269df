// `./dev bench faces [FOLDER] [--model YUNET.onnx]`: how many faces of a folder's pictures are found, by kind and by size, how much else is
// taken for one, what is painted over in the end, and how long that takes (one process, decoding included).
//
// FOLDER (corpora/faces by default) holds boxes.json: { "file": { "gt": [[x, y, w, h]], "ign": [[…]], "t": "posed" } } in pixels of the
// upright picture. A face counts as found when one box, grown as what is painted for certain (1.3 times), covers three quarters of the
// face's own box and its centre, and is not above nine times as large. A box counts as false when it found nothing, its centre lies in no
// face and no `ign` box, and none of these is half inside it. Kind "none" without neg_ in the name means that nobody said where the faces
// are: such a picture counts for time alone. The lower bound is Wilson's, two-sided 95 %; faces of one picture are not independent, so
// that the truth is somewhat wider.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync, readSync, closeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from './table.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const opaque = 1.3, painted = 1.4; // as app/image/obscure.c grows a box

const grown = ([x, y, w, h], by) => [x - w * (by - 1) / 2, y - h * (by - 1) / 2, w * by, h * by];
const area = ([, , w, h]) => w * h;
const overlap = (a, b) => Math.max(0, Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]))
  * Math.max(0, Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]));
const centreIn = ([x, y, w, h], box) => overlap([x + w / 2, y + h / 2, 1e-9, 1e-9], box) > 0;

export const finds = (box, face) => centreIn(face, grown(box, opaque)) && overlap(grown(box, opaque), face) >= 0.75 * area(face)
  && area(box) <= 9 * area(face);
export const isFalse = (box, faces, ignored) => !faces.some((face) => finds(box, face))
  && ![...faces, ...ignored].some((other) => centreIn(box, other) || overlap(box, other) >= 0.5 * area(other));

/** The smallest share that FOUND of ALL is compatible with. */
export function wilson(found, all) {
  if (all === 0) return 0;
  const z = 1.96, p = found / all;
  return (p + z * z / (2 * all) - z * Math.sqrt(p * (1 - p) / all + z * z / (4 * all * all))) / (1 + z * z / all);
}

/** Width and height of a JPEG or PNG file, which way up does not matter here. */
function sides(file) {
  const handle = openSync(file, 'r'), bytes = Buffer.alloc(1 << 20), n = readSync(handle, bytes);
  closeSync(handle);
  if (bytes.readUInt32BE(0) === 0x89504e47) return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  for (let at = 2; at + 9 < n && bytes[at] === 0xff; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes[at + 1];
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
  }
  return null;
}

/** Share of the picture that BOXES cover together, by a fine grid. */
function covered(boxes, [width, height]) {
  const steps = 256, cells = new Uint8Array(steps * steps);
  for (const [x, y, w, h] of boxes)
    for (let row = Math.max(0, Math.round(y / height * steps)); row < Math.min(steps, Math.round((y + h) / height * steps)); row++)
      for (let column = Math.max(0, Math.round(x / width * steps)); column < Math.min(steps, Math.round((x + w) / width * steps)); column++)
        cells[row * steps + column] = 1;
  return cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
}

const sizeOf = ([, , w, h]) => ['below 16', '16-31', '32-63', '64-127', '128 and more'][Math.max(0, Math.min(4, Math.floor(Math.log2(Math.min(w, h))) - 3))];

/** DETECTED: file → boxes; counts by kind and by size, and what else there is to say. */
export function judge(truth, detected, sidesOf) {
  const groups = {};
  let wrong = 0, pictures = 0, share = 0, needed = 0;
  for (const [file, { gt, ign = [], t }] of Object.entries(truth)) {
    if (t === 'none' && !file.startsWith('neg_')) continue;
    const boxes = detected[file] ?? [], size = sidesOf(file);
    for (const face of gt)
      for (const group of ['all', t, `${sizeOf(face)} px`]) {
        const counts = groups[group] ??= { faces: 0, found: 0 };
        counts.faces++;
        counts.found += boxes.some((box) => finds(box, face));
      }
    wrong += boxes.filter((box) => isFalse(box, gt, ign)).length;
    pictures++;
    if (size) {
      share += covered(boxes.map((box) => grown(box, painted)), size);
      needed += covered(gt.map((box) => grown(box, painted)), size);
    }
  }
  return { groups, wrong: wrong / pictures, share: share / pictures, needed: needed / pictures, pictures };
}

const kinds = ['all', 'posed', 'crowd', 'masked'], order = (group) => (kinds.includes(group) ? kinds.indexOf(group) : 10 + (parseInt(group) || 0));

function detect(folder, model) {
  const program = join(process.env.CURIO_BUILD ?? join(root, 'build/release'), 'bin/curio-image');
  const started = performance.now();
  const { stdout, stderr, status } = spawnSync(program, ['--detect', folder],
    { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, CURIO_CONFIG: '', ...(model && { CURIO_IMAGE_FACE_MODEL: model }) } });
  if (status !== 0 && status !== 1) throw new Error(`curio-image ended with ${status}: ${stderr}`);
  const detected = {};
  for (const line of stdout.split('\n').filter(Boolean)) {
    const words = line.split(' '), box = words.slice(-5, -1).map(Number);
    (detected[words.slice(0, -5).join(' ')] ??= []).push(box);
  }
  return { detected, took: performance.now() - started, said: stderr.split('\n').filter((line) => line && !line.startsWith('boxes.json:')) };
}

function main(args) {
  const at = args.indexOf('--model'), model = at < 0 ? null : args.splice(at, 2)[1];
  const folder = args[0] ?? join(process.env.CURIO_CORPORA ?? join(root, '../shared/corpora'), 'faces');
  if (!existsSync(join(folder, 'boxes.json'))) {
    console.log(`skipped: there is no ${join(folder, 'boxes.json')}`);
    return;
  }
  const truth = JSON.parse(readFileSync(join(folder, 'boxes.json'), 'utf8'));
  const files = execFileSync('ls', [folder], { encoding: 'utf8' }).split('\n').filter((name) => truth[name]);
  const size = Object.fromEntries(files.map((name) => [name, sides(join(folder, name))]));
  const megapixels = files.reduce((sum, name) => sum + (size[name] ? size[name][0] * size[name][1] / 1e6 : 0), 0);
  const { detected, took, said } = detect(folder, model);
  const { groups, wrong, share, needed, pictures } = judge(truth, detected, (name) => size[name]);
  const percent = (value) => `${(100 * value).toFixed(1)} %`;
  table(model ? `Faces, with ${model}` : 'Faces, default detectors', ['faces', 'of', 'found', 'recall', 'at least (95 %)'],
    Object.entries(groups).sort(([a], [b]) => order(a) - order(b)).map(([name, { faces, found }]) => [name, faces, found, percent(found / faces), percent(wilson(found, faces))]));
  console.log(`\nfalse boxes an image ${wrong.toFixed(2)} (${pictures} images), painted over ${percent(share)} of a picture (its faces alone: `
    + `${percent(needed)}), ${Math.round(took / megapixels)} ms a megapixel (${megapixels.toFixed(0)} megapixels)`);
  said.forEach((line) => console.log(line));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
