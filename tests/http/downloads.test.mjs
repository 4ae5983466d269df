// A build's file as it was uploaded and in other formats: what is lost is told first, each is made once, and downloads are counted honestly.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { makeBuild, nbt } from '../lib/build.mjs';
import { startStack } from '../lib/stack.mjs';

let stack, owner, other;

before(async () => {
  stack = await startStack({ scanner: true });
  [owner, other] = [await stack.register(), await stack.register()];
});
after(() => stack?.close());

const get = (path, who, headers) => stack.api('GET', `/schematics${path}`, undefined, { token: who?.token, headers });

async function send(path, bytes, fields = {}, name = 'castle.schem') {
  const body = new FormData();
  body.append('file', new Blob([bytes]), name);
  for (const [key, value] of Object.entries(fields)) body.append(key, value);
  const answer = await stack.api('POST', path, body, { token: owner.token });
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

function clean(id, version = 1) {
  return stack.waitFor(async () => {
    const { json } = await get(`/${id}`, owner);
    return json.status === 'clean' && json.version === version && json.analysis === 'done' && json;
  }, { seconds: 60, what: `version ${version} to be clean and drawn` });
}
const made = async (bytes = makeBuild(), fields, name) => clean((await send('/schematics', bytes, fields, name)).id);
const downloads = async (id) => (await stack.sql(`SELECT downloads FROM schematic WHERE id = '${id}'`))[0].downloads;
const ofVersions = async (id) => (await stack.sql(`SELECT downloads FROM schematic_version WHERE schematic_id = '${id}' ORDER BY number`)).map((row) => row.downloads);

/** Stone, and a block that the old game never had. */
function modernBuild() {
  const { compound, int, short, bytes, string } = nbt;
  return gzipSync(compound('Schematic', [
    int('Version', 2), int('DataVersion', 3465), short('Width', 2), short('Height', 1), short('Length', 1), int('PaletteMax', 2),
    compound('Palette', [int('minecraft:stone', 0), int('minecraft:amethyst_block', 1)]), bytes('BlockData', Buffer.from([0, 1])),
    compound('Metadata', [string('Says', `${process.pid}`)]),
  ]));
}

describe('other formats', () => {
  const begins = { sponge2: 'Schematic', sponge3: 'Schematic', litematica: 'Regions', mcedit: 'Materials', structure: 'palette' };
  const endings = { sponge2: '.schem', sponge3: '.schem', litematica: '.litematic', mcedit: '.schematic', structure: '.nbt' };

  test('each is made, kept, named and read again as the same build', async () => {
    const build = await made(makeBuild({ width: 3, height: 4, length: 5, air: 7 }), { title: 'Turm' }, 'türmchen.schem');
    for (const [format, says] of Object.entries(begins)) {
      const answer = await get(`/${build.id}/download?format=${format}`, other);
      assert.equal(answer.status, 200, `${format}: ${answer.text.slice(0, 200)}`);
      assert.equal(answer.headers['content-type'], 'application/octet-stream');
      assert.match(answer.headers['content-disposition'], new RegExp(`filename\\*=UTF-8''t%C3%BCrmchen\\${endings[format]}$`));
      assert.ok(gunzipSync(answer.bytes).includes(says), format);
      const again = await get(`/${build.id}/download?format=${format}`, other);
      assert.deepEqual(again.bytes, answer.bytes);
    }
    const rows = await stack.sql(`SELECT c.target, b.scan, b.scan_detail FROM schematic_conversion c JOIN blob b ON b.sha256 = c.made
                                  WHERE c.sha256 = decode('${build.sha256}', 'hex') ORDER BY 1`);
    assert.deepEqual(rows.map(({ target }) => target), Object.keys(begins).sort());
    assert.ok(rows.every(({ scan, scan_detail: detail }) => scan === 'clean' && detail === 'made here'));
    const { bytes } = await get(`/${build.id}/download?format=litematica`, other);
    const copy = await send('/schematics', bytes, { title: 'The same again' }, 'copy.litematic');
    assert.equal(copy.hash, build.hash, 'the same blocks, whatever the format');
  });

  test('the original is the file as it came, byte for byte', async () => {
    const bytes = makeBuild();
    const build = await made(bytes);
    assert.deepEqual((await get(`/${build.id}/download`)).bytes, bytes);
    assert.deepEqual((await get(`/${build.id}/download?format=original`)).bytes, bytes);
  });

  test('what is lost is told before anybody downloads it', async () => {
    const build = await made(modernBuild());
    const all = (await get(`/${build.id}/conversions`)).json.data;
    assert.deepEqual(all.map(({ state }) => state), Array(5).fill('unmade'));
    const [lossy] = (await get(`/${build.id}/conversions?format=mcedit`)).json.data;
    assert.deepEqual([lossy.state, lossy.harmless, lossy.extension], ['made', false, '.schematic']);
    const unknown = lossy.losses.find(({ kind }) => kind === 'block-unknown');
    assert.deepEqual([unknown.count, unknown.detail, unknown.harmless], [1, 'minecraft:amethyst_block', false]);
    assert.ok(unknown.says.length > 10);

    const sent = await stack.fetch(`/schematics/${build.slug}/download?format=mcedit`);
    assert.equal(sent.status, 303, 'a browser is shown the losses first');
    const page = await stack.fetch(sent.headers.location);
    assert.equal(page.status, 200);
    assert.ok(page.text.includes('minecraft:amethyst_block'));
    assert.ok(page.text.includes(`/schematics/${build.slug}/download?seen=1&amp;format=mcedit`));
    assert.equal((await stack.fetch(`/schematics/${build.slug}/download?seen=1&format=mcedit`)).status, 200);
  });

  test('where nothing is lost, the page hands over the file', async () => {
    const build = await made();
    const [fine] = (await get(`/${build.id}/conversions?format=sponge3`)).json.data;
    assert.equal(fine.harmless, true, JSON.stringify(fine.losses));
    const sent = await stack.fetch(`/schematics/${build.slug}/download/sponge3`);
    assert.deepEqual([sent.status, sent.headers.location], [303, `/schematics/${build.slug}/download?seen=1&format=sponge3`]);
    assert.equal((await stack.fetch(sent.headers.location)).status, 200);
  });

  test('earlier versions can be had in each format too', async () => {
    const build = await made(makeBuild({ width: 2 }));
    await send(`/schematics/${build.id}/versions`, makeBuild({ width: 6 }));
    await clean(build.id, 2);
    const sizes = [];
    for (const version of [1, 2]) {
      const answer = await get(`/${build.id}/download?format=structure&version=${version}`, other);
      assert.equal(answer.status, 200, answer.text.slice(0, 200));
      const at = gunzipSync(answer.bytes);
      sizes.push(at.readInt32BE(at.indexOf('\x09\x00\x04size') + 7 + 5));
    }
    assert.deepEqual(sizes, [2, 6]);
    assert.equal((await get(`/${build.id}/download?version=3`)).status, 404);
  });

  test('formats that are none, and builds that are not there', async () => {
    const build = await made();
    assert.equal((await get(`/${build.id}/download?format=zip`)).status, 422);
    assert.equal((await stack.fetch(`/schematics/${build.slug}/download/zip`)).status, 404);
    assert.equal((await stack.fetch('/schematics/nothing-here/download/sponge3')).status, 404);
    assert.equal((await get('/nothing-here/conversions')).status, 404);
  });

  test('one that is no longer used is swept, and made again', async () => {
    const build = await made();
    const first = await get(`/${build.id}/download?format=sponge3`);
    await stack.sql(`UPDATE schematic_conversion SET used_at = now() - interval '31 days' WHERE sha256 = decode('${build.sha256}', 'hex')`);
    await stack.sql("UPDATE schedule SET next_at = now() WHERE kind = 'sweep'");
    await stack.waitFor(async () => (await stack.sql(`SELECT 1 FROM schematic_conversion WHERE sha256 = decode('${build.sha256}', 'hex')`)).length === 0,
      { seconds: 60, what: 'the sweep' });
    assert.deepEqual((await get(`/${build.id}/download?format=sponge3`)).bytes, first.bytes);
  });
});

describe('a build too large to convert at once, and one that a format cannot hold', () => {
  let large;
  before(async () => {
    large = await startStack({ scanner: true, conf: { convert_now_blocks: 10 } });
  });
  after(() => large?.close());

  test('is made by a job; whoever asks is told to come back', async () => {
    const person = await large.register();
    const body = new FormData();
    body.append('file', new Blob([makeBuild({ width: 30 })]), 'large.schem');
    const { json: build } = await large.api('POST', '/schematics', body, { token: person.token });
    const ask = () => large.api('GET', `/schematics/${build.id}/download?format=litematica`);
    await large.waitFor(async () => (await large.api('GET', `/schematics/${build.id}/download`)).status === 200, { seconds: 60, what: 'the scan' });
    await large.stop('jobs');
    const waits = await ask();
    assert.deepEqual([waits.status, waits.headers['retry-after'], waits.json.state], [202, '2', 'making']);
    assert.equal((await ask()).status, 202);
    assert.equal((await large.sql("SELECT 1 FROM job WHERE kind = 'convert'")).length, 1, 'one job, however often it is asked for');
    const page = await large.fetch(`/schematics/${build.slug}/download/litematica`);
    assert.deepEqual([page.status, page.headers.refresh], [202, '2']);
    await large.start('jobs');
    const answer = await large.waitFor(async () => { const now = await ask(); return now.status === 200 && now; }, { seconds: 60, what: 'the conversion' });
    assert.ok(gunzipSync(answer.bytes).includes('Regions'));
  });
});

describe('the file over HTTP', () => {
  test('parts of it, its head, and names in every script', async () => {
    const bytes = makeBuild({ width: 20, height: 20, length: 20 });
    const build = await made(bytes, {}, 'Ñandú 城.schem');
    for (const [path, whole] of [['download', bytes], ['download?format=litematica', (await get(`/${build.id}/download?format=litematica`, owner)).bytes]]) {
      const head = await stack.fetch(`/api/v1/schematics/${build.id}/${path}`, { method: 'HEAD' });
      assert.deepEqual([head.status, head.headers['content-length'], head.bytes.length], [200, `${whole.length}`, 0]);
      assert.equal(head.headers['accept-ranges'], 'bytes');
      assert.match(head.headers['content-disposition'], /^attachment; filename=".*"; filename\*=UTF-8''%C3%91and%C3%BA%20%E5%9F%8E\./);
      const rest = await get(`/${build.id}/${path}`, owner, { range: 'bytes=5-', 'if-range': head.headers.etag });
      assert.deepEqual([rest.status, rest.bytes], [206, whole.subarray(5)]);
      assert.equal(rest.headers['content-range'], `bytes 5-${whole.length - 1}/${whole.length}`);
      const changed = await get(`/${build.id}/${path}`, owner, { range: 'bytes=5-', 'if-range': '"another"' });
      assert.deepEqual([changed.status, changed.bytes], [200, whole]);
      assert.equal((await get(`/${build.id}/${path}`, owner, { range: `bytes=${whole.length}-` })).status, 416);
      assert.equal((await get(`/${build.id}/${path}`, owner, { 'if-none-match': head.headers.etag })).status, 304);
    }
  });
});

describe('counting', () => {
  test('a thousand from one address and one account are one; looks, rests and questions are none', async () => {
    const build = await made();
    const { headers } = await stack.fetch(`/api/v1/schematics/${build.id}/download`, { method: 'HEAD' });
    await get(`/${build.id}/download`, null, { range: 'bytes=3-' });
    assert.equal((await get(`/${build.id}/download`, null, { 'if-none-match': headers.etag })).status, 304);
    await get(`/${build.id}/download`, owner);
    assert.equal(await downloads(build.id), 0, 'nobody has downloaded it but its owner');
    for (let i = 0; i < 20; i++)
      await Promise.all(Array.from({ length: 50 }, (_, n) => get(`/${build.id}/download${n % 5 ? '' : '?format=sponge3'}`, n % 2 ? other : null)));
    assert.equal(await downloads(build.id), 1);
    assert.deepEqual(await ofVersions(build.id), [1]);
    await stack.sql("UPDATE schematic_download SET window_start = window_start - interval '1 day'");
    await get(`/${build.id}/download?format=sponge3`, other);
    assert.equal(await downloads(build.id), 2, 'another window; a conversion is a download as well');
  });

  test('every address counts for itself, and an account takes its count along', async () => {
    const build = await made();
    const { port } = stack;
    const from = (address, token) => new Promise((resolve, reject) => {
      import('node:https').then(({ request }) => {
        const call = request({ host: '127.0.0.1', port, localAddress: address, path: `/api/v1/schematics/${build.id}/download`, servername: 'localhost',
          rejectUnauthorized: false, headers: { host: `localhost:${port}`, ...(token && { authorization: `Bearer ${token}` }) } },
        (answer) => { answer.resume(); answer.on('end', () => resolve(answer.statusCode)); });
        call.on('error', reject);
        call.end();
      });
    });
    for (let n = 0; n < 10; n++) assert.equal(await from(`127.0.7.${n + 1}`), 200);
    assert.equal(await downloads(build.id), 10);
    for (let n = 0; n < 10; n++) await from(`127.0.8.${n + 1}`, other.token);
    assert.equal(await downloads(build.id), 11, 'one account from ten addresses');
  });

  test('edits, new versions and a restart leave the count alone', async () => {
    const build = await made();
    await get(`/${build.id}/download`);
    await stack.api('PATCH', `/schematics/${build.id}`, { title: 'Another name' }, { token: owner.token });
    await send(`/schematics/${build.id}/versions`, makeBuild());
    await clean(build.id, 2);
    await stack.stop('web');
    await stack.start('web');
    await get(`/${build.id}/download`);
    assert.equal(await downloads(build.id), 1);
    assert.deepEqual(await ofVersions(build.id), [1, 0]);
  });
});
