// Files that come in pieces: the protocol over the real nginx, cut connections, killed workers, two at once, full quotas and disks, and
// that what comes out is what went in, byte for byte.
import assert from 'node:assert/strict';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Upload } from 'tus-js-client';
import { makeBuild, nbt, rawBuild } from '../lib/build.mjs';
import { fill, noDisk, onSmallDisk } from '../lib/disk.mjs';
import { startStack } from '../lib/stack.mjs';

const MIB = 1 << 20;
let stack, owner, other;

before(async () => {
  stack = await startStack({ conf: { storage_quota: '100M', upload_open_max: 4 } });
  [owner, other] = [await stack.register(), await stack.register()];
});
after(() => stack?.close());

const tus = (headers = {}) => ({ 'tus-resumable': '1.0.0', ...headers });
const base64 = (text) => Buffer.from(text).toString('base64');

function begin(length, { who = owner, name = 'tower.schem', headers = {} } = {}) {
  const told = tus({ 'upload-length': String(length), 'upload-metadata': `filename ${base64(name)}`, ...headers });
  return stack.api('POST', '/uploads', undefined, { token: who.token, headers: told });
}
const send = (place, offset, bytes, { who = owner, headers = {} } = {}) => stack.fetch(place, {
  method: 'PATCH', body: bytes,
  headers: { authorization: `Bearer ${who.token}`, ...tus({ 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), ...headers }) },
});
const head = (place, who = owner) => stack.fetch(place, { method: 'HEAD', headers: { authorization: `Bearer ${who.token}`, ...tus() } });
const drop = (place, who = owner) => stack.fetch(place, { method: 'DELETE', headers: { authorization: `Bearer ${who.token}`, ...tus() } });
const offsetOf = async (place) => Number((await head(place)).headers['upload-offset']);
const usage = async (who = owner) => (await stack.api('GET', '/schematics/usage', undefined, { token: who.token })).json;

function finish(upload, { who = owner, path = '/schematics', fields = {} } = {}) {
  return stack.api('POST', path, { upload, ...fields }, { token: who.token });
}

async function begun(length, options) {
  const answer = await begin(length, options);
  assert.equal(answer.status, 201, answer.text);
  return { place: answer.headers.location, id: answer.json.id };
}

async function sendAll(place, bytes, { piece = 4 * MIB, who = owner, from = 0 } = {}) {
  for (let at = from; at < bytes.length; at += piece) {
    const answer = await send(place, at, bytes.subarray(at, at + piece), { who });
    assert.equal(answer.status, 204, answer.text);
  }
}

const partials = () => readdirSync(join(stack.setting('blob_dir'), 'partial'));
const partialFile = (id) => join(stack.setting('blob_dir'), 'partial', id);
const swept = (id) => stack.waitFor(() => !existsSync(partialFile(id)), { seconds: 30, what: 'the partial file to go' });

async function sweep() {
  await stack.sql(`INSERT INTO job (id, kind, unique_key) VALUES (gen_random_uuid(), 'partials', 'partials') ON CONFLICT DO NOTHING`);
  await stack.waitFor(async () => (await stack.sql(`SELECT 1 AS one FROM job WHERE kind = 'partials'`)).length === 0, { seconds: 30, what: 'the sweep' });
}

/** A build of SIZE bytes that no packing makes smaller: noise stands in its metadata. */
function large(size) {
  const { compound, short, int, string, bytes } = nbt;
  return compound('Schematic', [
    int('Version', 2), int('DataVersion', 3465), short('Width', 2), short('Height', 2), short('Length', 2),
    int('PaletteMax', 1), compound('Palette', [int('minecraft:stone', 0)]), bytes('BlockData', Buffer.alloc(8)),
    compound('Metadata', [string('Says', randomUUID()), bytes('Noise', randomBytes(size))]),
  ]);
}

