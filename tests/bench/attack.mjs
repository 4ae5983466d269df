// `./dev bench attack [FOLDER]`: who can be told from what `obscure` leaves of a face, beside other ways of hiding it.
//
// The attacker knows the people, has our own output of many pictures of each to train on, and looks at nothing but the box: hair, clothes
// and place, which stay in the picture, tell more than any patch. Attackers: the nearest of all training outputs, the nearest mean of each
// person's outputs (which averages our noise away), and a linear classifier (ridge regression).
//
// FOLDER with a folder a person, pictures in each: the last third of each person's pictures is for testing. That is the case that counts.
// FOLDER with boxes.json (corpora/faces by default): faces of 48 pixels and more, each taken for a person, seen in versions that are
// shifted, scaled, lit and noised. Training and testing on the same photograph, with its light and its background, is far easier than
// anything an attacker meets: what is found here is more than could be found.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from './table.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const build = process.env.CURIO_BUILD ?? join(root, 'build/release');
const people = 10, folders = (path) => readdirSync(path).filter((name) => statSync(join(path, name)).isDirectory()).sort();

/** The largest face of each picture of a folder, as `--detect` finds it. */
function detected(folder) {
  const { stdout } = spawnSync(join(build, 'bin/curio-image'), ['--detect', folder], { encoding: 'utf8', env: { ...process.env, CURIO_CONFIG: '' } });
  const largest = {};
  for (const line of stdout.split('\n').filter(Boolean)) {
    const words = line.split(' '), box = words.slice(-5, -1).map(Number), file = words.slice(0, -5).join(' ');
    if (!largest[file] || box[2] > largest[file].box[2]) largest[file] = { file: join(folder, file), box };
  }
  return Object.values(largest);
}

/** { file, box, person, test } of every face. TEST null: versions of the same picture are split. */
function ofPeople(folder) {
  return folders(folder).slice(0, people).flatMap((name, person) => {
    const faces = detected(join(folder, name));
    return faces.map((face, at) => ({ ...face, person, test: at >= Math.ceil(faces.length * 2 / 3) }));
  });
}

function ofBoxes(folder) {
  const truth = JSON.parse(readFileSync(join(folder, 'boxes.json'), 'utf8'));
  const faces = Object.entries(truth).sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([name, { gt }]) => gt.map((box) => ({ file: join(folder, name), box })))
    .filter(({ box }) => Math.min(box[2], box[3]) >= 48);
  const step = faces.length / Math.min(people, faces.length);
  return Array.from({ length: Math.min(people, faces.length) }, (_, person) => ({ ...faces[Math.floor(person * step)], person, test: null }));
}

/** treatment → { train, test } of { person, x }. */
function outputs(faces, versions) {
  const sets = {};
  const lines = execFileSync(join(build, 'tests/attack_bench'), [join(build, 'share/curio/magick'), String(versions)],
    { input: faces.map(({ file, box }) => `${file} ${box.join(' ')}\n`).join(''), encoding: 'utf8', maxBuffer: 1 << 30 });
  for (const line of lines.split('\n').filter(Boolean)) {
    const [head, hex] = line.split('\t'), [, at, version, treatment] = /^(\d+) (\d+) (.*)$/.exec(head);
    const { person, test } = faces[at], set = sets[treatment] ??= { train: [], test: [] };
    const x = Float64Array.from(Buffer.from(hex, 'hex'), (byte) => byte / 255);
    set[(test ?? Number(version) % 3 === 2) ? 'test' : 'train'].push({ person, x });
  }
  return sets;
}

const distance = (a, b) => a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0);
const nearest = (x, known) => known.reduce((best, one) => { const d = distance(x, one.x); return d < best.d ? { d, person: one.person } : best; }, { d: Infinity }).person;

