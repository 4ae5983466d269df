// The operator's command on a running copy.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { startStack } from '../lib/stack.mjs';

let stack;
before(async () => { stack = await startStack({ scanner: true }); });
after(() => stack?.close());

const states = (doctor) => doctor.split('\n').filter(Boolean).map((line) => line.split(/\s+/).slice(0, 2).join(' '));

test('doctor finds a fresh copy well', async () => {
  assert.deepEqual(states(await stack.curio('doctor')),
    ['ok settings', 'ok database', 'ok migrations', 'ok redis', 'ok blobs', 'ok files', 'ok pictures', 'ok store', 'ok counters', 'ok spool', 'ok scanner', 'ok mail', 'ok rows', 'ok sources']);
});

test('a database that is up to date stays as it is', async () => {
  const status = await stack.curio('migrate', 'status');
  assert.match(status, /0001_ground +applied/);
  assert.doesNotMatch(status, /pending/);
  await stack.curio('migrate');
  assert.equal(await stack.curio('migrate', 'status'), status);
});

test('an administrator is made with a password that works, once', async () => {
  const said = await stack.curio('admin', 'create', 'Boss@Example.org', 'The Boss');
  const password = said.match(/The password is (\S{20})$/m)[1];
  const login = await stack.api('POST', '/auth/login', { email: 'boss@example.org', password });
  assert.equal(login.status, 200);
  const roles = await stack.sql("SELECT role FROM account_role JOIN account ON id = account_id WHERE email ILIKE 'boss@example.org'");
  assert.deepEqual(roles, [{ role: 'admin' }]);
  await assert.rejects(stack.curio('admin', 'create', 'boss@example.org', 'Another'), /has an account already/);
  await assert.rejects(stack.curio('admin', 'create', 'no address', 'Nobody'), /failed: curio: .+\n$/);
});

test('roles are granted to accounts that are there', async () => {
  await stack.curio('admin', 'create', 'helper@example.org', 'Helper');
  assert.match(await stack.curio('admin', 'grant', 'helper@example.org', 'moderator'), /helper@example\.org has the role moderator now/);
  await stack.curio('admin', 'grant', 'HELPER@example.org', 'moderator'); // has it already: fine
  await assert.rejects(stack.curio('admin', 'grant', 'helper@example.org', 'emperor'), /there is no role emperor/);
  await assert.rejects(stack.curio('admin', 'grant', 'nobody@example.org', 'admin'), /has no account/);
});

test('demo content is made once, and goes the way of every build', async () => {
  const [, count] = /^(\d+) builds were made\.$/m.exec(await stack.curio('seed'));
  const builds = 'SELECT id, slug, title, sha256, status, blocks FROM schematic ORDER BY id';
  const made = await stack.sql(builds);
  assert.equal(made.length, Number(count));
  assert.ok(made.length >= 3 && made.every((build) => build.status === 'clean' && build.blocks > 0 && build.slug && build.title));
  assert.equal(new Set(made.map((build) => build.sha256)).size, made.length);
  const shown = await stack.api('GET', '/schematics?limit=100');
  assert.equal(shown.json.data.length, made.length);
  for (const { id } of made) assert.equal((await stack.api('GET', `/schematics/${id}/download`)).status, 200);
  const life = () => stack.sql(`SELECT (SELECT count(*) FROM social_comment) AS comments, (SELECT count(*) FROM social_like) AS likes,
    (SELECT count(*) FROM schematic_collection_item) AS gathered, (SELECT sum(comments) FROM schematic) AS counted`);
  const [first] = await life();
  assert.ok(first.comments >= 10 && first.likes >= 10 && first.gathered >= 6 && first.counted === first.comments, JSON.stringify(first));
  assert.match(await stack.curio('seed'), /^0 builds were made\.$/m);
  assert.deepEqual(await life(), [first]);
  assert.deepEqual(await stack.sql(builds), made);
  await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM job WHERE kind = 'scan'")).length === 0, { what: 'every build to be scanned', seconds: 20 });
  assert.deepEqual(await stack.sql(builds), made);
  assert.deepEqual(await stack.sql('SELECT scan FROM blob WHERE scan <> \'clean\''), []);
});

