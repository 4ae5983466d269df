// That nothing is left behind: every stored file has a row, every row its file, once the sweeps have come by.
import assert from 'node:assert/strict';
import { readdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

/** Everything is as old as if days had gone by, and the sweeps come. */
async function daysGoBy(stack) {
  const folder = stack.setting('blob_dir'), then = new Date(Date.now() - 9 * 86400000);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) utimesSync(join(entry.parentPath ?? entry.path, entry.name), then, then);
  await stack.sql("UPDATE blob SET touched_at = now() - interval '9 days'; UPDATE schematic_file SET touched_at = now() - interval '9 days'");
  for (const kind of ['adopt', 'sweep']) {
    await stack.sql(`INSERT INTO job (id, kind) VALUES (gen_random_uuid(), '${kind}')`);
    await stack.waitFor(async () => (await stack.sql(`SELECT 1 AS one FROM job WHERE kind = '${kind}'`)).length === 0, { seconds: 20, what: `the ${kind}` });
  }
}

/** The operator's command finds all files and counters in order. */
export async function assertAccounted(stack) {
  await daysGoBy(stack);
  const said = await stack.curio('doctor');
  assert.match(said, /^ok +files +\d+ files with a row; 0 missing, 0 of another size, 0 infected and not put away, 0 without a row, 0 received by half$/m);
  assert.match(said, /^ok +counters /m);
}
