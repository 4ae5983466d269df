// Files, names and texts of people who mean harm, through the whole stack: refused for the right reason and place without a trace,
// or taken and then harmless wherever they are shown.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { makeBuild, nbt } from '../lib/build.mjs';
import { list, oddities, refusals, sponge } from '../lib/hostile.mjs';
import { startStack } from '../lib/stack.mjs';

const budget = 64 << 20;
let stack, owner, other;

before(async () => {
  stack = await startStack({ scanner: true, conf: { nbt_bytes_max: budget, nbt_nodes_max: 2 ** 25, schematic_axis_max: 16384, schematic_blocks_max: 2 ** 30 } });
  [owner, other] = [await stack.register({ name: 'Owner' }), await stack.register({ name: 'Other' })];
});
after(() => stack?.close());

const get = (path, who) => stack.api('GET', `/schematics/${path}`, undefined, { token: who?.token });

/** As a client sends it that keeps to no rule: NAME is in the header as these very bytes. */
function send(bytes, { who = owner, name = 'a.schem', fields = {}, key } = {}) {
  const parts = Object.entries(fields).map(([field, value]) => `--b\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${value}\r\n`);
  const head = `--b\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\nContent-Type: application/octet-stream\r\n\r\n`;
  const body = Buffer.concat([Buffer.from(parts.join('') + head), bytes, Buffer.from('\r\n--b--\r\n')]);
  return stack.api('POST', '/schematics', body, {
    token: who.token, headers: { 'content-type': 'multipart/form-data; boundary=b', ...(key && { 'idempotency-key': key }) },
  });
}

async function kept(bytes, options) {
  const answer = await send(bytes, options);
  assert.equal(answer.status, 201, answer.text);
  return answer.json;
}

const finished = (build, who = owner) => stack.waitFor(async () => {
  const { json } = await get(build.id, who);
  return json.status === 'clean' && json.analysis !== 'waiting' && json;
}, { seconds: 20, what: `${build.title} to be scanned and drawn` });

function files() {
  const folder = stack.setting('blob_dir');
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map(({ name }) => name);
}

describe('files that are refused', () => {
  let workers, atFirst;
  before(() => {
    workers = stack.workers('web');
    atFirst = files().length;
  });
  for (const [what, bytes, reason, offset] of refusals({ budget }))
    test(what, async () => {
      const answer = await send(bytes, { fields: { title: 'Refused' } });
      assert.equal(answer.status, 422, answer.text);
      const { type, reason: why, offset: where, detail } = answer.json;
      assert.deepEqual([type, why], ['/problems/schematic-refused', reason], detail);
      if (offset !== undefined) assert.equal(where, offset, detail);
      else assert.ok(Number.isInteger(where) && where >= 0 && where <= budget + 65536, `${where}: ${detail}`);
    });
  test('leave no file, no row and every worker as it was', async () => {
    await stack.waitFor(() => files().length === atFirst, { what: 'what was received by half to go' });
    assert.deepEqual(await stack.sql('SELECT (SELECT count(*) FROM blob) AS blobs, (SELECT count(*) FROM schematic) AS builds'), [{ blobs: 0, builds: 0 }]);
    assert.deepEqual(stack.workers('web'), workers, 'a worker died');
    for (const pid of workers) {
      const most = Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1]);
      assert.ok(most < 128 * 1024, `a worker took ${most} KiB`);
    }
  });
});

describe('files that are odd, and yet builds', () => {
  const builds = new Map();
  before(async () => {
    for (const [what, bytes] of oddities()) builds.set(what, { bytes, build: await kept(bytes, { fields: { title: what } }) });
  });
  for (const [what, , facts] of oddities())
    test(what, async () => {
      const { bytes, build: made } = builds.get(what), build = await finished(made);
      for (const [name, value] of Object.entries(facts)) assert.deepEqual(build[name], value, name);
      assert.equal(build.analysis, 'done');
      for (const part of ['thumb.webp', 'top.webp', 'sections', 'materials', 'manifest', 'download']) assert.equal((await get(`${build.id}/${part}`)).status, 200, part);
      assert.deepEqual((await get(`${build.id}/download`)).bytes, bytes, 'the file as it came');
    });
});

