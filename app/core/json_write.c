#include "core/json_write.h"

#include "core/base64.h"
#include "core/utf8.h"

#include <math.h>

void json_begin(struct json *json, struct buf *out)
{
    *json = (struct json){.out = out};
}

bool json_end(struct json *json)
{
    return json->depth == 0 && !json->after_key && !json->failed && !json->out->failed;
}

/* Before every value and every key: the comma that is due. */
static void separate(struct json *json)
{
    uint64_t level = UINT64_C(1) << json->depth;
    if (json->has_member & level)
        buf_add_char(json->out, ',');
    json->has_member |= level;
}

static void before_value(struct json *json)
{
    if (json->after_key)
        json->after_key = false;
    else
        separate(json);
}

static void open_level(struct json *json, char bracket)
{
    before_value(json);
    buf_add_char(json->out, bracket);
    if (json->depth == JSON_WRITE_DEPTH)
        json->failed = true;
    else
        json->has_member &= ~(UINT64_C(1) << ++json->depth);
}

static void close_level(struct json *json, char bracket)
{
    if (json->depth == 0 || json->after_key)
        json->failed = true;
    else
        json->depth--;
    buf_add_char(json->out, bracket);
}

void json_object_open(struct json *json)
{
    open_level(json, '{');
}

void json_object_close(struct json *json)
{
    close_level(json, '}');
}

void json_array_open(struct json *json)
{
    open_level(json, '[');
}

void json_array_close(struct json *json)
{
    close_level(json, ']');
}

static void add_escaped(struct buf *out, char c)
{
    static const char letters[32] = {['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    if (c == '"' || c == '\\')
        buf_add_bytes(out, (char[]){'\\', c}, 2);
    else if (letters[(unsigned char)c])
        buf_add_bytes(out, (char[]){'\\', letters[(unsigned char)c]}, 2);
    else
        buf_printf(out, "\\u%04x", (unsigned)(unsigned char)c);
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x80 && c != '"' && c != '\\';
}

/* What stands between two bytes that need care is copied as one run. */
static void add_text(struct json *json, struct str s)
{
    size_t from = 0, at = 0;
    while (at < s.n) {
        unsigned char c = (unsigned char)s.p[at];
        if (is_plain(c)) {
            at++;
            continue;
        }
        size_t start = at;
        if (c >= 0x80 && utf8_next(s, &at) != 0xFFFD)
            continue;
        buf_add(json->out, str_slice(s, from, start));
        if (c < 0x80)
            add_escaped(json->out, s.p[at++]);
        else { /* malformed, or U+FFFD itself, which comes out as it went in */
            json->failed |= !utf8_valid(str_slice(s, start, at));
            buf_add(json->out, STR("\xEF\xBF\xBD"));
        }
        from = at;
    }
    buf_add(json->out, str_slice(s, from, s.n));
}

static void add_quoted(struct json *json, struct str s)
{
    buf_add_char(json->out, '"');
    add_text(json, s);
    buf_add_char(json->out, '"');
}

void json_key(struct json *json, struct str name)
{
    json->failed |= json->after_key || json->depth == 0;
    separate(json);
    add_quoted(json, name);
    buf_add_char(json->out, ':');
    json->after_key = true;
}

void json_raw(struct json *json, struct str valid_json)
{
    before_value(json);
    buf_add(json->out, valid_json);
}

void json_null(struct json *json)
{
    json_raw(json, STR("null"));
}

void json_text(struct json *json, struct str s)
{
    if (!s.p) {
        json_null(json);
        return;
    }
    before_value(json);
    add_quoted(json, s);
}

void json_int64(struct json *json, int64_t value)
{
    before_value(json);
    buf_add_int64(json->out, value);
}

void json_double(struct json *json, double value)
{
    char text[STR_DOUBLE];
    struct str number = isfinite(value) ? str_from_double(value, text) : STR("null");
    json_raw(json, str_eq(number, STR("-0")) ? STR("-0.0") : number); /* readers take -0 for the integer 0 */
}

void json_bool(struct json *json, bool value)
{
    json_raw(json, value ? STR("true") : STR("false"));
}

void json_uuid(struct json *json, struct uuid value)
{
    char text[UUID_TEXT];
    json_text(json, uuid_text(value, text));
}

void json_timestamp(struct json *json, struct timestamp value)
{
    char text[TIMESTAMP_TEXT];
    json_text(json, timestamp_rfc3339(value, text));
}

void json_base64(struct json *json, struct str bytes)
{
    if (!bytes.p) {
        json_null(json);
        return;
    }
    before_value(json);
    buf_add_char(json->out, '"');
    for (size_t at = 0; at < bytes.n; at += 300) { /* a multiple of 3, so that pieces join */
        struct str piece = str_slice(bytes, at, at + 300);
        char text[400];
        base64_write(BASE64_PADDED, piece, text);
        buf_add_bytes(json->out, text, base64_length(BASE64_PADDED, piece.n));
    }
    buf_add_char(json->out, '"');
}

void json_member_text(struct json *json, const char *name, struct str value)
{
    json_key(json, str_of(name));
    json_text(json, value);
}

void json_member_int64(struct json *json, const char *name, int64_t value)
{
    json_key(json, str_of(name));
    json_int64(json, value);
}

void json_member_uuid(struct json *json, const char *name, struct uuid value)
{
    json_key(json, str_of(name));
    json_uuid(json, value);
}
