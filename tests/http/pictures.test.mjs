// Pictures that people add to their builds: handed to the image pool, added against its receipts, and served to whoever may see the build.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { makeBuild } from '../lib/build.mjs';
import { handIn } from '../lib/images.mjs';
import { gif, makeJpeg, makePng, webp, webpChunks, webpSize } from '../lib/pictures.mjs';
import { startStack } from '../lib/stack.mjs';

const corpora = process.env.CURIO_CORPORA ?? join(dirname(fileURLToPath(import.meta.url)), '../../../shared/corpora');
const MIB = 2 ** 20;
const webpType = { headers: { accept: 'image/webp' } };
let stack, owner, other, moderator, place;

before(async () => {
  stack = await startStack({ scanner: true, conf: { picture_max: 4 * MIB, storage_quota: 8 * MIB, microcache_seconds: 0 } });
  [owner, other, moderator] = [await stack.register({ name: 'Owner' }), await stack.register(), await stack.register()];
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${moderator.user.id}', 'moderator')`);
  moderator.token = (await stack.api('POST', '/auth/login', { email: moderator.email, password: moderator.password })).json.access_token;
  place = await made();
});
after(() => stack?.close());

const api = (method, path, who, body, headers) => stack.api(method, `/schematics${path}`, body, { token: who?.token, headers });
const get = (path, who) => api('GET', path, who);

/** A clean build of WHO's. */
async function made(fields = {}, who = owner) {
  const body = new FormData();
  body.append('file', new Blob([makeBuild()]), 'hut.schem');
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const answer = await stack.api('POST', '/schematics', body, { token: who.token });
  assert.equal(answer.status, 201, answer.text);
  return stack.waitFor(async () => {
    const { json } = await get(`/${answer.json.id}`, who);
    return json.status === 'clean' && json;
  }, { seconds: 60, what: 'a clean build' });
}

/** A receipt for BYTES, handed in by WHO. */
async function receiptFor(bytes, who = owner) {
  const { status, json, text } = await handIn(stack, who, bytes);
  assert.equal(status, 201, text);
  return json.receipt;
}
async function send(at, bytes, { caption, who = owner, by = who, headers } = {}) {
  return api('POST', `/${at.id}/pictures`, who, { receipt: await receiptFor(bytes, by), ...(caption !== undefined && { caption }) }, headers);
}
const list = async (at, who = owner) => (await get(`/${at.id}/pictures`, who)).json.data;
const captions = async (at) => (await list(at)).map(({ caption }) => caption);
const settled = (at, who = owner) => stack.waitFor(async () => (await list(at, who)).every(({ status }) => status === 'ready'), { seconds: 60, what: 'the pictures' });
const used = async (who = owner) => (await stack.sql(`SELECT (coalesce((SELECT sum(v.size) FROM schematic_version v JOIN schematic s ON s.id = v.schematic_id WHERE s.account_id = '${who.user.id}'), 0)
  + coalesce((SELECT sum(p.size) FROM schematic_picture p JOIN schematic s ON s.id = p.schematic_id WHERE s.account_id = '${who.user.id}'), 0))::int AS n`))[0].n;
const notices = async (kind) => (await stack.sql(`SELECT link FROM notice WHERE account_id = '${owner.user.id}' AND kind = '${kind}'`)).map(({ link }) => link);

/** The picture that CAPTION names, once it is ready. */
async function add(at, bytes, caption = 'A picture', who = owner) {
  const answer = await send(at, bytes, { caption, who });
  assert.equal(answer.status, 201, answer.text);
  await settled(at, who);
  const all = (await list(at, who)).filter((one) => one.caption === caption);
  assert.equal(all.length, 1, `${caption} is ready`);
  return all[0];
}
async function clear(at) {
  for (const { id } of await list(at)) assert.equal((await api('DELETE', `/${at.id}/pictures/${id}`, owner)).status, 204);
}

