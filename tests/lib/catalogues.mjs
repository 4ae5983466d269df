// Catalogues made by a test: a folder that locale_dir may name.
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from './stack.mjs';

const quoted = (text) => JSON.stringify(text);
const header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: nplurals=2; plural=(n != 1);\\n"\n';

/** LANGUAGES: { da: { Builds: 'Byggerier', 'context|Text': '…', 'one|||many': ['…', '…'] }, … }, or the text of a .po file. */
export async function makeCatalogues(languages) {
  const folder = mkdtempSync(join(tmpdir(), 'curio-locale-'));
  for (const [language, messages] of Object.entries(languages)) {
    const into = join(folder, language, 'LC_MESSAGES');
    mkdirSync(into, { recursive: true });
    const input = typeof messages === 'string' ? messages : header + Object.entries(messages).map(([id, text]) => entry(id, text)).join('');
    const made = await run('msgfmt', ['--check-format', '-o', join(into, 'curio.mo'), '-'], { env: process.env, input });
    assert.equal(made.code, 0, made.err);
  }
  return folder;
}

function entry(id, text) {
  const [one, many] = id.split('|||');
  const [context, message] = one.includes('|') ? one.split('|') : [null, one];
  const head = `\n${context === null ? '' : `msgctxt ${quoted(context)}\n`}msgid ${quoted(message)}\n`;
  return many === undefined ? `${head}msgstr ${quoted(text)}\n`
    : `${head}msgid_plural ${quoted(many)}\n${text.map((form, i) => `msgstr[${i}] ${quoted(form)}\n`).join('')}`;
}
