// Every catalogue below po/ says all that the sources and templates say, by name of what is missing; `./dev translate` brings them up to date.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const build = process.env.CURIO_BUILD?.includes('/') ? process.env.CURIO_BUILD : join(root, 'build', process.env.CURIO_BUILD ?? 'release');
const catalogues = readdirSync(join(root, 'po')).filter((name) => name.endsWith('.po'));

function run(command, ...args) {
  const done = spawnSync(command, args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26 });
  assert.equal(done.status, 0, `${command} ${args.join(' ')}: ${done.error ?? done.stderr}`);
  return done.stdout;
}

/** [{ context, id, plural, texts, fuzzy }] of a catalogue's text. */
function entries(text) {
  const found = [];
  let entry, last;
  for (const line of text.split('\n')) {
    const [, key, quoted] = line.match(/^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) (".*")$/) ?? [];
    if (key === 'msgctxt' || (key === 'msgid' && last !== 'msgctxt')) found.push((entry = { texts: [], fuzzy: found.fuzzy }));
    if (line.startsWith('#,')) found.fuzzy = line.includes('fuzzy');
    else if (line === '') found.fuzzy = false;
    if (key?.startsWith('msgstr')) entry.texts.push(JSON.parse(quoted));
    else if (key) entry[key] = JSON.parse(quoted);
    if (key) last = key;
    else if (line.startsWith('"') && last.startsWith('msgstr')) entry.texts.push(entry.texts.pop() + JSON.parse(line));
    else if (line.startsWith('"')) entry[last] += JSON.parse(line);
  }
  return found.filter(({ msgid }) => msgid !== '');
}

const placeholders = (text) => [...new Set(text.match(/\{[a-z_]+\}/g) ?? [])].sort().join(' ');

let folder, pot;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'curio-po-'));
  run('cmake', '--build', build, '--target', 'pot');
  pot = join(build, 'curio.pot');
});
after(() => folder && rmSync(folder, { recursive: true }));

test('there is Danish', () => assert.ok(catalogues.includes('da.po')));

for (const name of catalogues) {
  test(`${name} says everything`, (t) => {
    const merged = join(folder, name);
    run('msgmerge', '--quiet', '--no-fuzzy-matching', '--no-wrap', '-o', merged, join('po', name), pot);
    const missing = entries(run('msgattrib', '--no-wrap', '--no-obsolete', merged))
      .filter(({ texts, fuzzy }) => fuzzy || texts.some((text) => text === '')).map(({ msgctxt, msgid }) => (msgctxt ? `${msgctxt}: ${msgid}` : msgid));
    // While people write, text comes before its translation; what is handed on has both.
    if (process.env.CI) assert.deepEqual(missing, []);
    for (const text of missing) t.diagnostic(`${name} lacks: ${text}`);
  });

  test(`${name} is sound, and names the same things as the sources`, () => {
    run('msgfmt', '--check', '-o', '/dev/null', join('po', name));
    const wrong = entries(run('msgcat', '--no-wrap', join('po', name)))
      .filter(({ msgid, msgid_plural, texts }) => texts.some((text, i) => {
        const said = placeholders(text), wanted = [placeholders(msgid), placeholders(msgid_plural ?? msgid)];
        return text !== '' && !wanted.includes(said) && !(i === 0 && texts.length > 1);
      })).map(({ msgid }) => msgid);
    assert.deepEqual(wrong, []);
  });

  test(`${name} ends, begins and breaks as the sources do`, () => {
    const edges = (text) => [text.match(/^\s*/)[0], text.match(/\s*$/)[0]].join('|');
    const wrong = entries(run('msgcat', '--no-wrap', join('po', name)))
      .filter(({ msgid, texts }) => texts.some((text) => text !== '' && edges(text) !== edges(msgid))).map(({ msgid }) => msgid);
    assert.deepEqual(wrong, []);
  });
}

test('the static folder holds no page of its own: those are templates', () => {
  const pages = readdirSync(join(root, 'static'), { recursive: true }).filter((name) => String(name).endsWith('.html'));
  assert.deepEqual(pages, []);
});

// A script shows what the page hands it (data-…): a sentence in a string of its own would stay English for ever.
test('scripts hold no sentences', () => {
  const scripts = readdirSync(join(root, 'static'), { recursive: true }).map(String).filter((name) => name.endsWith('.js'));
  const shown = /(?:textContent|innerText|title|alt|placeholder|ariaLabel|label)\s*=\s*(["'`])(?=[^"'`]*[A-Za-z]{3,})(?:(?!\$\{)[^"'`])*\1/;
  const wrong = scripts.filter((name) => existsSync(join(root, 'static', name)) && shown.test(readFileSync(join(root, 'static', name), 'utf8')));
  assert.deepEqual(wrong, []);
});