/** Sends the headers and half of a piece, then HOW: the connection breaks there. */
function sendHalf(place, offset, bytes, how = (call) => call.destroy()) {
  return new Promise((resolve) => {
    const call = request(new URL(place, stack.url), {
      method: 'PATCH', rejectUnauthorized: false,
      headers: { authorization: `Bearer ${owner.token}`, ...tus({ 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset), 'content-length': bytes.length }) },
    });
    call.on('error', resolve);
    call.on('close', resolve);
    call.write(bytes.subarray(0, bytes.length >> 1), () => how(call));
  });
}

describe('the protocol', () => {
  test('OPTIONS tells what is spoken, to whoever asks', async () => {
    const answer = await stack.fetch('/api/v1/uploads', { method: 'OPTIONS' });
    assert.equal(answer.status, 204);
    assert.equal(answer.headers['tus-version'], '1.0.0');
    assert.equal(answer.headers['tus-extension'], 'creation,expiration,termination,checksum');
    assert.equal(answer.headers['tus-checksum-algorithm'], 'sha1,sha256');
    assert.equal(answer.headers['tus-max-size'], String(64 * MIB));
  });

  test('begin, ask, send, finish: the build has the name and the bytes', async () => {
    const bytes = makeBuild();
    const answer = await begin(bytes.length, { name: '../häuser/Alter Turm.schem' });
    assert.equal(answer.status, 201, answer.text);
    const { place, id } = { place: answer.headers.location, id: answer.json.id };
    assert.equal(place, `/api/v1/uploads/${id}`);
    assert.equal(answer.headers['tus-resumable'], '1.0.0');
    assert.ok(new Date(answer.headers['upload-expires']) > new Date());
    assert.deepEqual([answer.json.file_name, answer.json.length, answer.json.received], ['Alter Turm.schem', bytes.length, 0]);
    const asked = await head(place);
    assert.deepEqual([asked.status, asked.headers['upload-offset'], asked.headers['upload-length'], asked.headers['cache-control']],
      [200, '0', String(bytes.length), 'no-store']);
    const early = await finish(id);
    assert.deepEqual([early.status, early.json.type, early.json.received], [409, '/problems/upload-unfinished', 0]);
    const first = await send(place, 0, bytes.subarray(0, 10));
    assert.deepEqual([first.status, first.headers['upload-offset'], first.headers['tus-resumable']], [204, '10', '1.0.0']);
    assert.equal(statSync(partialFile(id)).mode & 0o777, 0o600);
    assert.equal((await send(place, 10, bytes.subarray(10))).headers['upload-offset'], String(bytes.length));
    const build = await finish(id, { fields: { visibility: 'private' } });
    assert.equal(build.status, 201, build.text);
    assert.deepEqual([build.json.file_name, build.json.title, build.json.size], ['Alter Turm.schem', 'Alter Turm', bytes.length]);
    assert.equal((await head(place)).status, 404);
    assert.equal((await finish(id)).status, 422, 'once used, it is gone');
    await swept(id);
  });

  test('what is not right is refused and changes nothing', async () => {
    const bytes = makeBuild(), { place } = await begun(bytes.length);
    const statuses = [
      [await stack.api('POST', '/uploads', undefined, { token: owner.token, headers: { 'upload-length': '5' } }), 412],
      [await begin(5, { headers: { 'tus-resumable': '0.2.2' } }), 412],
      [await stack.api('POST', '/uploads', undefined, { token: owner.token, headers: tus() }), 400],
      [await begin('many'), 400], [await begin('-1'), 400], [await begin(0), 400], [await begin(65 * MIB), 413],
      [await begin(5, { headers: { 'upload-metadata': 'filename ***' } }), 400],
      [await stack.api('POST', '/uploads', undefined, { headers: tus({ 'upload-length': '5' }) }), 401],
      [await send(place, 1, bytes), 409], [await send(place, 'x', bytes), 400],
      [await send(place, 0, Buffer.concat([bytes, Buffer.from('more')])), 413],
      [await send(place, 0, bytes, { headers: { 'content-type': 'application/octet-stream' } }), 415],
      [await send(place, 0, bytes, { headers: { 'tus-resumable': '2.0.0' } }), 412],
      [await send('/api/v1/uploads/nonsense', 0, bytes), 404],
    ];
    statuses.forEach(([answer, status], i) => assert.equal(answer.status, status, `${i}: ${answer.text}`));
    assert.equal(statuses[0][0].headers['tus-version'], '1.0.0');
    assert.equal(statuses[9][0].headers['upload-offset'], '0');
    assert.equal(await offsetOf(place), 0);
    await drop(place);
  });

  test('a piece that was changed on its way is not kept', async () => {
    const bytes = makeBuild(), { place } = await begun(bytes.length);
    const sum = (name, of) => ({ 'upload-checksum': `${name} ${createHash(name).update(of).digest('base64')}` });
    const changed = await send(place, 0, bytes.subarray(0, 10), { headers: sum('sha1', bytes.subarray(0, 9)) });
    assert.deepEqual([changed.status, changed.json.type], [460, '/problems/checksum-mismatch']);
    for (const said of ['md5 AAAA', 'sha256', 'sha256 ***']) assert.equal((await send(place, 0, bytes.subarray(0, 10), { headers: { 'upload-checksum': said } })).status, 400, said);
    assert.equal(await offsetOf(place), 0);
    assert.equal((await send(place, 0, bytes.subarray(0, 10), { headers: sum('sha1', bytes.subarray(0, 10)) })).status, 204);
    assert.equal((await send(place, 10, bytes.subarray(10), { headers: sum('sha256', bytes.subarray(10)) })).status, 204);
    await drop(place);
  });

  test('what a finished upload is, before anything is made of it', async () => {
    const bytes = makeBuild({ width: 5, height: 6, length: 7 }), { place, id } = await begun(bytes.length);
    const study = (path, who = owner) => stack.api('GET', `/uploads/${path}`, undefined, { token: who.token });
    assert.equal((await study(`${id}/study`)).json.type, '/problems/upload-unfinished');
    await sendAll(place, bytes);
    const { json } = await study(`${id}/study`);
    assert.deepEqual([json.title, json.width, json.height, json.length, json.blocks, json.format, json.game_name, json.mods, json.seen],
      ['tower', 5, 6, 7, 210, 'sponge', '1.20.1', [], []]);
    assert.deepEqual(json.items.map(({ item, count }) => [item, count]), [['minecraft:stone', 210]]);
    const picture = await study(`${id}/thumb.webp`);
    assert.deepEqual([picture.status, picture.headers['content-type'], picture.bytes.subarray(8, 12).toString()], [200, 'image/webp', 'WEBP']);
    for (const path of [`${id}/study`, `${id}/thumb.webp`]) assert.equal((await study(path, other)).status, 404);
    assert.equal((await finish(id)).status, 201);
    const again = await begun(bytes.length);
    await sendAll(again.place, bytes);
    assert.equal((await study(`${again.id}/study`)).json.type, '/problems/duplicate-schematic');
    await drop(again.place);
  });

  test('shared by a link at once: the build is private, and the link opens it', async () => {
    const bytes = makeBuild(), { place, id } = await begun(bytes.length);
    await sendAll(place, bytes);
    assert.equal((await finish(id, { fields: { share: '9y' } })).status, 422);
    const { status, json: build } = await finish(id, { fields: { share: '6h', visibility: 'public' } });
    assert.deepEqual([status, build.visibility], [201, 'private']);
    const { data: [link] } = (await stack.api('GET', `/schematics/${build.id}/links`, undefined, { token: owner.token })).json;
    const hours = (new Date(link.expires_at) - Date.now()) / 3600000;
    assert.ok(hours > 5.9 && hours <= 6, String(hours));
    await stack.sql(`UPDATE schematic SET status = 'clean' WHERE id = '${build.id}'`);
    assert.equal((await stack.fetch(new URL(link.url).pathname + new URL(link.url).search)).status, 200);
  });

  test("another person's upload is not there", async () => {
    const bytes = makeBuild(), { place, id } = await begun(bytes.length);
    await sendAll(place, bytes);
    assert.equal((await head(place, other)).status, 404);
    assert.equal((await send(place, bytes.length, Buffer.alloc(1), { who: other })).status, 404);
    assert.equal((await drop(place, other)).status, 404);
    assert.equal((await finish(id, { who: other })).status, 422);
    assert.equal((await finish(id)).status, 201);
  });

  test('a file and an upload together, or neither, is a mistake of the form', async () => {
    const bytes = makeBuild(), { id, place } = await begun(bytes.length);
    await sendAll(place, bytes);
    const both = new FormData();
    both.append('file', new Blob([bytes]), 'a.schem');
    both.append('upload', id);
    const answer = await stack.api('POST', '/schematics', both, { token: owner.token });
    assert.deepEqual([answer.status, answer.json.errors.map(({ field }) => field)], [422, ['upload']]);
    const neither = await stack.api('POST', '/schematics', { title: 'Nothing' }, { token: owner.token });
    assert.deepEqual([neither.status, neither.json.errors.map(({ field, code }) => [field, code])], [422, [['file', 'required']]]);
    await drop(place);
  });

  test('what is no build is refused as ever, and the upload stays until it is given up', async () => {
    const bytes = Buffer.from('this is no build'), { id, place } = await begun(bytes.length);
    await sendAll(place, bytes);
    const answer = await finish(id);
    assert.deepEqual([answer.status, answer.json.type], [422, '/problems/schematic-refused']);
    assert.equal((await head(place)).status, 200);
    assert.equal((await drop(place)).status, 204);
    await swept(id);
  });

  test('a new version comes the same way', async () => {
    const first = makeBuild(), next = makeBuild({ width: 3 });
    const one = await begun(first.length);
    await sendAll(one.place, first);
    const build = (await finish(one.id)).json;
    const two = await begun(next.length);
    await sendAll(two.place, next);
    const answer = await finish(two.id, { path: `/schematics/${build.id}/versions`, fields: { name: '2.0' } });
    assert.equal(answer.status, 201, answer.text);
    const versions = (await stack.api('GET', `/schematics/${build.id}/versions`, undefined, { token: owner.token })).json.data;
    assert.deepEqual(versions.map(({ number, name }) => [number, name]), [[2, '2.0'], [1, '']]);
    await swept(two.id);
  });

  test('a page of ours without the token of its form can send nothing', async () => {
    const visitor = stack.visitor();
    await visitor.get('/login');
    const answer = await stack.fetch('/api/v1/uploads', { method: 'POST', headers: tus({ 'upload-length': '5', 'sec-fetch-site': 'cross-site', cookie: '__Host-session=none' }) });
    assert.ok([401, 403].includes(answer.status), String(answer.status));
  });
});

