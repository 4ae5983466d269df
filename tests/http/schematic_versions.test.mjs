// What is made of a build's file, versions of a build, links that open one, and what is told of it: over HTTPS, with the real scanner.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { eicar, makeBuild } from '../lib/build.mjs';
import { handIn } from '../lib/images.mjs';
import { makePng } from '../lib/pictures.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, owner, other, moderator;

before(async () => {
  stack = await startStack({ scanner: true });
  [owner, other, moderator] = [await stack.register(), await stack.register(), await stack.register()];
  await stack.sql(`INSERT INTO account_role (account_id, role) VALUES ('${moderator.user.id}', 'moderator')`);
  moderator.token = (await stack.api('POST', '/auth/login', { email: moderator.email, password: moderator.password })).json.access_token;
});
after(() => stack?.close());

function send(path, who, bytes, fields = {}, name = 'castle.schem') {
  const body = new FormData();
  body.append('file', new Blob([bytes]), name);
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  return stack.api('POST', path, body, { token: who?.token });
}
const upload = (who, bytes = makeBuild(), fields, name) => send('/schematics', who, bytes, fields, name);
const addVersion = (id, who, bytes = makeBuild(), fields) => send(`/schematics/${id}/versions`, who, bytes, fields);
const get = (path, who) => stack.api('GET', `/schematics${path}`, undefined, { token: who?.token });
const patch = (path, change, who) => stack.api('PATCH', `/schematics${path}`, change, { token: who?.token });
const remove = (path, who) => stack.api('DELETE', `/schematics${path}`, undefined, { token: who?.token });
const one = async (id, who = owner) => (await get(`/${id}`, who)).json;
const versions = async (id, who = owner) => (await get(`/${id}/versions`, who)).json.data;

function until(id, holds, what, who = owner) {
  return stack.waitFor(async () => {
    const build = await one(id, who);
    return holds(build) && build;
  }, { seconds: 30, what });
}
const finished = (build) => build.status === 'clean' && build.analysis === 'done';

async function made(fields = {}, bytes = makeBuild(), who = owner) {
  const answer = await upload(who, bytes, fields);
  assert.equal(answer.status, 201, answer.text);
  return until(answer.json.id, finished, 'a clean build that was drawn', who);
}

/** A link as the site makes them: the id and its MAC. */
async function link(build, { account, expires = "now() + interval '1 hour'" } = {}) {
  const id = randomUUID();
  await stack.sql(`INSERT INTO schematic_link (id, schematic_id, account_id, expires_at) VALUES ('${id}', '${build.id}', ${account ? `'${account}'` : 'NULL'}, ${expires})`);
  const key = createHmac('sha256', stack.setting('token_secret')).update('link to a build').digest();
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return Buffer.concat([bytes, createHmac('sha256', key).update(bytes).digest()]).toString('base64url');
}

