#include "store/db_value.h"

#include <assert.h>
#include <limits.h>
#include <string.h>

static_assert(sizeof(struct uuid) == 16, "a uuid travels as it is");
static_assert(sizeof(double) == 8, "IEEE 754, as PostgreSQL");

enum { ARRAY_HEAD = 12, ARRAY_DIMENSION = 8, LENGTH_WORD = 4, JSONB_VERSION = 1 };

/* PostgreSQL counts from 2000-01-01. */
static const int64_t epoch_us = INT64_C(946684800) * 1000000;

struct oids {
    uint32_t one, array;
};

static const struct oids oids[] = {
    [TYPE_BOOL] = {16, 1000}, [TYPE_INT] = {23, 1007}, [TYPE_BIGINT] = {20, 1016}, [TYPE_FLOAT] = {701, 1022},
    [TYPE_TEXT] = {25, 1009}, [TYPE_UUID] = {2950, 2951}, [TYPE_TIMESTAMP] = {1184, 1185}, [TYPE_JSONB] = {3802, 3807},
    [TYPE_BYTEA] = {17, 1001}, [TYPE_SHAPE] = {0, 0},
};
static_assert(sizeof oids / sizeof oids[0] == TYPE_COUNT, "one row a type");

/* varchar, name, bpchar: the same bytes as text. */
static const struct oids text_siblings[] = {{1043, 1015}, {19, 1003}, {1042, 1014}};

uint32_t db_value_oid(const struct column *column)
{
    return column->array ? oids[column->type].array : oids[column->type].one;
}

bool db_value_fits(const struct column *column, uint32_t oid)
{
    if (oid == db_value_oid(column))
        return true;
    for (size_t i = 0; column->type == TYPE_TEXT && i < sizeof text_siblings / sizeof text_siblings[0]; i++) {
        if (oid == (column->array ? text_siblings[i].array : text_siblings[i].one))
            return true;
    }
    return false;
}

static void put_big_endian(char *out, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        out[i] = (char)(unsigned char)(value >> (8 * (bytes - 1 - i)));
}

static uint64_t get_big_endian(const char *bytes, size_t n)
{
    uint64_t value = 0;
    for (size_t i = 0; i < n; i++)
        value = value << 8 | (unsigned char)bytes[i];
    return value;
}

/* The ends of the range stand for -infinity and infinity, on both sides. */
static int64_t to_epoch(struct timestamp time)
{
    if (time.us == INT64_MAX || time.us == INT64_MIN)
        return time.us;
    return time.us < INT64_MIN + epoch_us ? INT64_MIN : time.us - epoch_us;
}

static struct timestamp from_epoch(int64_t us)
{
    if (us == INT64_MIN)
        return (struct timestamp){us};
    return (struct timestamp){us > INT64_MAX - epoch_us ? INT64_MAX : us + epoch_us};
}

static size_t fixed_size(enum value_type type)
{
    static const size_t sizes[TYPE_COUNT] = {
        [TYPE_BOOL] = 1, [TYPE_INT] = 4, [TYPE_BIGINT] = 8, [TYPE_FLOAT] = 8, [TYPE_UUID] = 16, [TYPE_TIMESTAMP] = 8};
    return sizes[type]; /* 0: as long as it is */
}

static size_t encoded_size(enum value_type type, const void *value)
{
    size_t fixed = fixed_size(type);
    if (fixed > 0)
        return fixed;
    return ((const struct str *)value)->n + (type == TYPE_JSONB ? 1 : 0);
}

/* Writes encoded_size() bytes. */
static void encode_one(enum value_type type, const void *value, char *out)
{
    uint64_t bits = 0;
    switch (type) {
    case TYPE_BOOL:
        *out = *(const bool *)value ? 1 : 0;
        return;
    case TYPE_INT:
        bits = (uint32_t)*(const int32_t *)value;
        break;
    case TYPE_BIGINT:
        bits = (uint64_t)*(const int64_t *)value;
        break;
    case TYPE_FLOAT:
        memcpy(&bits, value, sizeof bits);
        break;
    case TYPE_TIMESTAMP:
        bits = (uint64_t)to_epoch(*(const struct timestamp *)value);
        break;
    case TYPE_UUID:
        memcpy(out, value, sizeof(struct uuid));
        return;
    case TYPE_JSONB:
        *out++ = JSONB_VERSION;
        __attribute__((fallthrough));
    case TYPE_TEXT:
    case TYPE_BYTEA:
        memcpy(out, ((const struct str *)value)->p, ((const struct str *)value)->n);
        return;
    case TYPE_SHAPE:
    case TYPE_COUNT:
        assert(false && "a shape never reaches SQL");
    }
    put_big_endian(out, bits, fixed_size(type));
}

static bool is_text(enum value_type type)
{
    return type == TYPE_TEXT || type == TYPE_JSONB || type == TYPE_BYTEA;
}

static bool array_size(const struct column *column, const struct list *list, size_t *out)
{
    size_t total = ARRAY_HEAD + ARRAY_DIMENSION;
    const char *at = list->at;
    for (size_t i = 0; i < list->count; i++, at += contract_element_size(column)) {
        if (is_text(column->type) && ((const struct str *)(const void *)at)->p == NULL)
            return false;
        total += LENGTH_WORD + encoded_size(column->type, at);
        if (total > INT_MAX)
            return false;
    }
    *out = total;
    return true;
}