describe('what is taken', () => {
  test('pictures of the pool: a name, sides, a colour, and every width there is', async () => {
    const at = await made();
    const pictures = { jpeg: makeJpeg({ orientation: 6, gps: true, says: 'taken at home' }), png: makePng({ width: 3000, height: 1500 }), webp, gif, 'a single pixel': makePng({ width: 1, height: 1 }) };
    for (const [caption, bytes] of Object.entries(pictures)) assert.equal((await send(at, bytes, { caption })).status, 201, caption);
    await settled(at);
    const all = await list(at);
    assert.deepEqual(all.map(({ caption }) => caption), Object.keys(pictures));
    assert.deepEqual(all.map(({ width, height }) => [width, height]), [[32, 48], [2560, 1280], [48, 32], [48, 32], [1, 1]]);
    for (const one of all) {
      assert.match(one.name, /^[0-9a-f]{32}$/);
      assert.match(one.colour, /^#[0-9a-f]{6}$/);
      assert.equal(one.path, `/images/${one.name}`);
      for (const width of [160, 320, 640, 1280, 1920]) {
        const { status, bytes, headers } = await stack.fetch(`${one.path}/${width}`, webpType);
        assert.deepEqual([status, headers['cache-control']], [200, 'public, max-age=31536000, immutable']);
        assert.equal(webpSize(bytes)[0], Math.min(width, one.width), one.caption);
        assert.ok(webpChunks(bytes).every((name) => ['VP8 ', 'VP8L', 'VP8X', 'ALPH'].includes(name)) && !bytes.includes('taken at home'), one.caption);
      }
    }
  });

  test('nothing in them is obscured: a build has no strangers in it', async (t) => {
    const folder = join(corpora, 'faces');
    const photo = existsSync(folder) && readdirSync(folder, { recursive: true }).map(String).find((name) => name.endsWith('.jpg'));
    const bytes = photo ? readFileSync(join(folder, photo)) : makeJpeg();
    if (!photo) t.diagnostic('no corpora here: a picture without a face has to do');
    const one = await add(await made(), bytes, 'as it is');
    const [image] = await stack.sql(`SELECT i.boxes, i.checked FROM image i WHERE i.name = '${one.name}'`);
    assert.deepEqual([image.boxes, image.checked], [[], true]);
  });
});

describe('what is refused', () => {
  const refused = async (fields, status, reason, who = owner, at = place) => {
    const answer = await api('POST', `/${at.id}/pictures`, who, fields);
    assert.deepEqual([answer.status, answer.json.reason], [status, reason], answer.text);
  };

  test('what is no receipt, one of somebody else, and one that was used, here or elsewhere', async () => {
    const before = await list(place);
    const mine = await receiptFor(makeJpeg());
    for (const receipt of ['x', mine.slice(1), `${mine}x`, mine.replace(/.$/, (end) => (end === 'A' ? 'B' : 'A'))]) await refused({ receipt }, 422, 'false');
    await refused({ receipt: await receiptFor(makeJpeg(), other) }, 422, 'false');
    for (const fields of [{}, { receipt: '' }, { receipt: mine, caption: 'a'.repeat(301) }]) assert.equal((await api('POST', `/${place.id}/pictures`, owner, fields)).status, 422);
    assert.deepEqual(await list(place), before);
    const at = await made();
    assert.equal((await api('POST', `/${at.id}/pictures`, owner, { receipt: mine })).status, 201, 'it was not used up by what was refused');
    await refused({ receipt: mine }, 422, 'used', owner, at);
    await refused({ receipt: mine }, 422, 'used');
  });

  test('a picture that stands elsewhere already', async () => {
    const at = await made(), one = await add(at, makeJpeg(), 'here');
    const [{ image_id: image }] = await stack.sql(`SELECT image_id FROM schematic_picture WHERE id = '${one.id}'`);
    await assert.rejects(stack.sql(`INSERT INTO schematic_picture (id, schematic_id, position, image_id, size) VALUES (gen_random_uuid(), '${place.id}', 1, '${image}', 1)`), /schematic_picture_image_id_key/);
  });
});

describe('order, captions and room', () => {
  let at;
  before(async () => {
    at = await made();
    for (const caption of ['one', 'two', 'three', 'four']) await add(at, makePng(), caption);
  });
  const change = (id, fields, who = owner) => api('PATCH', `/${at.id}/pictures/${id}`, who, fields);
  const called = async (caption) => (await list(at)).find((one) => one.caption === caption);

  test('moves up, down and to a place', async () => {
    const steps = [['three', { move: 'up' }, 'one three two four'], ['one', { move: 'up' }, 'one three two four'], ['one', { position: 4 }, 'three two four one'],
      ['one', { move: 'down' }, 'three two four one'], ['four', { position: 1 }, 'four three two one'], ['one', { position: 12 }, 'four three two one'],
      ['three', { move: 'down' }, 'four two three one'], ['two', { move: 'none' }, 'four two three one']];
    for (const [caption, fields, wanted] of steps) {
      const answer = await change((await called(caption)).id, fields);
      assert.deepEqual([answer.status, answer.json.data.map((one) => one.caption).join(' ')], [200, wanted], JSON.stringify(fields));
    }
    for (const wrong of [{ position: 0 }, { position: 13 }, { move: 'sideways' }, { caption: 'a'.repeat(301) }]) assert.equal((await change((await called('one')).id, wrong)).status, 422);
  });

  test('many orderings at once lose no picture and leave no place twice', async () => {
    const before = (await captions(at)).sort();
    const all = await list(at);
    const answers = await Promise.all(all.flatMap(({ id }, i) => [change(id, { position: 4 - i }), change(id, { move: i % 2 ? 'up' : 'down' }), change(id, { position: 1 })]));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200]);
    assert.deepEqual((await captions(at)).sort(), before);
    const places = await stack.sql(`SELECT position FROM schematic_picture WHERE schematic_id = '${at.id}' ORDER BY 1`);
    assert.deepEqual(places.map(({ position }) => position), [1, 2, 3, 4]);
  });

  test('they stand as they were added, also while they wait', async () => {
    const at = await made();
    await stack.stop('jobs');
    try {
      for (const caption of ['first', 'second']) assert.equal((await send(at, makePng(), { caption })).json.data.at(-1).status, 'pending');
      const [first] = await list(at);
      assert.deepEqual(await captions(at), ['first', 'second']);
      assert.equal((await api('PATCH', `/${at.id}/pictures/${first.id}`, owner, { move: 'down', caption: 'last' })).status, 200);
    } finally {
      await stack.start('jobs');
    }
    await settled(at);
    assert.deepEqual(await captions(at), ['second', 'last']);
  });

  test('a caption changes and may be emptied; by the owner and moderators alone', async () => {
    const { id } = await called('two');
    assert.equal((await change(id, { caption: 'Second' })).json.data.find((one) => one.id === id).caption, 'Second');
    assert.equal((await change(id, { caption: '' })).json.data.find((one) => one.id === id).caption, '');
    assert.equal((await change(id, { caption: 'two' }, moderator)).status, 200);
    assert.equal((await change(id, { caption: 'mine' }, other)).status, 403);
    assert.equal((await change(id, { caption: 'mine' }, null)).status, 401);
    assert.equal((await change('00000000-0000-7000-8000-000000000000', { caption: 'x' })).status, 404);
    assert.equal((await change('no-id', { caption: 'x' })).status, 404);
    assert.equal((await api('PATCH', `/${place.id}/pictures/${id}`, owner, { caption: 'of another build' })).status, 404);
    assert.deepEqual((await captions(at)).filter((one) => one === 'two'), ['two']);
  });

  test('only its owner adds pictures; moderators may take them away', async () => {
    assert.equal((await send(at, makePng(), { who: other })).status, 403);
    assert.equal((await send(at, makePng(), { who: moderator })).status, 403);
    assert.equal((await send(at, makePng(), { who: null, by: owner })).status, 401);
    const { id } = await called('four');
    assert.equal((await api('DELETE', `/${at.id}/pictures/${id}`, other)).status, 403);
    assert.equal((await api('DELETE', `/${at.id}/pictures/${id}`, moderator)).status, 204);
    assert.equal((await api('DELETE', `/${at.id}/pictures/${id}`, moderator)).status, 404);
  });

  test('twelve and no more, also when they come at once; who is too late keeps the receipt', async () => {
    await clear(at);
    const receipts = [];
    for (let i = 0; i < 14; i++) receipts.push(await receiptFor(makePng()));
    const answers = await Promise.all(receipts.map((receipt) => api('POST', `/${at.id}/pictures`, owner, { receipt })));
    const full = answers.filter(({ status }) => status === 409);
    assert.deepEqual([answers.filter(({ status }) => status === 201).length, full.length], [12, 2]);
    assert.deepEqual([full[0].json.type, full[0].json.most], ['/problems/pictures-full', 12]);
    await settled(at);
    await api('DELETE', `/${at.id}/pictures/${(await list(at))[0].id}`, owner);
    const late = receipts[answers.findIndex(({ status }) => status === 409)];
    assert.equal((await api('POST', `/${at.id}/pictures`, owner, { receipt: late })).status, 201);
    assert.equal((await list(at)).length, 12);
  });

  test('they count against the quota, and what is deleted is given back', async () => {
    const who = await stack.register();
    const own = await made({}, who);
    const empty = await used(who);
    const one = await add(own, makePng({ width: 600, height: 400 }), 'counts', who);
    assert.equal(await used(who), empty + one.size);
    const report = (await stack.api('GET', '/schematics/usage', undefined, { token: who.token })).json;
    assert.deepEqual([report.used, report.items[0].pictures, report.items[0].picture_bytes], [empty + one.size, 1, one.size]);
    await stack.sql(`UPDATE schematic_picture SET size = ${8 * MIB - empty - 100} WHERE id = '${one.id}'`);
    const over = await send(own, makePng(), { who });
    assert.deepEqual([over.status, over.json.type, over.json.used], [403, '/problems/quota-exceeded', 8 * MIB - 100]);
    for (const { id } of await list(own, who)) await api('DELETE', `/${own.id}/pictures/${id}`, who);
    assert.equal(await used(who), empty);
    assert.equal((await send(own, makePng(), { who })).status, 201);
  });

  test('an Idempotency-Key makes it happen once', async () => {
    const at = await made(), receipt = await receiptFor(makePng()), headers = { 'idempotency-key': 'the-same-picture' };
    const answers = [await api('POST', `/${at.id}/pictures`, owner, { receipt }, headers), await api('POST', `/${at.id}/pictures`, owner, { receipt }, headers)];
    assert.deepEqual(answers.map(({ status }) => status), [201, 201]);
    assert.equal(answers[1].headers['idempotency-replayed'], 'true');
    assert.equal((await list(at)).length, 1);
  });
});