describe('thirty megabytes', () => {
  const finished = async (id, bytes) => {
    const answer = await finish(id, { fields: { visibility: 'private' } });
    assert.equal(answer.status, 201, answer.text);
    const hex = answer.json.sha256;
    const stored = readFileSync(join(stack.setting('blob_dir'), hex.slice(0, 2), hex.slice(2, 4), hex.slice(4)));
    assert.ok(stored.equals(bytes), 'byte for byte');
    await stack.api('DELETE', `/schematics/${answer.json.id}`, undefined, { token: owner.token });
  };

  test('in pieces, with connections cut in the middle of one', async () => {
    const bytes = large(30 * MIB), { place, id } = await begun(bytes.length);
    await sendAll(place, bytes.subarray(0, 12 * MIB));
    await sendHalf(place, 12 * MIB, bytes.subarray(12 * MIB, 16 * MIB));
    assert.equal(await offsetOf(place), 12 * MIB, 'what came whole counts, what did not does not');
    await sendAll(place, bytes, { from: 12 * MIB, piece: 7 * MIB });
    await finished(id, bytes);
    await swept(id);
  });

  test('two pieces at once for one place: one is taken', async () => {
    const bytes = large(8 * MIB), { place, id } = await begun(bytes.length);
    const answers = await Promise.all([1, 2, 3, 4].map(() => send(place, 0, bytes.subarray(0, 4 * MIB))));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [204, 409, 409, 409]);
    await sendAll(place, bytes, { from: 4 * MIB });
    await finished(id, bytes);
  });

  test('workers killed while a piece is written: the row tells what counts, and the rest is cut off', async () => {
    const bytes = large(12 * MIB), { place, id } = await begun(bytes.length);
    await sendAll(place, bytes.subarray(0, 4 * MIB));
    await stack.sql("CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.5); RETURN NEW; END'");
    await stack.sql('CREATE TRIGGER linger BEFORE UPDATE ON upload FOR EACH ROW EXECUTE FUNCTION linger()');
    const sent = send(place, 4 * MIB, randomBytes(4 * MIB)).catch((error) => error); // its bytes are on the disk, its row is not
    await stack.waitFor(async () => (await stack.sql("SELECT 1 AS one FROM pg_stat_activity WHERE wait_event = 'PgSleep'")).length > 0, { seconds: 20, what: 'the piece to be written' });
    stack.workers('web').forEach((pid) => process.kill(pid, 'SIGKILL'));
    assert.equal((await sent).status, 503);
    await stack.sql('DROP FUNCTION linger() CASCADE');
    assert.equal(statSync(partialFile(id)).size, 8 * MIB, 'more lies there than counts');
    const offset = await stack.waitFor(async () => (await head(place)).headers['upload-offset'], { seconds: 20, what: 'workers again' });
    assert.equal(Number(offset), 4 * MIB);
    await sendAll(place, bytes, { from: 4 * MIB });
    await finished(id, bytes);
  });

  test('a client that others wrote', async () => {
    const bytes = large(9 * MIB);
    const place = await new Promise((resolve, reject) => {
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
      const upload = new Upload(bytes, {
        endpoint: `${stack.url}/api/v1/uploads`, chunkSize: 2 * MIB, retryDelays: [0, 500, 1000], metadata: { filename: 'by another client.schem' },
        headers: { authorization: `Bearer ${owner.token}` }, onError: reject, onSuccess: () => resolve(new URL(upload.url).pathname),
      });
      upload.start();
    }).finally(() => { delete process.env.NODE_TLS_REJECT_UNAUTHORIZED; });
    await finished(place.split('/').at(-1), bytes);
  });

  test('what is lost from the disk is said, not invented', async () => {
    const { place, id } = await begun(100);
    await send(place, 0, Buffer.alloc(60));
    truncateSync(partialFile(id), 10);
    assert.equal((await send(place, 60, Buffer.alloc(10))).status, 410);
    await drop(place);
    await swept(id);
  });
});

