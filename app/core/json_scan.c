#include "core/json_scan.h"

#include "core/json_names.h"
#include "core/utf8.h"

struct scan {
    struct str text;
    size_t at;
    unsigned depth_left;
    unsigned values_left;
    struct json_names *names; /* NULL where duplicates are nobody's concern */
    struct json_error error;
};

static bool scan_value(struct scan *scan);

static bool fail_at(struct scan *scan, size_t offset, const char *reason)
{
    scan->error = (struct json_error){offset, reason};
    return false;
}

/* The byte at hand, or NUL at the end: NUL itself is allowed nowhere, so the two need no telling apart. */
static char peek(const struct scan *scan)
{
    return scan->at < scan->text.n ? scan->text.p[scan->at] : '\0';
}

static bool take(struct scan *scan, char c)
{
    if (scan->at >= scan->text.n || scan->text.p[scan->at] != c)
        return false;
    scan->at++;
    return true;
}

static void skip_space(struct scan *scan)
{
    while (take(scan, ' ') || take(scan, '\t') || take(scan, '\n') || take(scan, '\r'))
        ;
}

static bool scan_literal(struct scan *scan, struct str word)
{
    if (!str_starts_with(str_slice(scan->text, scan->at, scan->text.n), word))
        return fail_at(scan, scan->at, "not a JSON value");
    scan->at += word.n;
    return true;
}

static bool scan_number(struct scan *scan)
{
    size_t from = scan->at;
    while (peek(scan) && strchr("+-.0123456789Ee", peek(scan)))
        scan->at++;
    struct str number = str_slice(scan->text, from, scan->at);
    int64_t whole;
    if (!str_is_number(number))
        return fail_at(scan, from, number.n ? "a number is malformed" : "not a JSON value");
    bool is_whole = !memchr(number.p, '.', number.n) && !memchr(number.p, 'e', number.n) && !memchr(number.p, 'E', number.n);
    if (is_whole && !str_to_int64(number, &whole))
        return fail_at(scan, from, "a whole number is past 64 bits");
    return true;
}

/* After "\u": a code point by one escape or a pair of them. */
static bool scan_unicode_escape(struct scan *scan)
{
    size_t from = scan->at - 2;
    uint32_t code;
    struct str rest = str_slice(scan->text, from, scan->text.n);
    size_t length = json_unescape(rest, &code);
    if (!length)
        return fail_at(scan, from, "a \\u escape is malformed or half a surrogate pair");
    scan->at = from + length;
    return true;
}

static bool scan_string(struct scan *scan)
{
    size_t from = scan->at++;
    while (!take(scan, '"')) {
        if (scan->at >= scan->text.n)
            return fail_at(scan, from, "a string does not end");
        if ((unsigned char)peek(scan) < 0x20)
            return fail_at(scan, scan->at, "a control character stands unescaped in a string");
        if (!take(scan, '\\'))
            scan->at++;
        else if (take(scan, 'u')) {
            if (!scan_unicode_escape(scan))
                return false;
        } else if (!peek(scan) || !strchr("\"\\/bfnrt", peek(scan)))
            return fail_at(scan, scan->at - 1, "an escape is unknown");
        else
            scan->at++;
    }
    return true;
}

static bool scan_member(struct scan *scan, size_t object)
{
    size_t from = scan->at;
    if (peek(scan) != '"')
        return fail_at(scan, from, "a member's name is missing");
    if (!scan_string(scan))
        return false;
    if (scan->names)
        json_names_add(scan->names, object, from, str_slice(scan->text, from + 1, scan->at - 1));
    skip_space(scan);
    if (!take(scan, ':'))
        return fail_at(scan, scan->at, "a colon is missing");
    skip_space(scan);
    return scan_value(scan);
}

/* An array's or object's elements up to CLOSING; the opening bracket is taken. */
static bool scan_elements(struct scan *scan, char closing)
{
    size_t start = scan->at - 1; /* tells this object's names from another's */
    if (scan->depth_left-- == 0)
        return fail_at(scan, start, "too deeply nested");
    skip_space(scan);
    if (!take(scan, closing)) {
        do {
            skip_space(scan);
            if (!(closing == '}' ? scan_member(scan, start) : scan_value(scan)))
                return false;
            skip_space(scan);
        } while (take(scan, ','));
        if (!take(scan, closing))
            return fail_at(scan, scan->at, closing == '}' ? "a comma or } is missing" : "a comma or ] is missing");
    }
    scan->depth_left++;
    return true;
}

/* Recursive, as deep as depth_left allows. */
static bool scan_value(struct scan *scan)
{
    if (scan->values_left-- == 0)
        return fail_at(scan, scan->at, "too many values");
    switch (peek(scan)) {
    case '{': scan->at++; return scan_elements(scan, '}');
    case '[': scan->at++; return scan_elements(scan, ']');
    case '"': return scan_string(scan);
    case 't': return scan_literal(scan, STR("true"));
    case 'f': return scan_literal(scan, STR("false"));
    case 'n': return scan_literal(scan, STR("null"));
    default: return scan_number(scan);
    }
}

static bool scan_text(struct scan *scan, struct json_scanned *out)
{
    skip_space(scan);
    size_t from = scan->at;
    if (from == scan->text.n)
        return fail_at(scan, from, "nothing is there");
    if (!scan_value(scan))
        return false;
    out->value = str_slice(scan->text, from, scan->at);
    out->is_null = *out->value.p == 'n';
    skip_space(scan);
    return scan->at == scan->text.n || fail_at(scan, scan->at, "something follows the value");
}

bool json_scan(struct str text, unsigned depth, bool refuse_duplicates, struct json_scanned *out, struct json_error *error)
{
    struct json_names names = {0};
    struct scan scan = {.text = text, .depth_left = depth, .values_left = JSON_READ_VALUES,
                        .names = refuse_duplicates ? &names : NULL};
    size_t valid = utf8_valid_prefix(text);
    bool good = valid == text.n ? scan_text(&scan, out) : fail_at(&scan, valid, "not UTF-8");
    if (good && refuse_duplicates)
        good = json_names_check(&names, &scan.error);
    free(names.at);
    *error = scan.error;
    return good;
}