/** Whether there is any file of the picture NAME. */
const kept = (name) => readdirSync(stack.setting('image_dir'), { recursive: true }).map(String).some((file) => file.includes(name) && !file.startsWith('trash'));

describe('who is shown what', () => {
  test('pictures of a private build: its owner, moderators and whoever holds a link', async () => {
    const at = await made({ visibility: 'private' });
    const one = await add(at, makeJpeg(), 'secret');
    assert.deepEqual([one.name, one.path], ['', `/schematics/${at.slug}/pictures/${one.id}`]);
    const [{ name }] = await stack.sql(`SELECT i.name FROM image i JOIN schematic_picture p ON p.image_id = i.id WHERE p.id = '${one.id}'`);
    const link = (await api('POST', `/${at.id}/links`, owner, {})).json;
    const key = new URL(link.url).searchParams.get('key');
    for (const width of [160, 640, 1920]) {
      const path = `${one.path}/${width}`;
      for (const [who, status] of [[owner, 200], [moderator, 200], [other, 404], [null, 404]])
        assert.equal((await get(path.slice('/schematics'.length), who)).status, status, path);
      assert.equal((await stack.fetch(path)).status, 404);
      const answer = await stack.fetch(`${path}?key=${key}`, webpType);
      assert.deepEqual([answer.status, answer.headers['content-type'], answer.headers['cache-control']], [200, 'image/webp', 'no-cache'], 'asked for each time');
      assert.equal((await stack.fetch(`${path}?key=${key}`, { headers: { ...webpType.headers, 'if-none-match': (await stack.fetch(`${path}?key=${key}`, webpType)).headers.etag } })).status, 304);
      assert.deepEqual(webpSize(answer.bytes), [48, 32]);
      assert.equal((await stack.fetch(`${path}?key=${key.slice(0, -2)}AA`)).status, 404);
      assert.ok(!JSON.stringify(answer.headers).includes(name), 'its own name is told to nobody');
    }
    for (const width of ['0', '-1', '641', '99999', 'x', '640x']) assert.equal((await stack.fetch(`${one.path}/${width}?key=${key}`)).status, 404, width);
    assert.equal((await get(`/${at.id}/pictures`, other)).status, 404);
    assert.deepEqual((await get(`/${at.id}/pictures?key=${key}`)).json.data.map(({ id }) => id), [one.id]);
    const page = (await stack.fetch(`/schematics/${at.slug}?key=${key}`)).text;
    assert.ok(page.includes(`${one.path}/640?key=${key}`) && page.includes(`${one.path}/1920?key=${key}`) && !page.includes(name));
    await api('DELETE', `/${at.id}/links/${link.id}`, owner);
    assert.equal((await stack.fetch(`${one.path}/640?key=${key}`)).status, 404, 'the link was taken back');
    await api('PATCH', `/${at.id}`, owner, { visibility: 'public' });
    assert.equal((await list(at))[0].path, `/images/${name}`);
    assert.equal((await stack.fetch(`/images/${name}/640`)).status, 200);
    assert.equal((await stack.fetch(`/schematics/${place.slug}/pictures/${one.id}/640`)).status, 404, 'under another build');
  });

  test('of a build that is private from now on the known addresses lead nowhere, and whoever may see it sees them still', async () => {
    const at = await made(), one = await add(at, makeJpeg(), 'was public');
    assert.equal((await stack.fetch(`${one.path}/640`)).status, 200);
    await api('PATCH', `/${at.id}`, owner, { visibility: 'private' });
    await stack.waitFor(async () => (await stack.fetch(`${one.path}/640`)).status === 404, { seconds: 30, what: 'the old address to go' });
    await settled(at);
    await stack.waitFor(() => !kept(one.name), { seconds: 30, what: 'the old files to go' });
    const [now] = await list(at);
    assert.equal((await get(`${now.path.slice('/schematics'.length)}/640`, owner)).status, 200);
    await api('PATCH', `/${at.id}`, owner, { visibility: 'public' });
    const [again] = await list(at);
    assert.notEqual(again.name, one.name);
    assert.equal((await stack.fetch(`${again.path}/640`)).status, 200);
  });

  test('what waits is its owner\'s and moderators\' to know', async () => {
    const at = await made();
    await stack.stop('jobs');
    let id;
    try {
      const [one] = (await send(at, makeJpeg(), { caption: 'waits' })).json.data;
      id = one.id;
      assert.deepEqual([one.status, one.path, one.name, one.caption], ['pending', '', '', 'waits']);
      assert.deepEqual(await list(at, other), []);
      assert.equal((await list(at, moderator)).length, 1);
      assert.equal((await get(`/${at.slug}/pictures/${id}/640`, owner)).status, 404);
      assert.equal((await api('PATCH', `/${at.id}/pictures/${id}`, owner, { caption: 'still waits' })).status, 200);
    } finally {
      await stack.start('jobs');
    }
    await settled(at);
    assert.deepEqual((await list(at)).map((one) => [one.id, one.status, one.caption]), [[id, 'ready', 'still waits']]);
  });
});

