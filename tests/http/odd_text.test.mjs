// Text in files that the database can't hold as it is (NUL as Java writes it, lone halves of letters, control characters): wherever it
// stands, the file is either refused for a reason with a name, or taken, studied, drawn and shown.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startStack } from '../lib/stack.mjs';

const u16 = (n) => Buffer.from([n >> 8, n & 255]);
const i32 = (n) => { const b = Buffer.alloc(4); b.writeInt32BE(n); return b; };
const text = (s) => { const b = Buffer.isBuffer(s) ? s : Buffer.from(s); return Buffer.concat([u16(b.length), b]); };
const tag = (type, name, value) => Buffer.concat([Buffer.from([type]), text(name), value]);
const string = (name, s) => tag(8, name, text(s));
const int = (name, n) => tag(3, name, i32(n));
const body = (tags) => Buffer.concat([...tags, Buffer.from([0])]);
const compound = (name, tags) => tag(10, name, body(tags));
const list = (name, type, items) => tag(9, name, Buffer.concat([Buffer.from([type]), i32(items.length), ...items]));
const bytes = (name, values) => tag(7, name, Buffer.concat([i32(values.length), Buffer.from(values)]));
const ints = (name, values) => tag(11, name, Buffer.concat([i32(values.length), ...values.map(i32)]));
const longs = (name, values) => tag(12, name, Buffer.concat([i32(values.length), ...values.map((v) => { const b = Buffer.alloc(8); b.writeBigInt64BE(v); return b; })]));
const join = (...parts) => Buffer.concat(parts.map((part) => (Buffer.isBuffer(part) ? part : Buffer.from(part))));

const odd = {
  'NUL as Java writes it': Buffer.from([0xc0, 0x80]),
  'a bare NUL': Buffer.from([0]),
  'half a letter': Buffer.from([0xed, 0xa0, 0x80]),
  'a letter in two halves': Buffer.from([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]),
  'a control character': Buffer.from([1]),
  'a line end': Buffer.from('\n'),
  'no character at all': Buffer.from([0xef, 0xbf, 0xbf]),
  'an escaped NUL': Buffer.from('\\u0000'),
};

let seed = 0;
const unique = () => string('Says', `odd ${process.pid} ${++seed}`);
const sized = (w) => [tag(2, 'Width', u16(w)), tag(2, 'Height', u16(1)), tag(2, 'Length', u16(1))];
const entity = (id, x, fields) => body([string('Id', id), ints('Pos', [x, 0, 0]), ...fields]);

const sponge = (names, { entities = [], meta = [], mobs = [] } = {}) =>
  compound('Schematic', [int('Version', 2), int('DataVersion', 3465), ...sized(names.length), int('PaletteMax', names.length),
    compound('Palette', names.map((name, i) => tag(3, name, i32(i)))), bytes('BlockData', names.map((_, i) => i)),
    list('BlockEntities', 10, entities), list('Entities', 10, mobs), compound('Metadata', [unique(), ...meta])]);
const structure = (name, properties = []) =>
  compound('', [int('DataVersion', 3465), list('size', 3, [i32(1), i32(1), i32(1)]),
    list('palette', 10, [body([string('Name', name), ...(properties.length ? [compound('Properties', properties)] : [])])]),
    list('blocks', 10, [body([int('state', 0), list('pos', 3, [i32(0), i32(0), i32(0)])])]), list('entities', 10, []), string('author', `odd ${++seed}`)]);
const litematica = (region, name, author) =>
  compound('', [int('Version', 6), int('MinecraftDataVersion', 3465),
    compound('Metadata', [string('Name', author), string('Author', author), string('Description', author), unique()]),
    compound('Regions', [compound(region, [compound('Position', [int('x', 0), int('y', 0), int('z', 0)]), compound('Size', [int('x', 1), int('y', 1), int('z', 1)]),
      list('BlockStatePalette', 10, [body([string('Name', 'minecraft:air')]), body([string('Name', name)])]), longs('BlockStates', [1n])])])]);

const places = {
  'the name of a block': (x) => sponge([join('minecraft:st', x, 'one')]),
  'the name of a mod': (x) => sponge([join('mo', x, 'd:block')]),
  'the state of a block': (x) => sponge([join('minecraft:oak_log[axis=', x, 'y]')]),
  'a sign': (x) => sponge(['minecraft:oak_sign'], { entities: [entity('minecraft:sign', 0, [string('Text1', join('{"text":"', x, '","clickEvent":{"action":"run_command","value":"/op ', x, '"}}'))])] }),
  'a command': (x) => sponge(['minecraft:command_block'], { entities: [entity('minecraft:command_block', 0, [string('Command', join('/say ', x))])] }),
  'the id of a block entity': (x) => sponge(['minecraft:chest'], { entities: [entity(join('minecraft:che', x, 'st'), 0, [])] }),
  'a spawner': (x) => sponge(['minecraft:spawner'], { entities: [entity('minecraft:mob_spawner', 0, [compound('SpawnData', [compound('entity', [string('id', join('minecraft:p', x))])])])] }),
  'an entity': (x) => sponge(['minecraft:stone'], { mobs: [body([string('Id', join('minecraft:pig', x)), list('Pos', 6, [Buffer.alloc(8), Buffer.alloc(8), Buffer.alloc(8)])])] }),
  'metadata': (x) => sponge(['minecraft:stone'], { meta: [string('Name', join('A', x)), string('Author', x)] }),
  'a block of a structure': (x) => structure(join('minecraft:st', x)),
  'a property of a structure': (x) => structure('minecraft:oak_log', [string(join('ax', x, 'is'), join(x, 'y'))]),
  'the region of a Litematica file': (x) => litematica(join('Re', x), 'minecraft:stone', 'me'),
  'a block of a Litematica file': (x) => litematica('Region', join('minecraft:', x), 'me'),
  'an author': (x) => litematica('Region', 'minecraft:stone', join('m', x)),
};

let stack, owner;
before(async () => {
  stack = await startStack({ scanner: true });
  owner = await stack.register();
});
after(() => stack?.close());

const send = (file, name = 'odd.schem') => {
  const form = new FormData();
  form.append('file', new Blob([gzipSync(file)]), name);
  return stack.api('POST', '/schematics', form, { token: owner.token });
};

for (const [place, file] of Object.entries(places))
  describe(place, () => {
    for (const [what, x] of Object.entries(odd))
      test(what, async () => {
        const answer = await send(file(x));
        if (answer.status !== 201) {
          assert.equal(answer.status, 422, answer.text);
          assert.ok(answer.json.reason, answer.text);
          return;
        }
        const build = await stack.waitFor(async () => {
          const { json } = await stack.api('GET', `/schematics/${answer.json.id}`, undefined, { token: owner.token });
          return json.status === 'clean' && json.analysis !== 'waiting' && json;
        }, { seconds: 60, what: 'the build to be scanned and drawn' });
        assert.equal(build.analysis, 'done');
        for (const part of ['', '/manifest', '/materials', '/sections', '/thumb.webp', '/versions'])
          assert.equal((await stack.api('GET', `/schematics/${build.id}${part}`)).status, 200, part);
        assert.equal((await stack.fetch(`/schematics/${build.slug}`)).status, 200);
        assert.equal((await stack.api('DELETE', `/schematics/${build.id}`, undefined, { token: owner.token })).status, 204);
      });
  });

test('an ordinary file of each kind is taken', async () => {
  for (const [place, file] of Object.entries(places)) assert.equal((await send(file('a'))).status, 201, place);
});