function means(train) {
  const sums = new Map();
  for (const { person, x } of train) {
    const sum = sums.get(person) ?? { person, n: 0, x: new Float64Array(x.length) };
    x.forEach((value, i) => { sum.x[i] += value; });
    sum.n++;
    sums.set(person, sum);
  }
  return [...sums.values()].map(({ person, n, x }) => ({ person, x: x.map((value) => value / n) }));
}

/** Solves A X = B in place (A symmetric, positive definite). */
function solve(a, b) {
  const n = a.length;
  for (let i = 0; i < n; i++)
    for (let row = i + 1; row < n; row++) {
      const by = a[row][i] / a[i][i];
      if (by === 0) continue;
      for (let k = i; k < n; k++) a[row][k] -= by * a[i][k];
      for (let k = 0; k < b[0].length; k++) b[row][k] -= by * b[i][k];
    }
  for (let i = n - 1; i >= 0; i--)
    for (let k = 0; k < b[0].length; k++) {
      for (let j = i + 1; j < n; j++) b[i][k] -= a[i][j] * b[j][k];
      b[i][k] /= a[i][i];
    }
  return b;
}

/** Ridge regression on kernels: as many unknowns as examples. */
function ridge(train) {
  const classes = Math.max(...train.map(({ person }) => person)) + 1, centre = means(train.map((one) => ({ ...one, person: 0 })))[0].x;
  const rows = train.map(({ x }) => x.map((value, i) => value - centre[i]));
  const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  const a = rows.map((one, i) => rows.map((other, k) => dot(one, other) + (i === k ? 1 : 0)));
  const weights = solve(a, train.map(({ person }) => Array.from({ length: classes }, (_, k) => (k === person ? 1 : 0))));
  const plane = Array.from({ length: classes }, (_, k) => centre.map((_, i) => rows.reduce((sum, row, at) => sum + row[i] * weights[at][k], 0)));
  return (x) => {
    const moved = x.map((value, i) => value - centre[i]), scores = plane.map((one) => dot(one, moved));
    return scores.indexOf(Math.max(...scores));
  };
}

/** The counts between which guessing ends 95 times of 100, of N guesses that are right with chance P: two-sided, exact. */
function guessing(n, p) {
  let term = (1 - p) ** n, sum = 0;
  const ends = [];
  for (let k = 0; k <= n && ends.length < 2; k++) {
    sum += term;
    while (ends.length < 2 && sum >= [0.025, 0.975][ends.length]) ends.push(k);
    term *= (n - k) / (k + 1) * p / (1 - p);
  }
  return ends;
}

const share = (test, guess) => test.filter(({ person, x }) => guess(x) === person).length / test.length;

function main([given]) {
  const folder = given ?? join(process.env.CURIO_CORPORA ?? join(root, '../shared/corpora'), 'faces');
  const boxes = existsSync(join(folder, 'boxes.json'));
  if (!boxes && !(existsSync(folder) && folders(folder).length > 1)) return console.log(`skipped: neither boxes.json nor a folder a person in ${folder}`);
  const faces = boxes ? ofBoxes(folder) : ofPeople(folder), known = new Set(faces.map(({ person }) => person)).size;
  const sets = outputs(faces, boxes ? 45 : 6);
  const rows = Object.entries(sets).map(([treatment, { train, test }]) => {
    const middle = means(train), linear = ridge(train);
    return [treatment, share(test, (x) => nearest(x, train)), share(test, (x) => nearest(x, middle)), share(test, linear)]
      .map((value, i) => (i === 0 ? value : value.toFixed(2)));
  });
  const { train, test } = Object.values(sets)[0];
  const [least, most] = guessing(test.length, 1 / known).map((count) => (count / test.length).toFixed(2));
  table(`People told apart: ${known}, chance ${(1 / known).toFixed(2)} (95 times of 100 from ${least} to ${most}); ${train.length} outputs to learn from, ${test.length} to tell (${boxes ? 'the same photographs' : 'other photographs'})`,
    ['hidden by', 'nearest output', 'nearest mean', 'linear'], rows);
}

main(process.argv.slice(2));
