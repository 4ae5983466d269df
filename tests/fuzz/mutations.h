/* Copies of builds that are damaged where it tells: bits, lengths, missing ends, pieces of other builds; packed again or not. */
#ifndef CURIO_TESTS_MUTATIONS_H
#define CURIO_TESTS_MUTATIONS_H

#include <stdlib.h>
#include <zlib.h>

#include "core/buf.h"
#include "schematic/nbt.h"
#include "unit/schematic/damage.h"

enum { UNPACKED_MAX = 8 << 20, AXIOM_MAGIC = 0x0ae5bb36 };

/* What stands before the packed data (an Axiom blueprint's first parts), and the data unpacked. */
struct unpacked {
    size_t head;
    struct buf nbt;
};

/* Where the third part's data starts; 0 in what is no blueprint. */
static size_t head_of(const uint8_t *p, size_t n)
{
    size_t at = 4;
    if (n < 16 || nbt_u32(p) != AXIOM_MAGIC)
        return 0;
    for (int part = 0; part < 2; part++) {
        if (n - at < 8 || nbt_u32(p + at) > n - at - 8)
            return 0;
        at += 4 + nbt_u32(p + at);
    }
    return at + 4;
}

/* False where it is longer than UNPACKED_MAX. What cannot be unpacked stays as it is. */
static bool unpack(const uint8_t *p, size_t n, struct unpacked *out)
{
    static uint8_t window[1 << 16];
    z_stream z = {0};
    out->head = head_of(p, n);
    buf_init(&out->nbt, UNPACKED_MAX);
    if (inflateInit2(&z, 15 + 32) != Z_OK)
        return false;
    z.next_in = (uint8_t *)(uintptr_t)(p + out->head);
    z.avail_in = (uInt)(n - out->head);
    int result;
    do {
        z.next_out = window;
        z.avail_out = sizeof window;
        result = inflate(&z, Z_NO_FLUSH);
        buf_add_bytes(&out->nbt, window, sizeof window - z.avail_out);
    } while (result == Z_OK && !out->nbt.failed);
    inflateEnd(&z);
    if (out->nbt.n == 0)
        buf_add_bytes(&out->nbt, p + out->head, n - out->head);
    return !out->nbt.failed;
}