describe('room', () => {
  test('an upload counts in its whole length while it lasts, and nothing passes the quota', async () => {
    const who = await stack.register();
    const first = await begun(60 * MIB, { who });
    assert.deepEqual([(await usage(who)).used, (await usage(who)).uploads], [60 * MIB, 60 * MIB]);
    const over = await begin(50 * MIB, { who });
    assert.deepEqual([over.status, over.json.type, over.json.used], [403, '/problems/quota-exceeded', 60 * MIB]);
    const both = await Promise.all([begin(30 * MIB, { who }), begin(30 * MIB, { who })]);
    assert.deepEqual(both.map(({ status }) => status).sort(), [201, 403], 'two at once do not pass it together');
    assert.equal((await drop(first.place, who)).status, 204);
    assert.equal((await usage(who)).used, 30 * MIB);
  });

  test('no more at once than are allowed', async () => {
    const who = await stack.register();
    for (let i = 0; i < 4; i++) await begun(100, { who });
    const answer = await begin(100, { who });
    assert.deepEqual([answer.status, answer.json.type, answer.json.most], [409, '/problems/too-many-uploads', 4]);
  });

  test('one whose time is over is gone, with its bytes', async () => {
    const who = await stack.register(), { place, id } = await begun(100, { who });
    await send(place, 0, Buffer.alloc(60), { who });
    await stack.sql(`UPDATE upload SET expires_at = now() - interval '1 second' WHERE id = '${id}'`);
    assert.equal((await head(place, who)).status, 404);
    assert.equal((await send(place, 60, Buffer.alloc(10), { who })).status, 404);
    assert.equal((await usage(who)).used, 0);
    assert.ok(partials().includes(id));
    await sweep();
    assert.ok(!partials().includes(id));
    assert.deepEqual(await stack.sql(`SELECT id FROM upload WHERE id = '${id}'`), []);
  });

  test('a file without a row is swept, one with a row stays', async () => {
    const { place, id } = await begun(100), lost = randomUUID();
    await send(place, 0, Buffer.alloc(60));
    writeFileSync(partialFile(lost), 'left over');
    await sweep();
    assert.deepEqual([existsSync(partialFile(lost)), existsSync(partialFile(id))], [false, true]);
    await drop(place);
  });

  test('what takes the room, largest first; deleting gives it back at once', async () => {
    const who = await stack.register();
    const post = async (path, bytes) => {
      const body = new FormData();
      body.append('file', new Blob([bytes]), 'x.schem');
      const answer = await stack.api('POST', path, body, { token: who.token });
      assert.equal(answer.status, 201, answer.text);
      return answer.json;
    };
    const [small, big, next] = [makeBuild(), rawBuild({ width: 40, height: 40, length: 10 }), makeBuild()];
    const one = await post('/schematics', small), two = await post('/schematics', big);
    await post(`/schematics/${one.id}/versions`, next);
    const open = await begun(MIB, { who });
    const told = await usage(who);
    assert.deepEqual(told.items.map(({ kind, id, size, versions }) => [kind, id, size, versions]),
      [['upload', open.id, MIB, 0], ['build', two.id, big.length, 1], ['build', one.id, small.length + next.length, 2]]);
    assert.deepEqual([told.builds, told.used, told.quota, told.more], [2, MIB + big.length + small.length + next.length, 100 * MIB, false]);
    await stack.api('DELETE', `/schematics/${two.id}`, undefined, { token: who.token });
    await stack.api('DELETE', `/schematics/${one.id}/versions/2`, undefined, { token: who.token });
    await drop(open.place, who);
    const left = await usage(who);
    assert.deepEqual([left.used, left.items.map(({ id }) => id)], [small.length, [one.id]]);
    assert.equal((await stack.api('GET', '/schematics/usage')).status, 401);
  });
});

test('a full disk: 507, what was there is there, and it goes on as soon as there is room', { skip: noDisk }, async () => {
  await onSmallDisk(stack, join(stack.setting('blob_dir'), 'partial'), '1m', async (folder) => {
    const bytes = large(900000), { place, id } = await begun(bytes.length);
    assert.equal((await send(place, 0, bytes.subarray(0, 100000))).status, 204);
    fill(join(folder, 'filler'));
    const full = await send(place, 100000, bytes.subarray(100000));
    assert.deepEqual([full.status, full.json.type], [507, '/problems/storage-full']);
    assert.equal(statSync(partialFile(id)).size, 100000);
    assert.equal(await offsetOf(place), 100000);
    rmSync(join(folder, 'filler'));
    assert.equal((await send(place, 100000, bytes.subarray(100000))).status, 204);
    assert.equal((await finish(id)).status, 201);
  });
});
