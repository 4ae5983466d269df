// How faces are counted by `./dev bench faces`, and that the build for newer processors keeps to itself.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { finds, isFalse, judge, wilson } from '../bench/faces.mjs';

const face = [100, 100, 40, 50];

test('a face is found by a box that would paint it over', () => {
  assert.ok(finds([100, 100, 40, 50], face));
  assert.ok(finds([105, 108, 34, 34], face), 'smaller, but grown it covers most');
  assert.ok(!finds([100, 128, 40, 50], face), 'the lower half alone');
  assert.ok(!finds([0, 0, 400, 400], face), 'half the picture');
  assert.ok(!finds([300, 100, 40, 50], face));
});

test('a box is false that neither finds a face nor lies on one', () => {
  assert.ok(isFalse([300, 100, 40, 50], [face], []));
  assert.ok(!isFalse([300, 100, 40, 50], [face], [[295, 95, 60, 60]]), 'to be ignored');
  assert.ok(!isFalse([110, 120, 10, 10], [face], []), 'part of a face');
  assert.ok(isFalse([0, 0, 40, 50], [], []));
});

test('recall by kind and size, false boxes and area', () => {
  const truth = { 'a.jpg': { gt: [face, [300, 300, 20, 20]], ign: [], t: 'posed' }, 'neg_b.jpg': { gt: [], ign: [], t: 'none' },
    'unlabelled.jpg': { gt: [], ign: [], t: 'none' } };
  const { groups, wrong, pictures, share } = judge(truth, { 'a.jpg': [face], 'neg_b.jpg': [[1, 1, 9, 9]], 'unlabelled.jpg': [face] }, () => [400, 400]);
  assert.deepEqual(groups, { all: { faces: 2, found: 1 }, posed: { faces: 2, found: 1 }, '32-63 px': { faces: 1, found: 1 }, '16-31 px': { faces: 1, found: 0 } });
  assert.equal(pictures, 2);
  assert.equal(wrong, 0.5);
  assert.ok(share > 0.01 && share < 0.03);
  assert.ok(Math.abs(wilson(95, 100) - 0.8882) < 0.001);
});

test('templates compiled for x86-64-v3 are seen by no other object', (t) => {
  const object = join(process.env.CURIO_BUILD ?? 'build/release', 'CMakeFiles/curio_face_v3.dir/app/image/face_hog.cpp.o');
  if (!existsSync(object)) return t.skip('this build has none');
  const symbols = execFileSync('nm', ['--defined-only', '--extern-only', '--format=posix', object], { encoding: 'utf8' }).split('\n')
    .filter(Boolean).map((line) => line.split(' ')).filter(([, type]) => /[TWi]/.test(type)).map(([name]) => name); // code; data is the same in both
  assert.deepEqual(symbols.sort(), ['face_hog_find_v3', 'face_hog_load_v3']);
});