/** Tags that can't do anything: no handler, no style, no address but http, mail and this site's own. */
function sound(html, where) {
  for (const [tag] of html.matchAll(/<[a-z](?:"[^"]*"|[^">])*>/gi)) {
    assert.doesNotMatch(tag.replace(/"[^"]*"/g, '""'), /\s(on\w+|style|srcdoc)\s*=/i, where);
    for (const [, address] of tag.matchAll(/\s(?:href|src|action|formaction)="([^"]*)"/gi)) assert.match(address, /^(https?:|mailto:|[/#?]|$)/, `${where}: ${tag}`);
  }
}

const pageOf = (path) => stack.fetch(path, { headers: { accept: 'text/html' } });

describe('what a build says', () => {
  const { string, int, compound, bytes } = nbt;
  const markup = '"><img src=x onerror=alert(1)></script><xss onx=1>{{7*7}}';
  const click = (command) => JSON.stringify({ text: markup, clickEvent: { action: 'run_command', value: command }, hoverEvent: { action: 'show_text', value: markup } });
  const ints = (values) => Buffer.concat([nbt.i32(values.length), ...values.map(nbt.i32)]);
  const entity = (id, x, fields) => Buffer.concat([string('Id', id), nbt.tag(11, 'Pos', ints([x, 0, 0])), ...fields, Buffer.from([0])]);
  const speaking = () => sponge({
    width: 5, data: Buffer.from([0, 1, 2, 3, 4]),
    palette: ['minecraft:oak_sign[rotation=0]', 'minecraft:command_block[conditional=false,facing=up]', 'minecraft:lectern', 'minecraft:spawner', `evil:${markup.replace(/[[\]{}=,]/g, '')}`]
      .map((id, i) => int(id, i)),
    more: [list('BlockEntities', 10, 4, [
      entity('minecraft:sign', 0, [string('Text1', click('/op evil')), string('Text2', '{"text":"\u202eesrever"}'), string('Text3', 'not { json'), string('Text4', '""')]),
      entity('minecraft:command_block', 1, [string('Command', `/say ${markup}`), nbt.tag(1, 'auto', Buffer.from([1]))]),
      entity('minecraft:lectern', 2, [compound('Book', [string('id', 'minecraft:written_book'), compound('tag', [string('author', markup), string('title', markup),
        list('pages', 8, 1, [Buffer.concat([Buffer.from([0, click('/stop').length]), Buffer.from(click('/stop'))])])])])]),
      entity('minecraft:mob_spawner', 3, [compound('SpawnData', [string('id', `minecraft:${markup}`)])]),
    ]), compound('Metadata', [string('Name', markup), string('Author', markup), bytes('noise', Buffer.alloc(2))])],
  });

  test('is counted, and is text on every page', async () => {
    const build = await finished(await kept(speaking(), { fields: { title: markup, description: `${markup}\n\n[a](javascript:x)`, tags: markup.slice(0, 30) } }));
    const { json } = await get(`${build.id}/manifest`);
    for (const kind of ['command-block', 'sign-command', 'book-command', 'spawner']) assert.equal(json[kind]?.count, 1, `${kind}: ${JSON.stringify(json)}`);
    assert.deepEqual(build.mods, ['evil']);
    await stack.api('POST', `/social/schematic/${build.id}/comments`, { body: `${markup}\n\n[a](javascript:x) <img src=x onerror=alert(1)> ![x](data:text/html,x)` }, { token: other.token });
    await stack.api('POST', '/schematics/collections', { title: markup, description: markup, build: build.id }, { token: owner.token });
    const { data: [collection] } = (await stack.api('GET', '/schematics/collections/mine', null, { token: owner.token })).json;
    for (const path of [`/schematics/${build.slug}`, `/schematics/${build.slug}/versions`, `/schematics/${build.slug}/pictures`, '/schematics', '/schematics/collections',
      `/schematics/collections/${collection.slug}`, `/people/${owner.user.slug}`, `/social/schematic/${build.id}/comments`, `/schematics/${build.slug}/download/mcedit`]) {
      const page = await pageOf(path);
      assert.equal(page.status, 200, path);
      sound(page.text, path);
    }
    const page = (await pageOf(`/schematics/${build.slug}`)).text;
    assert.ok(page.includes('&lt;img src=x onerror=alert(1)&gt;'));
    for (const [, content] of page.matchAll(/<meta (?:property="og:|name=")[^>]*content="([^"]*)"/g)) assert.doesNotMatch(content, /[<>]/);
    assert.match(page, /<meta property="og:title" content="&quot;&gt;&lt;img/);
  });

  test('is no formula in a table', async () => {
    const formulas = ['=cmd|calc:a', '+1:a', '-1+1:a', '@sum(1):a', '=hyperlink("http:a'];
    const build = await finished(await kept(sponge({ width: formulas.length, data: Buffer.from([...formulas.keys()]), palette: formulas.map((id, i) => int(id, i)) })));
    const csv = await get(`${build.id}/materials?format=csv`);
    const lines = csv.text.split('\r\n').slice(1).filter(Boolean);
    assert.equal(lines.length, formulas.length);
    for (const line of lines) assert.match(line, /^"?'[=+@-]/, line);
    assert.match(csv.headers['content-disposition'], /^attachment;/);
    assert.equal(csv.headers['x-content-type-options'], 'nosniff');
  });
});

describe('names of files', () => {
  const long = 'x'.repeat(5000);
  const names = [
    '../../../../etc/cron.d/evil', '..\\\\..\\\\windows\\\\evil.schem', 'C:\\\\evil.schem', '/etc/passwd', '.htaccess', '..', '.', ' ', 'con.schem', `${long}.schem`, '\u{1f3f0}'.repeat(300),
    'a\u202emehcs.exe', '<img src=x onerror=alert(1)>.schem', "a'; filename*=UTF-8''evil.html", 'a%0d%0aSet-Cookie: x=1', 'a%22; filename=%22evil.html', 'e\u0301\u200b\ufeff.schem', 'a;b=c,d.schem',
    '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}.schem', 'a\tb.schem', '.schem', 'a.schem.exe', '${jndi:ldap://x}', '=cmd|calc.schem',
  ];
  test('come back as one name in one header', async () => {
    const builds = [];
    for (const name of names) builds.push(await kept(makeBuild(), { name, fields: { title: 'Named' } }));
    for (const [i, name] of names.entries()) {
      const build = await finished(builds[i]);
      for (const part of ['download', 'materials?format=csv', 'download?format=structure']) {
        const { headers, status } = await get(`${build.id}/${part}`);
        assert.equal(status, 200, part);
        const [, plain, extended] = headers['content-disposition'].match(/^attachment; filename="([ !#-~]*)"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+)$/) ?? [];
        assert.ok(plain, `${name.slice(0, 60)}: ${headers['content-disposition']}`);
        const shown = decodeURIComponent(extended);
        assert.ok(shown.length <= 240 && !/[\\/:*?"<>|\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/.test(shown), shown);
        assert.match(shown, /[^.]\.(schem|csv|nbt)$/, shown);
        assert.equal(headers['set-cookie'], undefined);
      }
      sound((await pageOf(`/schematics/${build.slug}/versions`)).text, name);
    }
  });

  test('with NUL or line ends are not taken as they are', async () => {
    for (const name of ['a\0.schem', 'a\r\nX-Evil: 1', 'a\rb', 'a\nb', '\xff\xfe']) {
      const answer = await send(makeBuild(), { name });
      assert.ok([201, 400, 422].includes(answer.status), `${answer.status} for ${JSON.stringify(name)}`);
      if (answer.status !== 201) continue;
      const row = await finished(answer.json);
      assert.doesNotMatch(row.file_name, /[\0\r\n]/);
      assert.doesNotMatch((await get(`${row.id}/download`)).headers['content-disposition'], /[\0\r\n]/);
    }
  });

  test('titles with NUL are told so; with odd letters they are kept', async () => {
    const answer = await stack.api('PATCH', `/schematics/${(await kept(makeBuild())).id}`, '{"title":"a\\u0000b"}', { token: owner.token, headers: { 'content-type': 'application/json' } });
    assert.ok([400, 422].includes(answer.status), answer.text);
    for (const title of ['\u{1f3f0}\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', 'a\u202eb\u2066c', '${7*7}#{7*7}<%= 7*7 %>', '%s%n%x', '\u05d0\u05d1']) {
      const build = await kept(makeBuild(), { fields: { title } });
      assert.equal(build.title, title);
      assert.match(build.slug, /^[a-z0-9-]+$/);
    }
  });
});

describe('the same file', () => {
  const counts = async (sha256) => (await stack.sql(`SELECT (SELECT count(*) FROM blob WHERE encode(sha256, 'hex') = '${sha256}') AS blobs,
    (SELECT count(*) FROM schematic WHERE encode(sha256, 'hex') = '${sha256}') AS builds`))[0];

  test('from two people at once: each has a build, both one file; who deletes theirs takes nothing from the other', async () => {
    const third = await stack.register();
    for (let round = 0; round < 4; round++) {
      const bytes = makeBuild();
      const answers = await Promise.all([owner, other, third].map((who) => send(bytes, { who, fields: { visibility: 'private' } })));
      assert.deepEqual(answers.map(({ status }) => status), [201, 201, 201]);
      const builds = answers.map(({ json }) => json);
      await Promise.all([finished(builds[0], owner), finished(builds[1], other), finished(builds[2], third)]);
      assert.deepEqual(await counts(builds[0].sha256), { blobs: 1, builds: 3 });
      assert.equal((await stack.api('DELETE', `/schematics/${builds[0].id}`, null, { token: owner.token })).status, 204);
      for (const [who, build] of [[other, builds[1]], [third, builds[2]]]) {
        assert.deepEqual((await get(`${build.id}/download`, who)).bytes, bytes);
        assert.equal((await get(`${build.id}/thumb.webp`, who)).status, 200);
      }
      assert.equal((await get(`${builds[1].id}/download`, third)).status, 404);
    }
  });

  test('from one person many times at once: once, and the others are told which it is', async () => {
    const bytes = makeBuild();
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(bytes)));
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409]);
    const { json: build } = answers.find(({ status }) => status === 201);
    for (const { status, json } of answers) if (status === 409) assert.deepEqual([json.type, json.id], ['/problems/duplicate-schematic', build.id]);
    assert.deepEqual(await counts(build.sha256), { blobs: 1, builds: 1 });
  });

  test('from one person many times at once with one key: one build, told to all who get through', async () => {
    const bytes = makeBuild(), key = 'one-key-for-all-of-them';
    const answers = await Promise.all(Array.from({ length: 6 }, () => send(bytes, { key })));
    const made = answers.filter(({ status }) => status === 201);
    assert.ok(made.length >= 1);
    assert.equal(new Set(made.map(({ json }) => json.id)).size, 1);
    for (const { status, json } of answers) if (status !== 201) assert.deepEqual([status, json.type], [409, '/problems/idempotency-key-in-use']);
    assert.equal((await send(makeBuild(), { key })).status, 422, 'the key stands for those bytes');
    assert.equal((await send(bytes, { key, who: other })).status, 201, 'and for that person');
  });

  test('deleted while it is uploaded again stays whole', async () => {
    for (let round = 0; round < 4; round++) {
      const bytes = makeBuild();
      const first = await finished(await kept(bytes));
      const [gone, again] = await Promise.all([stack.api('DELETE', `/schematics/${first.id}`, null, { token: owner.token }), send(bytes, { who: owner })]);
      assert.equal(gone.status, 204);
      assert.ok([201, 409].includes(again.status), again.text);
      const build = again.status === 201 ? again.json : await kept(bytes);
      await finished(build);
      assert.deepEqual((await get(`${build.id}/download`, owner)).bytes, bytes);
    }
  });
});

test('all of it leaves nothing behind that no row speaks of', async () => {
  await stack.waitFor(async () => {
    const rows = await stack.sql("SELECT encode(sha256, 'hex') AS name FROM blob");
    assert.deepEqual(files().sort(), rows.map(({ name }) => name.slice(4)).sort());
    return true;
  }, { what: 'a file for each row, and a row for each file' });
});
