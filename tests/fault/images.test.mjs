// The image pool killed, stopped and lied to: uploads are answered, nothing that was acknowledged is lost, and what waits is done afterwards.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { attach, handIn, imageRow, job, makeReady } from '../lib/images.mjs';
import { makeJpeg, makePng } from '../lib/pictures.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, person;
before(async () => {
  stack = await startStack({ conf: { image_unattached_max: 100000 } });
  person = await stack.register();
});
after(() => stack?.close());

const hurry = () => stack.sql("UPDATE job SET run_at = now() WHERE kind LIKE 'image.%' AND state = 'waiting'");
const ready = (id) => stack.waitFor(async () => { await hurry(); const row = await imageRow(stack, id); return row.state === 'ready' && row; }, { seconds: 60, what: 'a drawn picture' });
const large = () => makePng({ width: 1600, height: 1200, colour: [Math.floor(Math.random() * 256), 9, 9] });
const kill = (pid) => { try { process.kill(pid, 'SIGKILL'); return true; } catch { return false; } };
const children = (pid) => { try { return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number); } catch { return []; } };

/** Uploads one after the other while DISTURB is called again and again, until it said true WANTED times. */
async function under(disturb, wanted) {
  const answers = [];
  let done = 0;
  const uploads = async () => { while (done < wanted) answers.push(await handIn(stack, person, large(), { type: 'image/png' })); };
  const trouble = async () => { while (done < wanted) { if (disturb()) done++; await new Promise((resolve) => setImmediate(resolve)); } };
  await Promise.all([uploads(), uploads(), trouble()]);
  for (const { status, text } of answers) assert.ok([201, 422, 503].includes(status), `${status} ${text}`);
  for (const { json } of answers.filter(({ status }) => status === 201)) {
    const path = join(stack.setting('image_dir'), 'held', `${json.id}.jpg`);
    assert.equal(statSync(path).size, json.size);
  }
  return answers;
}

test('a worker knows no secret and can do little', async () => {
  const site = readFileSync(join(stack.folder, 'curio.conf'), 'utf8').match(/^token_secret = (.*)$/m)[1];
  const shut = (pid) => /^Seccomp:\s*2$/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  const worker = await stack.waitFor(() => stack.workers('image').find(shut), { seconds: 60, what: 'a worker that shut itself in' });
  assert.match(readFileSync(`/proc/${worker}/status`, 'utf8'), /^NoNewPrivs:\s*1$/m);
  const environment = readFileSync(`/proc/${worker}/environ`, 'utf8');
  const settings = readFileSync(environment.match(/CURIO_CONFIG=([^\0]+)/)[1], 'utf8');
  for (const text of [environment, settings]) for (const secret of [site, 'database_url', 'redis_socket']) assert.ok(!text.includes(secret), secret);
});

test('while the pool is away uploads are told so, what was made is served, and what waits is drawn afterwards', async () => {
  const made = await makeReady(stack, person, makeJpeg());
  const waiting = await handIn(stack, person, makeJpeg());
  await stack.stop('image');
  try {
    const away = await handIn(stack, person, makeJpeg());
    assert.equal(away.status, 503, away.text);
    assert.equal(away.headers['content-type'], 'application/problem+json');
    assert.ok(away.headers['retry-after']);
    const form = await handIn(stack, person, makeJpeg(), { form: true, path: '/images?next=/people' });
    assert.deepEqual([form.status, form.headers.location], [303, '/people?refused=unavailable']);
    assert.equal((await stack.fetch(`/images/${made.name}/160`, { headers: { accept: 'image/webp' } })).status, 200);
    assert.equal((await stack.fetch(`/images/${made.name}/1920`, { headers: { accept: 'image/webp' } })).status, 503);
    const id = await attach(stack, person, waiting.json);
    await stack.sql(`UPDATE image SET state = 'rendering' WHERE id = '${id}'`);
    await job(stack, 'image.render', id);
    await stack.waitFor(async () => (await stack.sql(`SELECT 1 FROM job WHERE kind = 'image.render' AND why LIKE '%away%'`)).length > 0, { what: 'a job that waits' });
  } finally {
    await stack.start('image');
  }
  await ready(waiting.json.id);
  assert.equal((await handIn(stack, person, makeJpeg())).status, 201);
  assert.equal((await stack.fetch(`/images/${made.name}/1920`, { headers: { accept: 'image/webp' } })).status, 200);
});

test('workers that are killed lose nothing that was acknowledged', async () => {
  let turn = 0;
  await under(() => ++turn % 400 === 0 && stack.workers('image').some(kill), 4);
  await stack.waitFor(async () => (await handIn(stack, person, makeJpeg())).status === 201, { seconds: 30, what: 'the pool to take pictures again' });
});

test('drawing processes that are killed are a refused picture, or one whose faces nobody looked for', async () => {
  const answers = await under(() => stack.workers('image').flatMap(children).some(kill), 4);
  for (const { status, json } of answers) {
    if (status === 422) assert.equal(json.reason, 'broken');
    if (status === 201 && json.detector === 'failed') assert.deepEqual(json.faces, []);
  }
  assert.ok(answers.some(({ status, json }) => status !== 201 || json.detector === 'failed'), 'none was hit');
  assert.equal((await handIn(stack, person, makeJpeg())).json.detector, 'ok');
});

test('what is no FastCGI on the pool\'s socket ends that connection alone', async () => {
  const record = (version, type, id, length, padding, content = Buffer.alloc(0)) => Buffer.concat([Buffer.from([version, type, id >> 8, id & 255, length >> 8, length & 255, padding, 0]), content]);
  const begin = record(1, 1, 1, 8, 0, Buffer.from([0, 1, 0, 0, 0, 0, 0, 0]));
  const wrong = [
    Buffer.from('GET / HTTP/1.1\r\n\r\n'), Buffer.alloc(64), Buffer.alloc(4096, 0xff), record(9, 1, 1, 8, 0, Buffer.alloc(8)), record(1, 99, 1, 0, 0), record(1, 1, 1, 65535, 255), begin,
    Buffer.concat([begin, record(1, 4, 1, 65535, 0, Buffer.alloc(100, 0xff))]), Buffer.concat([begin, record(1, 4, 1, 4, 0, Buffer.from([0xff, 0xff, 0xff, 0xff]))]),
    Buffer.concat([begin, record(1, 4, 2, 0, 0), record(1, 5, 0, 0, 0)]), Buffer.concat([begin, record(1, 4, 1, 0, 0), record(1, 5, 1, 65535, 0, Buffer.alloc(10))]),
  ];
  for (const bytes of wrong)
    await new Promise((resolve) => {
      const socket = connect(stack.setting('image_socket'), () => socket.end(bytes));
      socket.on('data', () => {});
      socket.on('error', resolve);
      socket.on('close', resolve);
    });
  for (let i = 0; i < 4; i++) assert.equal((await handIn(stack, person, makeJpeg())).status, 201);
  assert.ok(existsSync(stack.setting('image_socket')));
});