describe('what is made of a file', () => {
  test('pictures and sections, told by the build and by its row in lists', async () => {
    const build = await made({}, makeBuild({ width: 4, height: 3, length: 5 }));
    for (const [product, type, begins] of [['thumb', 'image/webp', 'RIFF'], ['top', 'image/webp', 'RIFF'], ['sections', 'application/octet-stream', 'CURIOSEC']]) {
      const answer = await stack.fetch(build[product]);
      assert.equal(answer.status, 200, product);
      assert.equal(answer.headers['content-type'], type);
      assert.equal(answer.headers['cache-control'], 'private, max-age=31536000, immutable');
      assert.equal(answer.bytes.subarray(0, begins.length).toString(), begins);
      const plain = await stack.fetch(build[product].replace(/\?.*/, ''));
      assert.equal(plain.headers['cache-control'], 'no-cache', 'an address without a version is asked about again');
      assert.equal((await stack.fetch(build[product], { headers: { 'if-none-match': answer.headers.etag } })).status, 304);
      const part = await stack.fetch(build[product], { headers: { range: 'bytes=0-3' } });
      assert.deepEqual([part.status, part.bytes.length], [206, 4]);
    }
    const row = (await get('?limit=100')).json.data.find(({ id }) => id === build.id);
    assert.equal(row.thumb, build.thumb);
  });

  test('materials in each form, and the manifest', async () => {
    const build = await made({ title: 'Stone box' }, makeBuild({ width: 10, height: 10, length: 10, air: 13 }));
    const { json } = await get(`/${build.id}/materials`);
    assert.equal(json.blocks, 987);
    assert.deepEqual([json.items[0].item, json.items[0].count, json.items[0].stacks, json.items[0].rest], ['minecraft:stone', 987, 15, 27]);
    const csv = await get(`/${build.id}/materials?format=csv`);
    assert.match(csv.text, /^item,count,/);
    assert.match(csv.headers['content-disposition'], /filename="castle\.csv"/);
    assert.match((await get(`/${build.id}/materials?format=text`)).text, /Stone box/);
    assert.equal((await get(`/${build.id}/materials?format=xml`)).status, 422);
    assert.deepEqual((await get(`/${build.id}/manifest`)).json, { block_entities: 0 });
    const page = await stack.fetch(`/schematics/${build.slug}`, { headers: { accept: 'text/html' } });
    assert.match(page.text, /<th scope="row">Stone<\/th>/);
    assert.match(page.text, /Nothing but blocks/);
  });

  test('nothing of a private or pending build for strangers', async () => {
    const hidden = await made({ visibility: 'private' });
    const parts = ['/thumb.webp', '/top.webp', '/sections', '/materials', '/manifest', '/versions'];
    for (const part of parts) {
      for (const who of [undefined, other]) assert.equal((await get(`/${hidden.id}${part}`, who)).status, 404, part);
      for (const who of [owner, moderator]) assert.equal((await get(`/${hidden.id}${part}`, who)).status, 200, part);
    }
    const shown = await made();
    await stack.sql(`UPDATE schematic SET status = 'pending' WHERE id = '${shown.id}'`);
    for (const part of parts) assert.equal((await get(`/${shown.id}${part}`, other)).status, 404, part);
  });

  test('while it is being made, the answer says when to come again; a file that is too large is told so', async () => {
    const build = await made();
    await stack.sql(`UPDATE schematic_file SET analysis = 'waiting', thumb = NULL, sections = NULL WHERE sha256 = decode('${build.sha256}', 'hex')`);
    const soon = await get(`/${build.id}/thumb.webp`);
    assert.deepEqual([soon.status, soon.json.type], [404, '/problems/not-ready']);
    assert.ok(Number(soon.headers['retry-after']) > 0);
    await stack.sql(`UPDATE schematic_file SET analysis = 'too_large' WHERE sha256 = decode('${build.sha256}', 'hex')`);
    const never = await get(`/${build.id}/sections`);
    assert.deepEqual([never.status, never.json.type, never.headers['retry-after']], [404, 'about:blank', undefined]);
    assert.equal((await stack.fetch(`/schematics/${build.slug}`, { headers: { accept: 'text/html' } })).status, 200);
  });

  test('versions and pictures of one build at the same moment do not wait for each other for ever', async () => {
    const build = await made({}, makeBuild({ width: 7, height: 2 }));
    const receipts = [];
    for (let i = 0; i < 3; i++) receipts.push((await handIn(stack, owner, makePng())).json.receipt);
    const picture = (receipt) => stack.api('POST', `/schematics/${build.id}/pictures`, { receipt }, { token: owner.token });
    const answers = await Promise.all(receipts.flatMap((receipt, i) => [addVersion(build.id, owner, makeBuild({ width: 160, height: 41 + i, length: 160 })), picture(receipt)]));
    assert.deepEqual(answers.map(({ status }) => status), [201, 201, 201, 201, 201, 201]);
  });

  test('two people who upload the same bytes at once share one file and its pictures', async () => {
    const bytes = makeBuild();
    const answers = await Promise.all([upload(owner, bytes, { visibility: 'private' }), upload(other, bytes, { visibility: 'private' })]);
    assert.deepEqual(answers.map(({ status }) => status), [201, 201]);
    const builds = [await until(answers[0].json.id, finished, 'one'), await until(answers[1].json.id, finished, 'the other', other)];
    assert.equal(builds[0].thumb.split('?')[1], builds[1].thumb.split('?')[1]);
    assert.deepEqual(await stack.sql(`SELECT count(*) AS n FROM schematic_file WHERE sha256 = decode('${builds[0].sha256}', 'hex')`), [{ n: 1 }]);
  });

  test('the same contents in another file are a remark, not a refusal', async () => {
    const shape = { width: 3, height: 1, length: 7, air: 4 };
    const first = await made({ title: 'The first of its kind' }, makeBuild(shape));
    const again = await upload(other, makeBuild(shape));
    assert.equal(again.status, 201);
    assert.equal(again.json.hash, first.hash);
    assert.deepEqual([again.json.same_title, again.json.same_link], ['The first of its kind', `/schematics/${first.slug}`]);
    assert.equal(first.same_link, null);
  });

  test('what no build has any more is forgotten with its pictures, and not before', async () => {
    const shape = { width: 11, height: 2, length: 3 };
    const kept = await made({}, makeBuild({ width: 2, height: 9, length: 4 })), gone = await made({}, makeBuild(shape));
    const digests = async (build) => (await stack.sql(`SELECT encode(thumb, 'hex') AS thumb, encode(sections, 'hex') AS sections FROM schematic_file WHERE sha256 = decode('${build.sha256}', 'hex')`))[0];
    const [stays, goes] = [await digests(kept), await digests(gone)];
    assert.equal((await remove(`/${gone.id}`, owner)).status, 204);
    const sweep = async () => {
      await stack.sql(`UPDATE blob SET touched_at = now() - interval '2 days'; UPDATE schematic_file SET touched_at = now() - interval '2 days';
        INSERT INTO job (id, kind, unique_key) VALUES (gen_random_uuid(), 'sweep', 'sweep') ON CONFLICT DO NOTHING`);
      await stack.waitFor(async () => (await stack.sql(`SELECT 1 AS one FROM job WHERE kind = 'sweep'`)).length === 0, { seconds: 30, what: 'the sweep' });
    };
    await sweep();
    await sweep();
    const there = async (hex) => (await stack.sql(`SELECT 1 AS one FROM blob WHERE sha256 = decode('${hex}', 'hex')`)).length;
    assert.deepEqual([await there(goes.thumb), await there(goes.sections), await there(gone.sha256)], [0, 0, 0]);
    assert.deepEqual([await there(stays.thumb), await there(stays.sections), await there(kept.sha256)], [1, 1, 1]);
    assert.equal((await stack.fetch(kept.thumb)).status, 200);
  });

  test('an older program\'s pictures are made again', async () => {
    const build = await made();
    await stack.sql(`UPDATE schematic_file SET made_by = 0, thumb = NULL WHERE sha256 = decode('${build.sha256}', 'hex')`);
    await stack.sql(`INSERT INTO job (id, kind, unique_key) VALUES (gen_random_uuid(), 'sweep', 'sweep') ON CONFLICT DO NOTHING`);
    assert.equal((await until(build.id, ({ thumb }) => thumb, 'the picture made again')).thumb, build.thumb);
  });
});