/* WINDOW as zlib wants it: 15 zlib, 31 gzip; 0: as it lies. */
static void pack(struct buf *out, const struct buf *nbt, int window)
{
    static uint8_t pressed[1 << 16];
    z_stream z = {0};
    if (window == 0 || deflateInit2(&z, 1, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
        buf_add(out, buf_str(nbt));
        return;
    }
    z.next_in = (uint8_t *)nbt->p;
    z.avail_in = (uInt)nbt->n;
    do {
        z.next_out = pressed;
        z.avail_out = sizeof pressed;
        deflate(&z, Z_FINISH);
        buf_add_bytes(out, pressed, sizeof pressed - z.avail_out);
    } while (z.avail_out == 0);
    deflateEnd(&z);
}

/* Where the values of fields from tag FIRST to tag LAST probably stand: a tag, a short name of readable letters, then the value. */
static size_t find_values(const struct buf *nbt, enum nbt_tag first, enum nbt_tag last, size_t *found, size_t most)
{
    const uint8_t *p = (const uint8_t *)nbt->p;
    size_t count = 0;
    for (size_t at = 0; at + 3 < nbt->n && count < most; at++) {
        size_t name = nbt_u16(p + at + 1), value = at + 3 + name;
        if (p[at] < first || p[at] > last || name == 0 || name > 24 || value + 5 > nbt->n)
            continue;
        bool letters = true;
        for (size_t i = at + 3; i < value; i++)
            letters = letters && p[i] >= ' ' && p[i] < 0x7f;
        if (letters && p[at] != NBT_COMPOUND)
            found[count++] = value + (p[at] == NBT_LIST);
    }
    return count;
}

enum { VALUES_MOST = 4096 };

/* One byte of a number, or of an array, which leaves the build's form as it is. */
static void edit_value(struct buf *nbt, uint64_t *seed)
{
    static size_t found[VALUES_MOST];
    bool array = next(seed) % 4 > 0;
    size_t count = find_values(nbt, array ? NBT_BYTE_ARRAY : NBT_BYTE, array ? NBT_BYTE_ARRAY : NBT_INT, found, VALUES_MOST);
    if (count == 0)
        return;
    size_t at = found[next(seed) % count], n = array ? nbt_u32((uint8_t *)nbt->p + at) : 1, from = at + (array ? 4 : 0);
    if (n > 0 && n <= nbt->n - from)
        nbt->p[from + next(seed) % n] = (char)(next(seed) % 16);
}

static void edit_length(struct buf *nbt, uint64_t *seed)
{
    static size_t found[VALUES_MOST];
    static const uint32_t telling[] = {0, 1, 0xffffffff, 0x7fffffff, 0x80000000, 0x10000, 0xffff, 0x20000000};
    size_t count = find_values(nbt, NBT_BYTE_ARRAY, NBT_LONG_ARRAY, found, VALUES_MOST);
    if (count == 0)
        return;
    uint8_t *p = (uint8_t *)nbt->p + found[next(seed) % count];
    uint32_t value = nbt_u32(p);
    switch (next(seed) % 4) {
    case 0: value++; break;
    case 1: value--; break;
    case 2: value *= 2; break;
    default: value = telling[next(seed) % (sizeof telling / sizeof *telling)];
    }
    for (size_t i = 0; i < 4; i++)
        p[i] = (uint8_t)(value >> (24 - 8 * i));
}

/* A piece of OTHER in the place of as much, or pushed between. */
static void splice(struct buf *nbt, const struct buf *other, uint64_t *seed)
{
    enum { PIECE = 512 };
    size_t n = next(seed) % PIECE + 1, from = next(seed) % other->n, at = next(seed) % nbt->n;
    n = n < other->n - from ? n : other->n - from;
    struct buf out;
    size_t gone = next(seed) % 2 ? n : 0;
    buf_init(&out, UNPACKED_MAX + PIECE);
    buf_add(&out, str_slice(buf_str(nbt), 0, at));
    buf_add(&out, str_slice(buf_str(other), from, from + n));
    buf_add(&out, str_slice(buf_str(nbt), at + gone, nbt->n));
    buf_free(nbt);
    *nbt = out;
}

static void damage_buf(struct buf *b, uint64_t *seed)
{
    damage((uint8_t *)b->p, &b->n, seed);
}

static void cut_end(struct buf *b, uint64_t *seed)
{
    b->n = next(seed) % b->n + 1;
}

/* Damages what was unpacked. */
static void mutate_nbt(struct buf *nbt, const struct buf *other, uint64_t *seed)
{
    for (uint64_t times = next(seed) % 2 + 1; times > 0; times--)
        switch (next(seed) % 12) {
        case 0: case 1: damage_buf(nbt, seed); break;
        case 2: case 3: edit_length(nbt, seed); break;
        case 4: splice(nbt, other, seed); break;
        case 5: cut_end(nbt, seed); break;
        default: edit_value(nbt, seed);
        }
}

struct piece {
    const uint8_t *p;
    size_t n;
};

/* A copy of FILE, damaged in its unpacked data (with pieces of OTHER) or as it lies; OUT is the caller's to free. */
static void mutate_copy(struct piece file, struct piece other, struct buf *out, uint64_t *seed)
{
    static const int windows[] = {31, 31, 31, 15, 0};
    struct unpacked mine, its;
    bool both = unpack(file.p, file.n, &mine);
    both = unpack(other.p, other.n, &its) && both;
    buf_init(out, (size_t)1 << 30);
    if (both && mine.nbt.n > 0 && its.nbt.n > 0 && next(seed) % 4 > 0) {
        mutate_nbt(&mine.nbt, &its.nbt, seed);
        buf_add_bytes(out, file.p, mine.head);
        pack(out, &mine.nbt, mine.head ? 31 : windows[next(seed) % 5]);
    } else {
        buf_add_bytes(out, file.p, file.n);
        if (next(seed) % 4 > 0)
            damage_buf(out, seed);
        else
            cut_end(out, seed);
    }
    buf_free(&mine.nbt);
    buf_free(&its.nbt);
}

#endif
