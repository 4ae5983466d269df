// A disk of a test's own that can be filled: a small tmpfs over a folder of the copy.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';

const mount = (...args) => spawnSync('mount', args).status === 0;

/** What a test that needs one says as its `skip`: false where this machine lets us mount. */
export const noDisk = (() => {
  const folder = `/tmp/curio-mount-${process.pid}`;
  if (process.getuid() !== 0) return 'needs to mount a file system';
  mkdirSync(folder);
  const works = mount('-t', 'tmpfs', 'tmpfs', folder);
  if (works) spawnSync('umount', [folder]);
  rmSync(folder, { recursive: true });
  return works ? false : 'needs to mount a file system';
})();

/** WORK(folder) while FOLDER of STACK is a disk of SIZE; the programs are started anew on it and, afterwards, on what was there before. */
export async function onSmallDisk(stack, folder, size, work) {
  const { uid, gid, mode } = statSync(folder);
  const restart = async () => {
    for (const name of ['web', 'jobs']) await stack.stop(name);
    for (const name of ['web', 'jobs']) await stack.start(name);
  };
  await stack.waitFor(() => stack.workers('web').length === 2 && stack.workers('jobs').length === 1);
  for (const name of ['web', 'jobs']) await stack.stop(name);
  assert.ok(mount('-t', 'tmpfs', '-o', `size=${size},mode=${(mode & 0o777).toString(8)},uid=${uid},gid=${gid}`, 'tmpfs', folder));
  try {
    for (const name of ['web', 'jobs']) await stack.start(name);
    await work(folder);
  } finally {
    spawnSync('umount', ['-l', folder]);
    await restart();
  }
}

/** Takes all the room that there is but LEFT bytes. */
export function fill(path, left = 0) {
  const file = openSync(path, 'w'), block = Buffer.alloc(4096);
  let size = 0;
  try {
    for (;;) size += writeSync(file, block);
  } catch (error) {
    assert.equal(error.code, 'ENOSPC');
    ftruncateSync(file, size - left);
  } finally {
    closeSync(file);
  }
}
