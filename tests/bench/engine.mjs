// The engine by itself: the reader beside bare inflate and prismarine-nbt, and pictures.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { table } from './table.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const corpora = process.env.CURIO_CORPORA ?? join(here, '../../../shared/corpora');
const builds = ['nucleation/tests__samples__door_plot.litematic', 'nucleation/tests__samples__large_schematic.schem',
  'pymclevel/testfiles__filename.schematic', 'nucleation/examples__stone_cube.schem'].map((name) => join(corpora, 'schematics', name));
const peerMax = 256e6; // bytes: it takes some ten times as much memory

const lines = (command, ...args) => execFileSync(command, args, { encoding: 'utf8' }).trim().split('\n').map((line) => JSON.parse(line));

const megabytes = (bytes, seconds) => (bytes / 1e6 / seconds).toFixed(0);
const percent = (part, whole) => `${((100 * part) / whole).toFixed(0)} %`;

function readerRow(program, file) {
  const [figures] = lines(program, file), [{ peak }] = lines(program, '--peak', file);
  const { bytes, inflate, inspect, study, result } = figures;
  const peer = bytes > peerMax ? null : lines(process.execPath, join(here, 'peers/nbt.mjs'), file)[0];
  return [basename(file) + (result === 'ok' ? '' : `: ${result}`), (bytes / 1e6).toFixed(1), megabytes(bytes, inflate),
    megabytes(bytes, inspect), percent(inflate, inspect), megabytes(bytes, study), percent(inflate, study),
    peer ? megabytes(bytes, peer.seconds) : 'too large', peer ? `${(peer.seconds / study).toFixed(1)} ×` : '', peak.toFixed(1), peer ? peer.peak.toFixed(0) : ''];
}

export function reader(buildFolder) {
  const files = builds.filter(existsSync);
  if (!files.length) { console.log('\n### The reader\n\nskipped: no corpus of builds here (CURIO_CORPORA)'); return; }
  table('The reader: inflated MB/s of processor time, and its speed as a part of bare inflate', ['build', 'MB inflated', 'inflate', 'checked and counted', 'of inflate',
    'studied', 'of inflate', 'prismarine-nbt', 'study faster', 'peak MiB', 'its peak MiB'], files.map((file) => readerRow(join(buildFolder, 'tests/nbt_bench'), file)));
}

export function pictures(buildFolder) {
  const rows = lines(join(buildFolder, 'tests/thumb_bench')).map(({ blocks, picture, map, sections, peak }) =>
    [blocks.toLocaleString('en'), ...[picture, map, sections, peak].map((figure) => figure.toFixed(1))]);
  table('Pictures of 512 px, and sections for the preview: milliseconds', ['blocks', 'picture', 'map', 'sections', 'peak MiB'], rows);
}
