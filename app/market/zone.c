#include "market/zone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "market/zone_rule.h"

enum { FILE_MOST = 64 << 10, NAME_MOST = 64, ZONES_MOST = 1024, HEADER = 44, SECOND_US = 1000000 };

struct zone {
    char name[NAME_MOST];
    unsigned char *bytes; /* the file; null: tzdata has none of this name */
    const unsigned char *times, *types, *kinds; /* of 8, 1 and 6 bytes */
    const char *names;
    size_t time_count, kind_count, names_size;
    struct zone_rule rule; /* after the last time */
};

static int64_t big_endian(const unsigned char *p, size_t bytes)
{
    uint64_t value = p[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < bytes; i++)
        value = value << 8 | p[i];
    return (int64_t)value;
}

struct sizes {
    size_t utc_flags, std_flags, leaps, times, kinds, names;
};

static struct sizes sizes_of(const unsigned char *header)
{
    size_t n[6];
    for (size_t i = 0; i < 6; i++)
        n[i] = (size_t)(uint32_t)big_endian(header + 20 + i * 4, 4);
    return (struct sizes){n[0], n[1], n[2], n[3], n[4], n[5]};
}

static size_t body_size(struct sizes n, size_t word)
{
    return n.times * (word + 1) + n.kinds * 6 + n.names + n.leaps * (word + 4) + n.std_flags + n.utc_flags;
}

static bool kinds_sound(const struct zone *z)
{
    for (size_t i = 0; i < z->time_count; i++)
        if (z->types[i] >= z->kind_count)
            return false;
    for (size_t i = 0; i < z->kind_count; i++)
        if (z->kinds[i * 6 + 5] >= z->names_size)
            return false;
    return z->kind_count > 0 && z->names_size > 0 && z->names[z->names_size - 1] == '\0';
}

/* The 64-bit half of a version 2 file: the first half is passed over. */
static bool read_zone(struct zone *z, size_t size)
{
    if (size < HEADER || memcmp(z->bytes, "TZif", 4) || z->bytes[4] < '2')
        return false;
    size_t at = HEADER + body_size(sizes_of(z->bytes), 4);
    if (at + HEADER > size || memcmp(z->bytes + at, "TZif", 4))
        return false;
    struct sizes n = sizes_of(z->bytes + at);
    size_t body = at + HEADER, footer = body + body_size(n, 8);
    if (footer > size)
        return false;
    z->time_count = n.times;
    z->kind_count = n.kinds;
    z->names_size = n.names;
    z->times = z->bytes + body;
    z->types = z->times + n.times * 8;
    z->kinds = z->types + n.times;
    z->names = (const char *)(z->kinds + n.kinds * 6);
    struct str rule = str_trim((struct str){(const char *)z->bytes + footer, size - footer});
    return kinds_sound(z) && zone_rule_read(rule, &z->rule);
}

/* As tzdata's own names are: each begins with a capital, other than what lies beside them ("right/", "localtime"), and none has an empty part,
 * which the file system would pass over and PostgreSQL refuses. */
static bool name_sound(struct str name)
{
    if (name.n == 0 || name.n >= NAME_MOST || name.p[0] < 'A' || name.p[0] > 'Z' || name.p[name.n - 1] == '/' || str_find(name, STR("//")) >= 0)
        return false;
    for (size_t i = 0; i < name.n; i++) {
        char c = ascii_lower(name.p[i]);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || memchr("/_+-", c, 4)))
            return false;
    }
    return true;
}

static size_t read_tzdata(const char *name, unsigned char bytes[FILE_MOST])
{
    char path[NAME_MOST + 32];
    snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    FILE *file = fopen(path, "re");
    if (!file)
        return 0;
    size_t size = fread(bytes, 1, FILE_MOST, file);
    fclose(file);
    return size;
}

static void load(struct zone *z)
{
    static unsigned char bytes[FILE_MOST];
    size_t size = read_tzdata(z->name, bytes);
    z->bytes = malloc(size + 1);
    if (!z->bytes)
        abort();
    memcpy(z->bytes, bytes, size);
    if (!read_zone(z, size)) {
        free(z->bytes);
        z->bytes = NULL;
    }
}

const struct zone *zone_find(struct str name)
{
    static struct zone *zones[ZONES_MOST];
    static size_t count;
    if (!name_sound(name))
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (str_eq(str_of(zones[i]->name), name))
            return zones[i];
    struct zone z = {.bytes = NULL};
    memcpy(z.name, name.p, name.n);
    load(&z);
    if (!z.bytes || count == ZONES_MOST) {
        free(z.bytes);
        return NULL;
    }
    zones[count] = malloc(sizeof z);
    if (!zones[count])
        abort();
    *zones[count] = z;
    return zones[count++];
}

static struct zone_time kind_at(const struct zone *z, size_t kind, int64_t since, int64_t until)
{
    const unsigned char *k = z->kinds + kind * 6;
    return (struct zone_time){big_endian(k, 4), k[4] != 0, z->names + k[5], since, until};
}

/* What holds after the last time of the table, which may be that of the table still. */
static struct zone_time after_table(const struct zone *z, int64_t second, int64_t last)
{
    struct zone_time t = zone_rule_at(&z->rule, second);
    if (t.since < last)
        t.since = last;
    return t;
}

struct zone_time zone_at(const struct zone *z, int64_t second)
{
    size_t low = 0, high = z->time_count; /* the first time after SECOND */
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (big_endian(z->times + middle * 8, 8) <= second)
            low = middle + 1;
        else
            high = middle;
    }
    int64_t since = low ? big_endian(z->times + (low - 1) * 8, 8) : INT64_MIN;
    if (low == z->time_count && z->rule.standard.name[0])
        return after_table(z, second, since);
    return kind_at(z, low ? z->types[low - 1] : 0, since,
                   low < z->time_count ? big_endian(z->times + low * 8, 8) : INT64_MAX);
}

const struct zone_rule *zone_last_rule(const struct zone *z)
{
    return z->rule.summer.name[0] ? &z->rule : NULL;
}

struct wall zone_local(const struct zone *z, struct timestamp t)
{
    int64_t second = t.us / SECOND_US - (t.us % SECOND_US < 0);
    return (struct wall){second + zone_at(z, second).offset};
}

/* Offsets change by less than a day: the ones a day before and after are all that can hold. */
struct timestamp zone_instant(const struct zone *z, struct wall w)
{
    int64_t before = zone_at(z, w.s - WALL_DAY).offset, after = zone_at(z, w.s + WALL_DAY).offset;
    int64_t first = w.s - before, second = w.s - after;
    bool first_holds = zone_at(z, first).offset == before, second_holds = zone_at(z, second).offset == after;
    int64_t best = first_holds && second_holds ? (first < second ? first : second) : second_holds ? second : first;
    return (struct timestamp){best * SECOND_US};
}

struct str zone_country(struct str name)
{
    static const struct {
        const char *name, *country;
    } known[] = {
        {"Europe/Berlin", "DE"}, {"Europe/Busingen", "DE"}, {"Europe/Copenhagen", "DK"}, {"Europe/Stockholm", "SE"},
        {"Europe/Oslo", "NO"}, {"Europe/Vienna", "AT"}, {"Europe/Zurich", "CH"}, {"Europe/Amsterdam", "NL"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(str_of(known[i].name), name))
            return str_of(known[i].country);
    return STR_NULL;
}