describe('what is taken away', () => {
  const gone = async (one) => {
    await stack.waitFor(async () => (await stack.fetch(`${one.path}/640`)).status === 404, { seconds: 30, what: 'the address to go' });
    await stack.waitFor(() => !kept(one.name), { seconds: 30, what: 'the files to go' });
  };

  test('a picture: out of reach at once, and its files go', async () => {
    const at = await made(), one = await add(at, makeJpeg());
    assert.equal((await stack.fetch(`${one.path}/640`)).status, 200);
    assert.equal((await api('DELETE', `/${at.id}/pictures/${one.id}`, owner)).status, 204);
    assert.equal((await stack.fetch(`${one.path}/640`)).status, 404);
    await gone(one);
    assert.deepEqual(await stack.sql(`SELECT 1 FROM image WHERE name = '${one.name}'`), []);
  });

  test('a build: its pictures go with it', async () => {
    const at = await made(), one = await add(at, makeJpeg());
    assert.equal((await api('DELETE', `/${at.id}`, owner)).status, 204);
    await gone(one);
  });

  test('one that waits, or its build: nothing of it comes back', async () => {
    const [at, dropped] = [await made(), await made()];
    await stack.stop('jobs');
    try {
      const [{ id }] = (await send(at, makeJpeg())).json.data;
      await send(dropped, makeJpeg());
      assert.equal((await api('DELETE', `/${at.id}/pictures/${id}`, owner)).status, 204);
      assert.equal((await api('DELETE', `/${dropped.id}`, owner)).status, 204);
    } finally {
      await stack.start('jobs');
    }
    await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM job WHERE kind LIKE 'image.%' AND kind <> 'image.sweep'")).length === 0, { seconds: 30, what: 'the jobs' });
    assert.deepEqual(await list(at), []);
    assert.deepEqual(readdirSync(join(stack.setting('image_dir'), 'held')).filter((name) => name.endsWith('.jpg')).length,
      (await stack.sql('SELECT 1 FROM image_grant')).length, 'what is kept is what was never used');
    assert.deepEqual(await stack.sql("SELECT 1 FROM job WHERE state = 'aside'"), []);
  });
});