describe('versions', () => {
  test('the head shows the new one once it is clean; address, downloads and what it is for stay', async () => {
    const first = makeBuild({ width: 2, height: 2, length: 2 }), second = makeBuild({ width: 5, height: 2, length: 2 });
    const build = await made({ title: 'Grows', game: '1.19.4' }, first);
    await get(`/${build.id}/download`, other);
    const answer = await addVersion(build.id, owner, second, { name: '2.0', changes: 'A *larger* one' });
    assert.equal(answer.status, 201, answer.text);
    const now = await until(build.id, ({ version, analysis }) => version === 2 && analysis === 'done', 'the second version');
    assert.deepEqual([now.slug, now.width, now.version_name, now.downloads, now.versions, now.game_name, now.status],
      [build.slug, 5, '2.0', 1, 2, '1.19.4', 'clean']);
    assert.notEqual(now.thumb, build.thumb);
    assert.deepEqual((await get(`/${build.id}/download`)).bytes, second);
    assert.deepEqual((await get(`/${build.id}/download?version=1`)).bytes, first);
    assert.equal((await get(`/${build.id}/download?version=9`)).status, 404);
    const page = await stack.fetch(`/schematics/${build.slug}`, { headers: { accept: 'text/html' } });
    assert.match(page.text, /A <em>larger<\/em> one/);
    const list = await versions(build.id, null);
    assert.deepEqual(list.map(({ number, current }) => [number, current]), [[2, true], [1, false]]);
  });

  test('an infected one never touches the head, and its owner is told', async () => {
    const bytes = makeBuild(), build = await made({ title: 'Stays' }, bytes);
    assert.equal((await addVersion(build.id, owner, makeBuild({ says: eicar }))).status, 201);
    await stack.waitFor(async () => (await versions(build.id))[0].status === 'infected', { seconds: 30, what: 'the verdict' });
    const now = await one(build.id, null);
    assert.deepEqual([now.version, now.sha256, now.status, now.versions], [1, build.sha256, 'clean', 1]);
    assert.deepEqual((await get(`/${build.id}/download`)).bytes, bytes);
    assert.equal((await get(`/${build.id}/download?version=2`)).status, 404);
    assert.equal((await get(`/${build.id}/download?version=2`, owner)).status, 409);
    assert.deepEqual((await versions(build.id, null)).map(({ number }) => number), [1]);
    assert.equal((await stack.sql(`SELECT 1 AS one FROM notice WHERE account_id = '${owner.user.id}' AND kind = 'schematic.infected' AND subject = 'Stays'`)).length, 1);
  });

  test('a clean second one saves a build whose first was harmful', async () => {
    const bad = (await upload(owner, makeBuild({ says: `${eicar} ` }))).json;
    await until(bad.id, ({ status }) => status === 'infected', 'the verdict');
    assert.equal((await addVersion(bad.id, owner)).status, 201);
    await until(bad.id, ({ status, version }) => status === 'clean' && version === 2, 'the clean version');
    assert.equal((await get(`/${bad.id}`)).status, 200);
  });

  test('who may add, correct and delete them', async () => {
    const build = await made();
    for (const [who, status] of [[undefined, 401], [other, 403], [moderator, 403]]) assert.equal((await addVersion(build.id, who)).status, status);
    assert.equal((await patch(`/${build.id}/versions/1`, { name: 'x' }, other)).status, 403);
    assert.equal((await remove(`/${build.id}/versions/1`, other)).status, 403);
    const last = await remove(`/${build.id}/versions/1`, owner);
    assert.deepEqual([last.status, last.json.type], [409, '/problems/last-version']);
    assert.equal((await remove(`/${build.id}/versions/7`, owner)).status, 404);
    assert.equal((await patch(`/${build.id}/versions/1`, { name: 'first', changes: 'All of it' }, owner)).json.version_name, 'first');
    assert.equal((await versions(build.id))[0].changes, 'All of it');
    assert.equal((await addVersion(build.id, owner, makeBuild({ width: 6 }))).status, 201);
    await until(build.id, ({ version }) => version === 2, 'the second version');
    assert.equal((await remove(`/${build.id}/versions/2`, owner)).status, 204);
    const back = await one(build.id);
    assert.deepEqual([back.version, back.width, back.sha256, back.versions], [1, build.width, build.sha256, 1]);
  });

  test('the same bytes are no new version, neither here nor as a build of their own', async () => {
    const first = makeBuild(), second = makeBuild(), build = await made({}, first);
    assert.equal((await addVersion(build.id, owner, first)).status, 409);
    assert.equal((await addVersion(build.id, owner, second)).status, 201);
    assert.equal((await upload(owner, second)).status, 409);
    assert.equal((await addVersion(build.id, owner, Buffer.from('no build'))).json.type, '/problems/schematic-refused');
  });

  test('by hand, without script', async () => {
    const build = await made({ title: 'By hand again' }), place = `/schematics/${build.slug}/versions`;
    const visitor = stack.visitor();
    await visitor.submit('/auth/login', { email: owner.email, password: owner.password });
    const sent = await visitor.submit(place, { name: 'two' }, { files: { file: { bytes: makeBuild({ height: 5 }), filename: 'two.schem' } } });
    assert.deepEqual([sent.status, sent.headers.location], [303, place], sent.text);
    await until(build.id, ({ version }) => version === 2, 'the second version');
    const refused = await visitor.submit(place, { name: 'three' }, { files: { file: { bytes: Buffer.from('none'), filename: 'n.schem' } } });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /value="three"/);
    assert.equal((await visitor.submit(place, { changes: 'Corrected' }, { action: `${place}/2` })).status, 303);
    assert.match((await visitor.get(`/schematics/${build.slug}`)).text, /Corrected/);
  });
});

