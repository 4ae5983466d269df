#include "schematic/state.h"

#include <string.h>

#include "core/utf8.h"

enum { PROPERTIES_MAX = STATE_MAX / 4 }; /* "a=b," takes four bytes */

struct property {
    struct str key, value;
};

struct parts {
    struct str space, id;
    size_t count;
    struct property properties[PROPERTIES_MAX]; /* sorted by key */
};

int state_order(struct str a, struct str b)
{
    size_t shorter = a.n < b.n ? a.n : b.n;
    int order = shorter ? memcmp(a.p, b.p, shorter) : 0;
    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

static bool is_text(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < 0x20 || s.p[i] == 0x7f)
            return false;
    return utf8_valid(s);
}

/* Puts a property where it belongs; false where its key is there already. */
static bool insert(struct parts *parts, struct property property)
{
    size_t at = parts->count;
    int order = -1;
    if (parts->count == PROPERTIES_MAX)
        return false;
    while (at > 0 && (order = state_order(parts->properties[at - 1].key, property.key)) > 0) {
        parts->properties[at] = parts->properties[at - 1];
        at--;
    }
    parts->properties[at] = property;
    parts->count++;
    return order != 0;
}

static bool read_properties(struct str list, struct parts *parts)
{
    struct str one, rest = str_trim(list);
    bool more = rest.n > 0;
    while (more) {
        struct property property;
        more = str_cut(rest, ',', &one, &rest);
        if (!str_cut(one, '=', &property.key, &property.value))
            return false;
        property.key = str_trim(property.key);
        property.value = str_trim(property.value);
        if (property.key.n == 0 || property.value.n == 0 || !insert(parts, property))
            return false;
    }
    return true;
}

static void read_name(struct str name, struct parts *parts)
{
    if (!str_cut(name, ':', &parts->space, &parts->id)) {
        parts->space = STR_NULL;
        parts->id = name;
    }
    parts->space = str_trim(parts->space);
    parts->id = str_trim(parts->id);
    if (parts->space.n == 0)
        parts->space = STR("minecraft");
}

static bool has_bracket(struct str s)
{
    return s.n && (memchr(s.p, '[', s.n) || memchr(s.p, ']', s.n));
}

static bool split(struct str written, struct parts *parts)
{
    struct str name, list, all = str_trim(written);
    parts->count = 0;
    if (str_cut(all, '[', &name, &list)) {
        if (!str_ends_with(list, STR("]")))
            return false;
        list.n--;
    }
    read_name(name, parts);
    return parts->id.n > 0 && !has_bracket(name) && !has_bracket(list) && read_properties(list, parts);
}

static size_t length_of(const struct parts *parts)
{
    size_t n = parts->space.n + 1 + parts->id.n;
    for (size_t i = 0; i < parts->count; i++)
        n += 2 + parts->properties[i].key.n + parts->properties[i].value.n; /* '=' and '[' or ',' */
    return n + (parts->count > 0);
}

static void write_parts(const struct parts *parts, struct buf *out)
{
    buf_add(out, parts->space);
    buf_add_char(out, ':');
    buf_add(out, parts->id);
    for (size_t i = 0; i < parts->count; i++) {
        buf_add_char(out, i == 0 ? '[' : ',');
        buf_add(out, parts->properties[i].key);
        buf_add_char(out, '=');
        buf_add(out, parts->properties[i].value);
    }
    if (parts->count > 0)
        buf_add_char(out, ']');
}

bool state_canonical(struct str written, struct buf *out)
{
    struct parts parts;
    if (written.n == 0 || written.n > STATE_MAX || !is_text(written) || !split(written, &parts) || length_of(&parts) > STATE_MAX)
        return false;
    write_parts(&parts, out);
    return true;
}

struct str state_name(struct str state)
{
    struct str name, list;
    str_cut(state, '[', &name, &list);
    return name;
}

struct str state_space(struct str state)
{
    struct str space, id;
    str_cut(state_name(state), ':', &space, &id);
    return space;
}

struct str state_id(struct str state)
{
    struct str space, id;
    str_cut(state_name(state), ':', &space, &id);
    return id;
}

bool state_next_property(struct str state, size_t *at, struct str *key, struct str *value)
{
    struct str one, rest;
    if (*at == 0)
        *at = state_name(state).n + 1;
    if (*at >= state.n)
        return false;
    str_cut((struct str){state.p + *at, state.n - *at - 1}, ',', &one, &rest); /* without the closing bracket */
    *at += one.n + 1;
    return str_cut(one, '=', key, value);
}

struct str state_property(struct str state, const char *key)
{
    struct str wanted = str_of(key), name, value;
    size_t at = 0;
    while (state_next_property(state, &at, &name, &value))
        if (str_eq(name, wanted))
            return value;
    return STR_NULL;
}

bool state_is_air(struct str state)
{
    struct str name = state_name(state);
    return str_eq(name, STR("minecraft:air")) || str_eq(name, STR("minecraft:cave_air")) || str_eq(name, STR("minecraft:void_air"));
}

bool state_is_absent(struct str state)
{
    return str_eq(state_name(state), STR("minecraft:structure_void"));
}
