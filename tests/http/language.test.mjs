// A site in another language: a catalogue compiled here reaches pages, the API's sentences and the mail of the jobs.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startMail } from '../lib/mail.mjs';
import { run, startStack } from '../lib/stack.mjs';

const messages = [
  ['Builds', 'Bauwerke ✓'],
  ['Please fill this in.', 'Bitte <ausfüllen>.'],
  ['Somebody asked for a new password for your account. Choose one here:', 'Jemand wünscht ein neues Kennwort:'],
  ['Choose a new password', 'Neues Kennwort wählen'],
];
const plural = `
msgid "At most %lld character, please."
msgid_plural "At most %lld characters, please."
msgstr[0] "Höchstens %lld Zeichen (eins)."
msgstr[1] "Höchstens %lld Zeichen."
`;
const header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n';

let stack, mail, folder;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'curio-locale-'));
  mkdirSync(join(folder, 'de/LC_MESSAGES'), { recursive: true });
  const catalogue = header + messages.map(([id, text]) => `\nmsgid "${id}"\nmsgstr "${text}"\n`).join('') + plural;
  const made = await run('msgfmt', ['-o', join(folder, 'de/LC_MESSAGES/curio.mo'), '-'], { env: process.env, input: catalogue });
  assert.equal(made.code, 0, made.err);
  mail = await startMail();
  stack = await startStack({ env: { CURIO_LOCALE_DIR: folder }, conf: { language: 'de', smtp_url: mail.url } });
});
after(async () => {
  await stack?.close();
  await mail?.close();
  if (folder) rmSync(folder, { recursive: true });
});

test('pages speak it, and say so', async () => {
  const page = (await stack.fetch('/schematics')).text;
  assert.match(page, /<html lang="de">/);
  assert.match(page, /<title>Bauwerke ✓ · Curio<\/title>/);
  assert.match(page, /Sign in/); // what has no translation stays as it is
});

test('so do errors, escaped on a page, with the plural of their number', async () => {
  const answer = await stack.api('POST', '/auth/register', { name: 'x'.repeat(100), password: 'correct horse battery' });
  const said = Object.fromEntries(answer.json.errors.map(({ field, message }) => [field, message]));
  assert.deepEqual(said, { email: 'Bitte <ausfüllen>.', name: 'Höchstens 60 Zeichen.' });
  const page = await stack.visitor().submit('/auth/register', { email: '', name: 'A', password: 'correct horse battery' });
  assert.match(page.text, /Bitte &lt;ausfüllen&gt;\./);
});

test('and the mail that jobs send', async () => {
  const person = await stack.register();
  await stack.api('POST', '/auth/forgotten', { email: person.email });
  const sent = await mail.next(({ to }) => to.includes(person.email));
  assert.equal(sent.subject, 'Neues Kennwort wählen');
  assert.match(sent.text, /Jemand wünscht ein neues Kennwort:/);
});