/* Dimensions, whether nulls are in it, element type, length and lower bound, then each element behind its length. */
static bool encode_array(struct arena *arena, const struct column *column, const struct list *list, struct str *out)
{
    size_t size;
    if (list->count > INT_MAX || !array_size(column, list, &size))
        return false;
    char *bytes = arena_alloc(arena, size);
    put_big_endian(bytes, list->count > 0, 4);
    put_big_endian(bytes + 8, oids[column->type].one, 4);
    *out = (struct str){bytes, list->count > 0 ? size : (size_t)ARRAY_HEAD};
    put_big_endian(bytes + ARRAY_HEAD, list->count, 4);
    put_big_endian(bytes + ARRAY_HEAD + 4, 1, 4);
    char *to = bytes + ARRAY_HEAD + ARRAY_DIMENSION;
    const char *at = list->at;
    for (size_t i = 0; i < list->count; i++, at += contract_element_size(column)) {
        size_t n = encoded_size(column->type, at);
        put_big_endian(to, n, LENGTH_WORD);
        encode_one(column->type, at, to + LENGTH_WORD);
        to += LENGTH_WORD + n;
    }
    return true;
}

bool db_value_encode(struct arena *arena, const struct column *column, const void *in, struct str *out)
{
    const void *value = contract_value(column, in);
    *out = STR_NULL;
    if (value == NULL)
        return column->nullable;
    if (column->array)
        return encode_array(arena, column, value, out);
    if (column->type == TYPE_TEXT || column->type == TYPE_BYTEA) {
        *out = *(const struct str *)value;
        return out->n <= INT_MAX;
    }
    size_t size = encoded_size(column->type, value);
    if (size > INT_MAX)
        return false;
    char *bytes = arena_alloc(arena, size);
    encode_one(column->type, value, bytes);
    *out = (struct str){bytes, size};
    return true;
}

static bool decode_one(enum value_type type, struct str bytes, void *out)
{
    size_t fixed = fixed_size(type);
    if (fixed > 0 && bytes.n != fixed)
        return false;
    uint64_t bits = fixed > 0 && fixed <= 8 ? get_big_endian(bytes.p, fixed) : 0;
    switch (type) {
    case TYPE_BOOL:
        *(bool *)out = bits != 0;
        return true;
    case TYPE_INT:
        *(int32_t *)out = (int32_t)(uint32_t)bits;
        return true;
    case TYPE_BIGINT:
        *(int64_t *)out = (int64_t)bits;
        return true;
    case TYPE_FLOAT:
        memcpy(out, &bits, sizeof bits);
        return true;
    case TYPE_TIMESTAMP:
        *(struct timestamp *)out = from_epoch((int64_t)bits);
        return true;
    case TYPE_UUID:
        memcpy(out, bytes.p, sizeof(struct uuid));
        return true;
    case TYPE_JSONB:
        *(struct str *)out = str_slice(bytes, 1, bytes.n);
        return bytes.n > 1 && bytes.p[0] == JSONB_VERSION;
    case TYPE_TEXT:
    case TYPE_BYTEA:
        *(struct str *)out = bytes;
        return true;
    case TYPE_SHAPE:
    case TYPE_COUNT:
        break;
    }
    return false;
}

static bool decode_elements(const struct column *column, struct str bytes, size_t count, char *out)
{
    for (size_t i = 0; i < count; i++, out += contract_element_size(column)) {
        if (bytes.n < LENGTH_WORD)
            return false;
        uint64_t n = get_big_endian(bytes.p, LENGTH_WORD); /* a null's length is -1: more than there is */
        bytes = str_slice(bytes, LENGTH_WORD, bytes.n);
        if (n > bytes.n || !decode_one(column->type, str_slice(bytes, 0, n), out))
            return false;
        bytes = str_slice(bytes, n, bytes.n);
    }
    return bytes.n == 0;
}

static bool decode_array(struct arena *arena, const struct column *column, struct str bytes, struct list *out)
{
    static const char empty[1];
    if (bytes.n < ARRAY_HEAD)
        return false;
    uint64_t dimensions = get_big_endian(bytes.p, 4);
    *out = (struct list){empty, 0};
    if (dimensions == 0)
        return bytes.n == ARRAY_HEAD;
    if (dimensions != 1 || bytes.n < ARRAY_HEAD + ARRAY_DIMENSION)
        return false;
    uint64_t count = get_big_endian(bytes.p + ARRAY_HEAD, 4);
    struct str elements = str_slice(bytes, ARRAY_HEAD + ARRAY_DIMENSION, bytes.n);
    if (count > elements.n / LENGTH_WORD)
        return false;
    char *at = arena_array(arena, count, contract_element_size(column));
    *out = (struct list){at, count};
    return decode_elements(column, elements, count, at);
}

bool db_value_decode(struct arena *arena, const struct column *column, struct str bytes, void *row)
{
    if (bytes.p == NULL)
        return column->nullable;
    void *place = contract_place(column, row);
    if (column->array)
        return decode_array(arena, column, bytes, place);
    return decode_one(column->type, bytes, place);
}
