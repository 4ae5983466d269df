// What is made of a build, and what makes it, while parts of the site die: nothing is served before its scan, by no address; what
// was acknowledged is there in the end, made once, and nothing is left behind.
import { after, afterEach, before, describe, test } from 'node:test';
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { assertAccounted } from '../lib/accounts.mjs';
import { makeBuild } from '../lib/build.mjs';
import { fill, noDisk, onSmallDisk } from '../lib/disk.mjs';
import { handIn } from '../lib/images.mjs';
import { makeJpeg } from '../lib/pictures.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, owner, stranger;
before(async () => {
  // Every conversion is a job; a reader's answer is never a copy of an earlier one.
  stack = await startStack({ scanner: true, conf: { convert_now_blocks: 0, microcache_seconds: 0, scan_timeout_seconds: 4 } });
  [owner, stranger] = [await stack.register(), await stack.register()];
});
after(() => stack?.close());

const call = (method, path, who, body) => stack.api(method, `/schematics${path}`, body, { token: who?.token });
const get = (path, who) => call('GET', path, who);

function form(name, bytes, fields = {}) {
  const body = new FormData();
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  body.append(name, new Blob([bytes]), `a.${name}`);
  return body;
}

async function upload(bytes = makeBuild(), fields = { title: 'A tower' }) {
  const answer = await call('POST', '', owner, form('file', bytes, fields));
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

/** Waits are cut short: jobs that wait for another try have it now, and those of the dead are given to others. */
const hurry = () => stack.sql("UPDATE job SET run_at = now() WHERE state = 'waiting' AND run_at < now() + interval '50 minutes'");
const bury = () => stack.sql("UPDATE job SET locked_until = now() WHERE state = 'running'");
const until = (what, done) => stack.waitFor(async () => { await hurry(); return done(); }, { seconds: 30, what });

const finished = (build) => until('the build to be clean and drawn', async () => {
  const { json } = await get(`/${build.id}`, owner);
  return json.status === 'clean' && json.analysis === 'done' && json;
});

const products = ['', '/thumb.webp', '/top.webp', '/sections', '/materials', '/manifest', '/versions', '/pictures', '/conversions', '/conversions?format=mcedit',
  '/download', '/download?version=1', '/download?format=mcedit', '/download?format=original'];

/** Nothing of BUILD for others, by any address, whatever they hold; and not its bytes, in no format, for its owner. */
async function assertHeldBack(build, key) {
  for (const path of products)
    for (const who of [undefined, stranger])
      for (const name of [build.id, build.slug])
        for (const end of ['', ...(key ? [`${path.includes('?') ? '&' : '?'}key=${key}`] : [])]) {
          const { status } = await get(`/${name}${path}${end}`, who);
          assert.equal(status, 404, `${path}${end} by ${who ? 'a stranger' : 'nobody'}`);
        }
  for (const path of ['/download', '/download?version=1', '/download?format=mcedit', '/conversions?format=mcedit']) assert.equal((await get(`/${build.id}${path}`, owner)).status, 409, path);
  assert.equal((await call('POST', `/${build.id}/download-link`, owner, {})).status, 409);
  const page = await stack.fetch(`/schematics/${build.slug}`, { headers: { accept: 'text/html' } });
  assert.equal(page.status, 404);
  assert.ok(!(await get('?limit=100')).text.includes(build.id));
}

/** A trigger of ours in this copy's database makes one statement wait, so that its moment can be hit. */
async function slowDown(place, work) {
  await stack.sql("CREATE OR REPLACE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(60); RETURN NEW; END'");
  await stack.sql(`CREATE TRIGGER linger ${place} EXECUTE FUNCTION linger()`);
  try {
    await work();
  } finally {
    await wake(); // whose client is dead would sleep on
    await stack.sql('DROP FUNCTION linger() CASCADE');
  }
}
const asleep = "FROM pg_stat_activity WHERE application_name = 'curio' AND wait_event = 'PgSleep'";
const wake = () => stack.sql(`SELECT pg_terminate_backend(pid, 5000) ${asleep}`);
const lingering = () => until('the moment', async () => (await stack.sql(`SELECT 1 AS one ${asleep}`)).length > 0);

/** Each worker of the jobs is killed; others take their places. */
async function killJobs() {
  const old = stack.workers('jobs');
  old.forEach((pid) => process.kill(pid, 'SIGKILL'));
  await stack.waitFor(() => { const now = stack.workers('jobs'); return now.length === old.length && !now.some((pid) => old.includes(pid)); }, { what: 'other workers' });
}

describe('before its scan', () => {
  test('clamd frozen, then killed in the middle: nothing is served by any address until another has looked', async () => {
    const clamd = stack.pid('clamd');
    process.kill(clamd, 'SIGSTOP');
    let build, key;
    try {
      build = await upload();
      key = new URL((await call('POST', `/${build.id}/links`, owner, {})).json.url).searchParams.get('key');
      await stack.waitFor(async () => (await stack.sql("SELECT 1 AS one FROM job WHERE kind = 'scan' AND state = 'running'")).length === 1, { what: 'the scan to begin' });
      await stack.waitFor(async () => (await get(`/${build.id}`, owner)).json.analysis === 'done', { seconds: 30, what: 'its pictures, which wait for no scan' });
      await assertHeldBack(build, key);
    } finally {
      process.kill(clamd, 'SIGKILL');
      await stack.stop('clamd').catch(() => {});
    }
    await stack.waitFor(async () => (await stack.sql("SELECT 1 AS one FROM job WHERE kind = 'scan' AND state = 'waiting'")).length === 1, { seconds: 20, what: 'the scan to be given up' });
    await assertHeldBack(build, key);
    await stack.start('clamd');
    await finished(build);
    for (const path of products.filter((path) => !path.includes('mcedit'))) assert.equal((await get(`/${build.id}${path}`)).status, 200, path);
  });

  test('a second version shows nothing of itself, and the first goes on', async () => {
    const build = await finished(await upload(undefined, { title: 'Of two' }));
    await stack.stop('clamd');
    try {
      const next = makeBuild({ width: 3 });
      const added = await call('POST', `/${build.id}/versions`, owner, form('file', next));
      assert.equal(added.status, 201, added.text);
      for (const path of ['/download?version=2', '/download?version=2&format=mcedit', '/conversions?version=2&format=mcedit']) {
        assert.equal((await get(`/${build.id}${path}`, stranger)).status, 404, path);
        assert.equal((await get(`/${build.id}${path}`, owner)).status, 409, path);
      }
      assert.deepEqual((await get(`/${build.id}/versions`)).json.data.map(({ number }) => number), [1]);
      const shown = (await get(`/${build.id}`)).json;
      assert.deepEqual([shown.version, shown.width, shown.sha256], [1, 2, build.sha256]);
    } finally {
      await stack.start('clamd');
    }
    await until('the second', async () => (await get(`/${build.id}`)).json.version === 2);
  });

  test('what is infected is never served, in no format and of no version', async () => {
    const build = await finished(await upload());
    await stack.stop('jobs');
    try {
      await call('POST', `/${build.id}/versions`, owner, form('file', makeBuild()));
      for (const [table, key] of [['schematic_version', 'schematic_id'], ['schematic', 'id']]) await stack.sql(`UPDATE ${table} SET status = 'infected' WHERE ${key} = '${build.id}'`);
      await assertHeldBack(build);
    } finally {
      await stack.start('jobs');
    }
    assert.equal((await call('DELETE', `/${build.id}`, owner)).status, 204);
  });
});

describe('killed in the middle of what it does', () => {
  afterEach(() => assertAccounted(stack));

  const drawn = "BEFORE UPDATE ON schematic_file FOR EACH ROW WHEN (NEW.analysis = 'done')";

  test('drawing a build: another draws it', async () => {
    let build;
    await slowDown(drawn, async () => {
      build = await upload();
      await lingering();
      await killJobs();
    });
    assert.equal((await get(`/${build.id}/thumb.webp`, owner)).json.type, '/problems/not-ready');
    await bury();
    await finished(build);
    for (const part of ['thumb.webp', 'top.webp', 'sections']) assert.equal((await get(`/${build.id}/${part}`)).status, 200, part);
  });

  test('writing another format: whoever asked gets it in the end', async () => {
    const build = await finished(await upload());
    await slowDown('BEFORE UPDATE ON schematic_conversion FOR EACH ROW WHEN (NEW.made IS NOT NULL)', async () => {
      assert.equal((await get(`/${build.id}/download?format=litematica`)).status, 202);
      await lingering();
      await killJobs();
    });
    assert.equal((await get(`/${build.id}/download?format=litematica`)).status, 202);
    await bury();
    await until('the other format', async () => (await get(`/${build.id}/download?format=litematica`)).status === 200);
  });

  test('drawing a picture of a build: it is there once, and does not wait any more', async () => {
    const build = await finished(await upload()), { json: { receipt } } = await handIn(stack, owner, makeJpeg());
    await slowDown("BEFORE UPDATE ON image FOR EACH ROW WHEN (NEW.state = 'ready')", async () => {
      const sent = await call('POST', `/${build.id}/pictures`, owner, { receipt });
      assert.equal(sent.status, 201, sent.text);
      await lingering();
      assert.deepEqual((await get(`/${build.id}/pictures`)).json.data, [], 'nothing of it for others');
      await killJobs();
    });
    await bury();
    const [picture] = await until('the picture', async () => {
      const { data } = (await get(`/${build.id}/pictures`, owner)).json;
      return data.length === 1 && data[0].status === 'ready' && data;
    });
    assert.equal((await stack.fetch(`${picture.path}/640`)).status, 200);
    assert.deepEqual(await stack.sql("SELECT id FROM image WHERE state <> 'ready'"), []);
  });

  test('the database away meanwhile, again and again: it is drawn as soon as both are there', async () => {
    let build;
    await slowDown(drawn, async () => {
      build = await upload();
      for (let i = 0; i < 3; i++) { // more often than a file may fail
        await lingering();
        await wake();
        await bury();
      }
    });
    await bury();
    await finished(build);
    assert.deepEqual(await stack.sql("SELECT id FROM job WHERE state = 'aside'"), []);
  });

  test('with Redis away builds are taken, scanned, drawn and served as ever', async () => {
    await stack.stop('redis');
    try {
      const build = await finished(await upload());
      for (const part of ['thumb.webp', 'sections', 'materials', 'download']) assert.equal((await get(`/${build.id}/${part}`)).status, 200, part);
      assert.equal((await get(`/${build.id}/download?format=mcedit`)).status, 202);
      await until('the other format', async () => (await get(`/${build.id}/download?format=mcedit`)).status === 200);
    } finally {
      await stack.start('redis');
    }
  });
});

test('a full disk: what is made waits for room, who asks is told so, and nothing is half there', { skip: noDisk }, async () => {
  await onSmallDisk(stack, stack.setting('blob_dir'), '4m', async (folder) => {
    const filler = join(folder, 'filler');
    await stack.waitFor(async () => (await stack.api('GET', '/health/readiness')).status === 200);
    const clear = await finished(await upload(undefined, { title: 'Before it is full' }));
    await stack.stop('jobs');
    const late = await upload(undefined, { title: 'Accepted, then full' });
    fill(filler);
    await stack.start('jobs');
    assert.equal((await call('POST', '', owner, form('file', makeBuild()))).status, 507);
    assert.equal((await call('POST', `/${clear.id}/versions`, owner, form('file', makeBuild()))).status, 507);
    assert.equal((await get(`/${clear.id}/download?format=litematica`)).status, 202);
    await until('more tries than a file may fail', async () => (await stack.sql("SELECT 1 AS one FROM job WHERE kind = 'analyse' AND delays > 3")).length === 1);
    assert.equal((await get(`/${late.id}`, owner)).json.analysis, 'waiting');
    assert.equal((await get(`/${late.id}/thumb.webp`, owner)).json.type, '/problems/not-ready');
    assert.equal((await get(`/${clear.id}/download`)).status, 200, 'what is there is served');
    rmSync(filler);
    await finished(late);
    await until('the other format', async () => (await get(`/${clear.id}/download?format=litematica`)).status === 200);
    assert.deepEqual(await stack.sql("SELECT kind FROM job WHERE state = 'aside'"), []);
  });
});
