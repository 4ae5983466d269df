// The five widths of a 12-megapixel JPEG as WebP in one run: the image pool's own code beside sharp, one thread each, at equal quality. Quality is SSIM of the
// luma (8 x 8 windows, every fourth place) against a Lanczos reduction in floating point, made here. `./dev bench images [JPEG]`.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';

const here = dirname(fileURLToPath(import.meta.url)), root = join(here, '../..');
const build = process.env.CURIO_BUILD ?? 'release';
const program = join(build.includes('/') ? build : join(root, 'build', build), 'tests/image_bench');
const widths = [160, 320, 640, 1280, 1920], runs = 7;
const corpora = process.env.CURIO_CORPORA ?? join(root, '../shared/corpora');

if (process.argv[2] === '--sharp') { // in a process of its own, so that its memory is its own
  const [file, folder, quality, threads] = process.argv.slice(3);
  sharp.concurrency(Number(threads));
  sharp.cache(false);
  let best = Infinity;
  for (let i = 0; i < runs; i++) {
    const from = performance.now();
    for (const width of widths) writeFileSync(join(folder, `${width}.webp`), await sharp(file).resize(width).webp({ quality: Number(quality) }).toBuffer());
    best = Math.min(best, performance.now() - from);
  }
  console.log(JSON.stringify({ ms: best, kib: Number(readFileSync('/proc/self/status', 'utf8').match(/VmHWM:\s*(\d+)/)[1]) }));
  process.exit();
}

/** What is on hand, as large as a telephone's. */
async function makeSource(folder) {
  const photo = process.argv[2] ?? join(corpora, 'images/exif/jpg__hdr__iphone_hdr_NO.jpg');
  if (!existsSync(photo)) throw new Error('name a JPEG: there are no corpora here');
  const file = join(folder, 'source.jpg');
  const noise = { create: { width: 4032, height: 3024, channels: 3, background: '#808080', noise: { type: 'gaussian', mean: 128, sigma: 12 } } };
  const grain = await sharp(noise).png().toBuffer();
  await sharp(photo).rotate().resize(4032, 3024, { fit: 'cover' }).composite([{ input: grain, blend: 'soft-light' }]).jpeg({ quality: 92 }).toFile(file);
  return file;
}

const lanczos = (x) => (x === 0 ? 1 : Math.abs(x) >= 3 ? 0 : (3 * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / 3)) / (Math.PI * x) ** 2);

/** One direction: LINES lines of FROM values become TO values each. The answer lies across. */
function reduce(values, lines, from, to) {
  const out = new Float64Array(lines * to), ratio = from / to;
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * ratio, first = Math.max(0, Math.floor(centre - 3 * ratio)), last = Math.min(from - 1, Math.ceil(centre + 3 * ratio));
    const weights = [];
    let sum = 0;
    for (let k = first; k <= last; k++) sum += weights[k - first] = lanczos((k + 0.5 - centre) / ratio);
    for (let line = 0; line < lines; line++) {
      let value = 0;
      for (let k = first; k <= last; k++) value += weights[k - first] * values[line * from + k];
      out[i * lines + line] = value / sum;
    }
  }
  return out;
}

const luma = async (input) => {
  const { data, info } = await sharp(input).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const out = new Float64Array(info.width * info.height);
  for (let i = 0; i < out.length; i++) out[i] = 0.299 * data[3 * i] + 0.587 * data[3 * i + 1] + 0.114 * data[3 * i + 2];
  return { values: out, width: info.width, height: info.height };
};

function ssim(a, b, width, height) {
  let sum = 0, windows = 0;
  for (let y = 0; y + 8 <= height; y += 4)
    for (let x = 0; x + 8 <= width; x += 4) {
      let ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
      for (let v = 0; v < 8; v++)
        for (let u = 0; u < 8; u++) {
          const p = a[(y + v) * width + x + u], q = b[(y + v) * width + x + u];
          ma += p; mb += q; aa += p * p; bb += q * q; ab += p * q;
        }
      ma /= 64; mb /= 64;
      const va = aa / 64 - ma * ma, vb = bb / 64 - mb * mb, cov = ab / 64 - ma * mb;
      sum += ((2 * ma * mb + 6.5025) * (2 * cov + 58.5225)) / ((ma * ma + mb * mb + 6.5025) * (va + vb + 58.5225));
      windows++;
    }
  return sum / windows;
}

const folder = mkdtempSync(join(tmpdir(), 'curio-bench-'));
try {
  const file = await makeSource(folder), source = await luma(file);
  const dirs = ['curio', 'sharp'].map((name) => (execFileSync('mkdir', [join(folder, name)]), join(folder, name)));
  const curio = (quality) => JSON.parse(execFileSync(program, [file, dirs[0], String(quality), String(runs)]));
  const peer = (threads) => JSON.parse(spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--sharp', file, dirs[1], '80', String(threads)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).stdout);
  const [ours, theirs] = [curio(80), peer(1)], all = peer(0);
  console.log(`source ${source.width} x ${source.height}, ${(readFileSync(file).length / 1e6).toFixed(1)} MB; quality 80\n`);
  console.log('| width | SSIM curio | SSIM sharp | bytes curio | bytes sharp |\n|---|---|---|---|---|');
  for (const width of widths) {
    const [a, b] = await Promise.all(dirs.map((dir) => luma(join(dir, `${width}.webp`))));
    const reference = reduce(reduce(source.values, source.height, source.width, a.width), a.width, source.height, a.height);
    const [one, two] = [a, b].map(({ values, width: w, height: h }) => (w === a.width && h === a.height ? ssim(reference, values, w, h) : NaN));
    console.log(`| ${width} | ${one.toFixed(4)} | ${two.toFixed(4)} | ${readFileSync(join(dirs[0], `${width}.webp`)).length} | ${readFileSync(join(dirs[1], `${width}.webp`)).length} |`);
  }
  console.log(`\n| | ms a run | ratio | memory MiB |\n|---|---|---|---|`);
  console.log(`| sharp, one thread | ${theirs.ms.toFixed(0)} | 1.00 | ${(theirs.kib / 1024).toFixed(0)} |`);
  console.log(`| sharp, its own choice of threads | ${all.ms.toFixed(0)} | ${(theirs.ms / all.ms).toFixed(2)} | ${(all.kib / 1024).toFixed(0)} |`);
  console.log(`| curio, one thread | ${ours.ms.toFixed(0)} | ${(theirs.ms / ours.ms).toFixed(2)} | ${(ours.kib / 1024).toFixed(0)} |`);
} finally {
  rmSync(folder, { recursive: true });
}