describe('a link', () => {
  test('opens a private build for a while, and nothing else', async () => {
    const bytes = makeBuild(), build = await made({ visibility: 'private' }, bytes), elsewhere = await made({ visibility: 'private' });
    const key = await link(build);
    assert.equal((await get(`/${build.id}?key=${key}`)).status, 200);
    assert.deepEqual((await get(`/${build.id}/download?key=${key}`)).bytes, bytes);
    for (const part of ['/thumb.webp', '/sections', '/materials', '/versions']) assert.equal((await get(`/${build.id}${part}?key=${key}`)).status, 200, part);
    assert.equal((await get(`/${elsewhere.id}?key=${key}`)).status, 404);
    assert.equal((await patch(`/${build.id}`, { title: 'Mine now' }, other)).status, 404);
    const page = await stack.fetch(`/schematics/${build.slug}?key=${key}`, { headers: { accept: 'text/html' } });
    assert.equal(page.status, 200);
    assert.ok(page.text.includes(`/download?key=${key}`));
    await stack.sql(`UPDATE schematic_link SET revoked_at = now() WHERE schematic_id = '${build.id}'`);
    await stack.waitFor(async () => (await get(`/${build.id}?key=${key}`)).status === 404, { what: 'the revoked link to close' });
  });

  test('that is over, made up, for somebody else, or to what is not clean opens nothing', async () => {
    const build = await made({ visibility: 'private' }), good = await link(build);
    const shut = [await link(build, { expires: "now() - interval '1 second'" }), `${good.slice(0, -2)}${good.endsWith('AA') ? 'BA' : 'AA'}`, 'made-up',
      await link(build, { account: other.user.id })];
    for (const key of shut) assert.equal((await get(`/${build.id}?key=${key}`)).status, 404, key);
    assert.equal((await get(`/${build.id}?key=${shut[3]}`, other)).status, 200, 'the one it was made for');
    await stack.sql(`UPDATE schematic SET status = 'infected' WHERE id = '${build.id}'`);
    assert.equal((await get(`/${build.id}/download?key=${await link(build)}`)).status, 404);
  });
});