describe('pictures from before the pool', () => {
  /** A picture of AT as it was kept then: a file among the blobs. */
  async function old(at, bytes, caption) {
    const hex = createHash('sha256').update(bytes).digest('hex'), path = join(stack.setting('blob_dir'), hex.slice(0, 2), hex.slice(2, 4));
    mkdirSync(path, { recursive: true, mode: 0o2770 });
    if (bytes.length > 0) writeFileSync(join(path, hex.slice(4)), bytes);
    await stack.sql(`INSERT INTO blob (sha256, size, scan) VALUES ('\\x${hex}', ${bytes.length}, 'clean') ON CONFLICT DO NOTHING`);
    const [{ id }] = await stack.sql(`INSERT INTO schematic_picture (id, schematic_id, position, file, size, caption)
      SELECT gen_random_uuid(), '${at.id}', 1 + count(*), '\\x${hex}', ${bytes.length}, '${caption}' FROM schematic_picture WHERE schematic_id = '${at.id}' RETURNING id`);
    return { id, hex };
  }
  const start = ({ id }) => stack.sql(`INSERT INTO job (id, kind, payload, unique_key) VALUES (gen_random_uuid(), 'picture', '{"picture": "${id}"}', '${id}')`);
  const notices = async (kind) => (await stack.sql(`SELECT link FROM notice WHERE account_id = '${owner.user.id}' AND kind = '${kind}'`)).map(({ link }) => link);

  test('are handed to the pool where they stand, with their captions; the old file is no longer needed', async () => {
    const at = await made(), all = [await old(at, webp, 'one'), await old(at, makeJpeg({ orientation: 6 }), 'two')];
    await send(at, makePng(), { caption: 'three' });
    await stack.waitFor(async () => (await list(at))[2].status === 'ready', { seconds: 30, what: 'the third' });
    assert.deepEqual((await list(at)).map(({ caption, status }) => [caption, status]), [['one', 'pending'], ['two', 'pending'], ['three', 'ready']]);
    for (const one of all) await start(one);
    await settled(at);
    const now = await list(at);
    assert.deepEqual(now.map(({ caption, width, height }) => [caption, width, height]), [['one', 48, 32], ['two', 32, 48], ['three', 48, 32]]);
    assert.deepEqual(now.slice(0, 2).map(({ id }) => id), all.map(({ id }) => id));
    for (const { path } of now) assert.equal((await stack.fetch(`${path}/640`)).status, 200);
    assert.deepEqual(await stack.sql(`SELECT file FROM schematic_picture WHERE schematic_id = '${at.id}' AND file IS NOT NULL`), []);
    await stack.sql("UPDATE blob SET touched_at = now() - interval '2 days'");
    await stack.sql("UPDATE schedule SET next_at = now() WHERE kind = 'sweep'");
    await stack.waitFor(async () => (await stack.sql(`SELECT 1 FROM blob WHERE sha256 = '\\x${all[0].hex}'`)).length === 0, { seconds: 60, what: 'the sweep' });
  });

  test('wait while the pool is away', async () => {
    const at = await made(), one = await old(at, makeJpeg(), 'patient');
    await stack.stop('image');
    try {
      await start(one);
      await stack.waitFor(async () => (await stack.sql("SELECT 1 FROM job WHERE kind = 'picture' AND delays > 0 AND why = 'the image pool is away'")).length > 0, { seconds: 60, what: 'a try' });
    } finally {
      await stack.start('image');
    }
    await stack.sql("UPDATE job SET run_at = now() WHERE kind = 'picture' AND state = 'waiting'");
    await settled(at);
  });

  test('that the pool does not take, or whose file is lost, are gone, and the owner is told', async () => {
    const at = await made(), whole = makePng({ width: 64, height: 64 });
    for (const one of [await old(at, whole.subarray(0, whole.length - 40), 'cut'), await old(at, Buffer.alloc(0), 'lost')]) await start(one);
    await stack.waitFor(async () => (await list(at)).length === 0, { seconds: 60, what: 'both to go' });
    assert.deepEqual(await notices('picture.broken'), [`/schematics/${at.slug}/pictures`, `/schematics/${at.slug}/pictures`]);
    assert.deepEqual(await stack.sql("SELECT 1 FROM job WHERE kind = 'picture'"), []);
  });
});

