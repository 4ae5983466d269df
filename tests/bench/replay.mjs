// Thirty days of two sources against the importer: what each reading did, and whether anything was doubled, lost or left over.
import { replay } from '../lib/replay.mjs';
import { startStack } from '../lib/stack.mjs';
import { table } from './table.mjs';

const stack = await startStack({ conf: { rooms: 'market' } });
try {
  const { rows } = await replay(stack, new Date().toISOString().slice(0, 10));
  const cells = (run) => [run.state, run.read, run.created, run.changed, run.vanished, run.merged];
  table('Thirty days of two sources', ['day', 'happened', ...['A', 'B'].flatMap((name) => ['', ' read', ' new', ' changed', ' gone', ' merged'].map((what) => name + what)), 'listed', 'doubled', 'wrongly gone', 'left over'],
    rows.map((row) => [row.day, row.happened, ...cells(row.a), ...cells(row.b), row.listed, row.doubles.length, row.lost.length, row.ghosts.length]));
} finally {
  await stack.close();
}
