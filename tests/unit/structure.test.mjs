// Holds the tree to the house's boundaries: which part may include which, and which one file speaks to each library.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const files = execFileSync('git', ['-C', root, 'ls-files', '-co', '--exclude-standard', 'app', 'handlers'], { encoding: 'utf8' })
  .split('\n').filter((name) => /\.([ch]|cpp)$/.test(name));

const includes = files.flatMap((file) =>
  [...readFileSync(join(root, file), 'utf8').matchAll(/^#include\s+(["<])([^">]+)[">]/gm)]
    .map(([, kind, target]) => ({ file, target, ours: kind === '"' })));

// The only files that include a library's header.
const libraries = {
  'fcgiapp.h': ['app/web/fastcgi.c'],
  'libpq-fe.h': ['app/store/db.c'],
  'hiredis/hiredis.h': ['app/store/cache.c'],
  'json-c/json.h': ['app/core/json_read.c'],
  'jwt.h': ['app/account/jws.c'],
  'md4c.h': ['app/web/markdown.c'],
  'curl/curl.h': ['app/jobs/mail.c', 'app/jobs/remote.c', 'app/market/import/http.c'],
  'zlib.h': ['app/schematic/source.c', 'app/schematic/nbt_write.c', 'app/schematic/sections.c'],
  'libdeflate.h': ['app/schematic/source.c'],
  'webp/encode.h': ['app/schematic/thumb_webp.c', 'app/image/webp.c'],
  'jpeglib.h': ['app/image/jpeg.c'],
  'libheif/heif.h': ['app/image/heif.c'],
  'png.h': ['app/schematic/thumb_png.c'],
  'crypt.h': ['app/core/password.c'],
  'MagickWand/MagickWand.h': ['app/image/magick.c'],
  'wand/MagickWand.h': ['app/image/magick.c'],
  'lcms2.h': ['app/image/srgb.c'],
  'seccomp.h': ['app/image/confine.c'],
  'libical/ical.h': ['app/market/rrule_ical.c', 'app/market/ics.c'],
  'libxml/HTMLparser.h': ['app/market/dom.c'],
  'libxml/xpath.h': ['app/market/dom.c'],
  'libxml/xpathInternals.h': ['app/market/dom.c'],
  'pcre2.h': ['app/market/pattern.c'],
  'libxml/uri.h': ['app/market/url.c'],
  'opencv2/objdetect.hpp': ['app/image/face_haar.cpp'],
  'opencv2/dnn.hpp': ['app/image/face_net.cpp'],
  'dlib/image_processing/frontal_face_detector.h': ['app/image/face_hog.cpp'],
};

// Part → parts below it that it may include, besides itself.
const parts = {
  'app/core': [],
  'app/store': ['core', 'queries'],
  'app/schematic/shelf': ['core', 'store', 'schematic', 'queries'],
  'app/schematic': ['core'],
  'app/image/record': ['core', 'store', 'image', 'queries'],
  'app/image': ['core', 'web/fastcgi.h', 'web/incoming.h', 'web/multipart.h'],
  'app/market/shelf': ['core', 'store', 'market', 'queries'],
  'app/market/import': ['core', 'store', 'market', 'queries'],
  'app/market': ['core'],
  'app/account': ['core', 'store', 'queries'],
  'app/social': ['core', 'store', 'account', 'queries'],
  'app/web': ['core', 'store', 'account', 'templates', 'queries'],
  'app/jobs': ['core', 'store', 'account', 'social', 'schematic', 'market', 'image', 'queries'],
  'app/tools': ['store/contract.h', 'core'],
  'handlers': ['core', 'store', 'account', 'social', 'schematic', 'market', 'image/kind.h', 'image/receipt.h', 'image/record', 'web', 'templates', 'queries'],
};

test('every library is included by its one file', () => {
  const wrong = includes.filter(({ file, target, ours }) => !ours && libraries[target] && !libraries[target].includes(file));
  assert.deepEqual(wrong, []);
  for (const [library, owners] of Object.entries(libraries))
    assert.ok(includes.some(({ file, target }) => target === library && owners.includes(file)), `${library} is not used where the table says`);
});

test('OpenSSL stays with the crypto helpers and the token keys', () => {
  const users = new Set(includes.filter(({ target }) => target.startsWith('openssl/')).map(({ file }) => file));
  for (const file of users) assert.match(file, /^app\/(core\/crypto\w*|account\/jws\w*)\.c$/);
});

test('app never includes handlers, and no part reaches above itself', () => {
  const wrong = includes.filter(({ file, target, ours }) => {
    if (!ours) return false;
    const part = Object.keys(parts).find((p) => file.startsWith(p + '/'));
    if (!part) return false;
    const own = part.replace(/^app\//, '') + '/';
    return target.includes('/') && !target.startsWith(own)
      && !parts[part].some((allowed) => target === allowed || target.startsWith(allowed + '/'));
  });
  assert.deepEqual(wrong, []);
});

test('rooms do not include one another', () => {
  const rooms = ['schematic', 'market'];
  const wrong = includes.filter(({ file, target }) => {
    const room = rooms.find((r) => file.startsWith(`handlers/${r}/`) || file.startsWith(`app/${r}/`));
    return room && rooms.some((other) => other !== room && target.startsWith(other + '/'));
  });
  assert.deepEqual(wrong, []);
});

test('headers are paired or a contract, and guarded by their own name', () => {
  for (const file of files.filter((name) => name.endsWith('.h') && name !== 'app/core/banned.h')) {
    const guard = 'CURIO_' + file.replace(/^app\//, '').replace(/[^a-z0-9]/gi, '_').toUpperCase();
    assert.ok(readFileSync(join(root, file), 'utf8').includes(`#ifndef ${guard}\n`), `${file} is not guarded by ${guard}`);
  }
});

test('C++ stays in the face detectors, which speak C to the rest', () => {
  const cpp = files.filter((name) => name.endsWith('.cpp'));
  for (const file of cpp) assert.match(file, /^app\/image\/face_\w+\.cpp$/);
  assert.ok(cpp.length > 0);
});

test('the operator’s guide names every setting that "curio config" prints', () => {
  const table = readFileSync(join(root, 'app/core/config_table.c'), 'utf8').split('const struct setting config_settings[] = {')[1];
  const settings = [...table.matchAll(/^ {4}(?:[A-Z]+\((\w+),|\{"(\w+)", SETTING_)/gm)].map(([, plain, other]) => plain ?? other);
  assert.ok(settings.length > 100 && settings.length === (table.match(/^ {4}[A-Z{]/gm) ?? []).length, `${settings.length} settings were understood`);
  const guide = readFileSync(join(root, 'docs/operating.md'), 'utf8');
  assert.deepEqual(settings.filter((name) => !guide.includes(`\`${name}\``)), []);
});