describe('the page of pictures', () => {
  const page = () => `/schematics/${place.slug}/pictures`;

  test('adds, names, orders and deletes without script', async () => {
    await clear(place);
    const visitor = stack.visitor();
    await visitor.submit('/auth/login', { email: owner.email, password: owner.password });
    /** The file to the pool, by the form of the page: where it leads. */
    const handOver = async (bytes) => {
      const action = (await visitor.get(page())).text.match(/action="(\/api\/v1\/images\?[^"]+)"/)[1].replaceAll('&amp;', '&');
      const body = new FormData();
      body.append('image', new Blob([bytes]), 'p');
      body.append('caption', '');
      const { status, headers } = await visitor.fetch(action, { method: 'POST', body, headers: { origin: stack.url, 'sec-fetch-site': 'same-origin' } });
      assert.equal(status, 303);
      return headers.location;
    };
    for (const [caption, bytes] of [['First & "best"', makeJpeg()], ['Second', makePng()]]) {
      const back = await handOver(bytes), id = back.match(/^\/schematics\/[^/]+\/pictures\?receipt=([0-9a-f-]{36})$/)[1];
      assert.ok((await visitor.get(back)).text.includes(`src="/api/v1/images/${id}/original"`), 'it is seen before it is added');
      const long = await visitor.submit(back, { caption: 'a'.repeat(301), receipt: id }, { action: page() });
      assert.deepEqual([long.status, long.text.includes(`value="${id}"`)], [422, true], 'what was wrong can be put right');
      const added = await visitor.submit(back, { caption, receipt: id }, { action: page() });
      assert.deepEqual([added.status, added.headers.location], [303, page()], added.text);
      assert.ok(!(await visitor.get(back)).text.includes(`value="${id}"`), 'and is not added twice');
    }
    const refused = await handOver(Buffer.from('none'));
    assert.equal(refused, `${page()}?refused=not-a-picture`);
    assert.ok((await visitor.get(refused)).text.includes('This file is not a picture.'));
    await settled(place);
    const [first, second] = await list(place);
    const { text } = await visitor.get(`/schematics/${place.slug}`);
    assert.ok(text.includes(`<a href="${first.path}/1920"`) && text.includes(`src="${first.path}/640"`) && text.includes('alt="First &amp; &quot;best&quot;"'), 'the build shows them');
    assert.match(text, /property="og:image" content="[^"]*thumb\.webp/);
    assert.equal((await visitor.submit(page(), { caption: 'Now second', move: 'down' }, { action: `${page()}/${first.id}` })).status, 303);
    assert.deepEqual(await captions(place), ['Second', 'Now second']);
    const body = new URLSearchParams({ _method: 'DELETE', csrf: (await visitor.get(page())).text.match(/name="csrf" value="([^"]+)"/)[1] });
    const gone = await visitor.fetch(`${page()}/${second.id}`, { method: 'POST', body, headers: { origin: stack.url, 'sec-fetch-site': 'same-origin' } });
    assert.equal(gone.status, 303);
    assert.deepEqual(await captions(place), ['Now second']);
  });

  test('others see the pictures there and no form', async () => {
    const { status, text } = await stack.fetch(page());
    assert.equal(status, 200);
    assert.ok(text.includes('Now second') && !text.includes('type="file"') && !text.includes('value="DELETE"'));
  });
});