test('doctor compares files with rows, and counters with what they count', async () => {
  const files = async () => {
    const said = await stack.curio('doctor').catch((error) => error.message);
    const [, state, ...numbers] = said.match(/^(?:.*: )?(ok|BAD) +files +(\d+) files with a row; (\d+) missing, (\d+) of another size, (\d+) infected and not put away, (\d+) without a row, (\d+) received by half$/m);
    return [state, ...numbers.slice(1).map(Number)];
  };
  const whole = ['ok', 0, 0, 0, 0, 0], folder = stack.setting('blob_dir'), old = new Date(Date.now() - 3 * 86400000);
  await stack.waitFor(async () => (await files()).join() === whole.join(), { what: 'the pictures to be there' });
  const [{ sha256 }] = await stack.sql("SELECT encode(sha256, 'hex') AS sha256 FROM blob WHERE size > 0 ORDER BY sha256 LIMIT 1");
  const place = join(folder, sha256.slice(0, 2), sha256.slice(2, 4), sha256.slice(4)), bytes = readFileSync(place);
  const stray = join(folder, '00', '11', 'f'.repeat(60)), half = join(folder, 'tmp', 'half');
  const tries = [
    [() => rmSync(place), () => writeFileSync(place, bytes), ['BAD', 1, 0, 0, 0, 0]],
    [() => writeFileSync(place, bytes.subarray(1)), () => writeFileSync(place, bytes), ['BAD', 0, 1, 0, 0, 0]],
    [() => stack.sql(`UPDATE blob SET scan = 'infected' WHERE encode(sha256, 'hex') = '${sha256}'`),
      () => stack.sql(`UPDATE blob SET scan = 'clean' WHERE encode(sha256, 'hex') = '${sha256}'`), ['BAD', 0, 0, 1, 0, 0]],
    [() => { mkdirSync(dirname(stray), { recursive: true }); writeFileSync(stray, 'x'); utimesSync(stray, old, old); }, () => rmSync(stray), ['BAD', 0, 0, 0, 1, 0]],
    [() => { writeFileSync(half, 'x'); utimesSync(half, old, old); }, () => rmSync(half), ['BAD', 0, 0, 0, 0, 1]],
  ];
  for (const [harm, heal, expected] of tries) {
    await harm();
    assert.deepEqual(await files(), expected);
    await heal();
    assert.deepEqual(await files(), whole);
  }
  await stack.sql('UPDATE schematic SET likes = likes + 1');
  await assert.rejects(stack.curio('doctor'), /^BAD +counters +of \d+ subjects differ/m);
  await stack.sql('UPDATE schematic SET likes = likes - 1');
});

test('doctor names what is away', async () => {
  await stack.stop('redis');
  try {
    await assert.rejects(stack.curio('doctor'), (error) => {
      assert.match(error.message, /^BAD +redis /m);
      assert.match(error.message, /^ok +database /m);
      return true;
    });
  } finally {
    await stack.start('redis');
  }
});

test('doctor names work that nobody does and rows that do not go together', async () => {
  const [{ id, slug }] = await stack.sql('SELECT id, slug FROM schematic ORDER BY id LIMIT 1');
  const found = async () => stack.curio('doctor').catch((error) => error.message);
  const wrong = {
    "INSERT INTO job (id, kind, state, why) VALUES (gen_random_uuid(), 'mail', 'aside', 'no such server')": '1 job put aside (mail: no such server)',
    "INSERT INTO job (id, kind, state, locked_until) VALUES (gen_random_uuid(), 'nothing', 'running', now() - interval '2 hours')": '1 job that hangs (nothing)',
    [`UPDATE schematic SET review = 'waiting' WHERE id = '${id}'`]: `1 build that waits in no queue (${slug})`,
    [`UPDATE schematic SET version = 7 WHERE id = '${id}'`]: `1 build without its version (${slug})`,
    [`INSERT INTO schematic_conversion (sha256, target, created_at) SELECT sha256, 'mcedit', now() - interval '2 hours' FROM schematic WHERE id = '${id}'`]:
      /1 conversion that nobody makes \([0-9a-f]{64} mcedit\)/,
  };
  assert.match(await found(), /^ok +rows /m);
  await stack.stop('jobs'); // which would take up what hangs
  try {
    for (const [sql, says] of Object.entries(wrong)) {
      await stack.sql(sql);
      const line = (await found()).split('\n').find((each) => /^\S+ +rows /.test(each));
      assert.ok(line.startsWith('BAD') && (says instanceof RegExp ? says.test(line) : line.includes(says)), line);
    }
  } finally {
    await stack.start('jobs');
  }
});
