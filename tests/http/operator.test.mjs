// The operator's command on a running copy.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { startStack } from '../lib/stack.mjs';

let stack;
before(async () => { stack = await startStack({ scanner: true }); });
after(() => stack?.close());

const states = (doctor) => doctor.split('\n').filter(Boolean).map((line) => line.split(/\s+/).slice(0, 2).join(' '));

test('doctor finds a fresh copy well', async () => {
  assert.deepEqual(states(await stack.curio('doctor')),
    ['ok settings', 'ok database', 'ok migrations', 'ok redis', 'ok blobs', 'ok spool', 'ok scanner', 'ok mail']);
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
  assert.match(await stack.curio('seed'), /^0 builds were made\.$/m);
  assert.deepEqual(await stack.sql(builds), made);
  await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM job WHERE kind = 'scan'")).length === 0, { what: 'every build to be scanned', seconds: 20 });
  assert.deepEqual(await stack.sql(builds), made);
  assert.deepEqual(await stack.sql('SELECT scan FROM blob WHERE scan <> \'clean\''), []);
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