describe('what is said of a build', () => {
  test('licence, game and mods: from the file, from the uploader, corrected', async () => {
    const answer = await upload(owner, makeBuild(), { licence: 'CC-BY-4.0', mods: 'create, farmersdelight' });
    const build = answer.json;
    assert.deepEqual([build.licence, build.game, build.game_name, build.mods], ['CC-BY-4.0', 3465, '1.20.1', ['create', 'farmersdelight']]);
    const changed = (await patch(`/${build.id}`, { licence: 'MPL-2.0', game: '1.21', mods: [] }, owner)).json;
    assert.deepEqual([changed.licence, changed.game_name, changed.mods], ['MPL-2.0', '1.21', []]);
    const cleared = (await patch(`/${build.id}`, { licence: '', game: '' }, owner)).json;
    assert.deepEqual([cleared.licence, cleared.game], [null, 3465]);
    assert.equal((await patch(`/${build.id}`, { title: 'Only this' }, owner)).json.game, 3465);
  });

  test('what is no licence, no release, no mod', async () => {
    const answer = await upload(owner, makeBuild(), { licence: 'Steal-It-1.0', game: '9.99', mods: 'no mod!' });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.json.errors.map(({ field }) => field).sort(), ['game', 'licence', 'mods']);
    assert.equal((await upload(owner, makeBuild(), { licence: 'LicenseRef-All-Rights-Reserved' })).status, 201);
  });
});

describe('a site whose moderators look first', () => {
  test('lists a person\'s build once one of theirs was approved', async () => {
    const site = await startStack({ scanner: true, conf: { schematic_review: 'first' } });
    try {
      const person = await site.register();
      const put = async () => {
        const body = new FormData();
        body.append('file', new Blob([makeBuild()]), 'a.schem');
        return (await site.api('POST', '/schematics', body, { token: person.token })).json;
      };
      const state = async (id) => (await site.api('GET', `/schematics/${id}`, undefined, { token: person.token })).json;
      const first = await put();
      assert.equal(first.review, 'waiting');
      await site.waitFor(async () => (await state(first.id)).status === 'clean', { seconds: 30, what: 'the scan' });
      assert.equal((await site.api('GET', `/schematics/${first.id}`)).status, 404);
      assert.deepEqual(await site.sql(`SELECT room, decision FROM review_case WHERE subject_id = '${first.id}'`), [{ room: 'schematic', decision: null }]);
      await site.sql(`UPDATE schematic SET review = 'approved' WHERE id = '${first.id}'`);
      const second = await put();
      assert.equal(second.review, 'approved');
      assert.equal((await site.sql(`SELECT 1 AS one FROM review_case WHERE subject_id = '${second.id}'`)).length, 0);
    } finally {
      await site.close();
    }
  });
});
