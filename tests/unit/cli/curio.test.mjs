// The operator's command, as far as it needs nothing that runs.
import { after, before, test } from 'node:test';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { root, run } from '../../lib/stack.mjs';

const build = process.env.CURIO_BUILD ?? 'release';
const program = resolve(root, build.includes('/') ? build : join('build', build), 'bin/curio');
const secret = '0123456789abcdef0123456789abcdef';
let folder;

before(() => { folder = mkdtempSync(join(tmpdir(), 'curio-cli-')); });
after(() => rmSync(folder, { recursive: true, force: true }));

/** `curio ARGS…` with a curio.conf of these lines, and nothing else from the environment. */
function curio(args, { conf = {}, env = {} } = {}) {
  const settings = {
    token_secret: secret, database_url: `host=${folder} dbname=none`, redis_socket: join(folder, 'none'),
    clamd_socket: join(folder, 'none'), blob_dir: '/proc/none', spool_dir: join(folder, 'spool'), ...conf,
  };
  const path = join(folder, 'curio.conf');
  writeFileSync(path, Object.entries(settings).map(([key, value]) => `${key} = ${value}\n`).join(''));
  return run(program, args, { env: { CURIO_CONFIG: path, LC_ALL: 'C', ...env } });
}

const linesOf = (text) => text.split('\n').filter(Boolean);

test('help names every command, and is what one gets without one', async () => {
  const help = await curio(['help']);
  assert.equal(help.code, 0);
  for (const name of ['config', 'doctor', 'migrate', 'migrate status', 'admin create', 'admin grant', 'routes', 'openapi', 'nginx', 'seed'])
    assert.match(help.out, new RegExp(`^  ${name}\\b.* \\S`, 'm'));
  const none = await curio([]);
  assert.deepEqual([none.code, none.out, none.err], [2, '', help.out]);
  assert.equal((await curio(['--help'])).out, help.out);
});

test('what is not clear is said in a line, with exit code 2', async () => {
  for (const [args, said] of [[['fly'], /no command "fly"/], [['admin'], /no command "admin"/], [['admin', 'create', 'a@b.example'], /usage: curio admin create EMAIL NAME/],
    [['config', 'more'], /usage: curio config/], [['migrate', 'a', 'b'], /usage: curio migrate/]]) {
    const done = await curio(args);
    assert.equal(done.code, 2, args.join(' '));
    assert.match(linesOf(done.err)[0], said);
    assert.equal(done.out, '');
  }
});

test('settings that are wrong stop every command, each named with its line', async () => {
  const done = await curio(['routes'], { conf: { bcrypt_cost: 99, nonsense: 1 } });
  assert.equal(done.code, 2);
  assert.deepEqual(linesOf(done.err).map((line) => line.replace(/^.*curio\.conf:/, '')),
    ['7: bcrypt_cost: expected 10 to 16', '8: nonsense: there is no such setting']);
  const missing = await run(program, ['--config', '/nonexistent/curio.conf', 'config'], { env: {} });
  assert.equal(missing.code, 2);
  assert.match(missing.err, /^\/nonexistent\/curio\.conf: No such file/);
});

test('config prints what is in force and hides secrets', async () => {
  const done = await curio(['config'], { conf: { site_name: 'Mine' }, env: { CURIO_LISTEN_PORT: '9443' } });
  assert.equal(done.code, 0);
  assert.match(done.out, /^site_name = Mine   # /m);
  assert.match(done.out, /^listen_port = 9443   # /m);
  assert.match(done.out, /^token_secret = \(hidden\)   # /m);
  assert.ok(!done.out.includes(secret));
});

test('the API document is OpenAPI 3.1 and knows the routes that are listed', async () => {
  const document = JSON.parse((await curio(['openapi'])).out);
  assert.match(document.openapi, /^3\.1\./);
  const routes = linesOf((await curio(['routes'])).out);
  for (const line of routes.filter((l) => / \/api\/v1\//.test(l))) {
    const [method, path] = line.split(/\s+/);
    assert.ok(document.paths[path.replace('/api/v1', '')]?.[method.toLowerCase()] ?? document.paths[path]?.[method.toLowerCase()], line);
  }
  assert.ok(routes.some((line) => /^POST +\/api\/v1\/schematics +schematic\.upload +upload +\S/.test(line)));
});

test("nginx's configuration has every place filled in", async () => {
  const done = await curio(['nginx'], { conf: { site_url: 'https://builds.example:8443', listen_address: '::1', upload_max: '8M' } });
  assert.equal(done.code, 0, done.err);
  const said = linesOf(done.out).filter((line) => !/^\s*#/.test(line)).join('\n');
  assert.doesNotMatch(said, /@[a-z_]+@/);
  assert.match(said, /listen \[::1\]:8443 ssl/);
  assert.match(said, /server_name builds\.example /);
  assert.match(said, /client_max_body_size 8388608;/);
  assert.match(said, new RegExp(`include ${folder}/nginx\\.d/`));
  assert.match(said, /\(\?:[^)]*\/api\/v1\/auth\/register[|)]/); // the pool that hashes passwords
  const [, uploads] = /~ "\^\(\?:(\S*\/schematics\S*)\)\$"/.exec(said); // paths that take files
  for (const path of ['/api/v1/schematics', '/schematics', '/api/v1/schematics/[^/]+/versions'])
    assert.ok(uploads.split('|').includes(path), `${path} in ${uploads}`);
});

test("nothing that would end nginx's directive gets in", async () => {
  for (const value of ['1.2.3.4; return 200', '$host', '{', 'a b']) {
    const done = await curio(['nginx'], { conf: { listen_address: value } });
    assert.deepEqual([done.code, done.out], [1, '']);
    assert.match(done.err, /listen_address: .* cannot stand in nginx's configuration/);
  }
  const template = join(folder, 'template');
  writeFileSync(template, 'a@b @nonsense@;\n');
  const done = await curio(['nginx', template]);
  assert.equal(done.code, 1);
  assert.match(done.err, /@nonsense@/);
  writeFileSync(template, '# @web_socket@\nme@here @listen_port@@listen_port@ @ @@\n');
  assert.equal((await curio(['nginx', template])).out, '# @web_socket@\nme@here 84438443 @ @@\n');
});

test('doctor says in a line each what is away', async () => {
  const done = await curio(['doctor']);
  assert.equal(done.code, 1);
  const found = Object.fromEntries(linesOf(done.out).map((line) => line.split(/\s+/)).map(([state, name]) => [name, state]));
  assert.deepEqual(found, { settings: 'ok', database: 'BAD', migrations: 'BAD', redis: 'BAD', blobs: 'BAD', files: 'BAD', pictures: 'BAD', store: 'BAD', sources: 'BAD', counters: 'BAD', spool: 'BAD', scanner: 'BAD', mail: 'ok', rows: 'BAD' });
});

test('without a database, what needs one says so in a line', async () => {
  for (const args of [['migrate'], ['migrate', 'status'], ['admin', 'grant', 'a@b.example', 'admin'], ['admin', 'create', 'a@b.example', 'A']]) {
    const done = await curio(args);
    assert.equal(done.code, 1, args.join(' '));
    assert.equal(linesOf(done.err).length, 1, done.err);
    assert.equal(done.out, '');
  }
});

test('output that cannot be written is an error', async () => {
  const done = await run('/bin/sh', ['-c', `exec "${program}" version >/dev/full`], { env: {} });
  assert.equal(done.code, 1);
});
