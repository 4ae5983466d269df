#include "core/buf.h"
#include "core/utf8.h"
#include "market/found_field.h"
#include "market/kind_words.h"
#include "market/names.h"
#include "market/times.h"
#include "market/windows_zones.h"
#include "market/zone.h"

enum { CLEAN_BYTES = 1 << 18 };

/* Spaces, the invisible ones as well, and control characters that stand for one. */
static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 ||
           c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

/* Control characters, and those that turn the direction of what stands around them. */
static bool is_dropped(uint32_t c)
{
    return c < 32 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static void add_character(struct buf *out, uint32_t c)
{
    char bytes[4];
    buf_add_bytes(out, bytes, utf8_encode(c, bytes));
}

struct str found_clean(struct arena *arena, struct str text, bool line)
{
    struct buf out;
    bool space = false;
    if (!text.p)
        return STR_NULL;
    buf_init(&out, CLEAN_BYTES * 3 + 8);
    text = str_slice(str_trim(text), 0, CLEAN_BYTES);
    for (size_t at = 0; at < text.n;) {
        uint32_t c = utf8_next(text, &at);
        if (line && is_space(c)) {
            space = true;
            continue;
        }
        if (c == '\r') {
            if (at < text.n && text.p[at] == '\n')
                continue;
            c = '\n';
        }
        if (is_dropped(c) && c != '\n' && c != '\t')
            continue;
        if (space && out.n)
            buf_add_char(&out, ' ');
        space = false;
        add_character(&out, c);
    }
    struct str clean = arena_str(arena, str_trim(buf_str(&out)));
    buf_free(&out);
    return clean.p ? clean : STR("");
}

/* At most MOST characters. */
static struct str cut(struct str text, unsigned most)
{
    size_t at = 0;
    for (unsigned count = 0; at < text.n; count++) {
        if (count == most)
            return str_trim(str_slice(text, 0, at));
        (void)utf8_next(text, &at);
    }
    return text;
}

static enum found_result set_text(const struct found_field_row *row, struct str clean, struct str *out)
{
    *out = cut(clean, row->most);
    return out->n < clean.n ? FOUND_CUT : FOUND_OK;
}

static enum found_result set_url(struct arena *arena, struct str clean, struct str base, struct str *out)
{
    struct str url = clean.n ? found_url(arena, clean, base) : clean;
    if (!url.p)
        return FOUND_REFUSED;
    *out = url;
    return FOUND_OK;
}

static struct str without_scheme(struct str text, struct str scheme)
{
    while (text.n >= scheme.n && str_equal_ignoring_case(str_slice(text, 0, scheme.n), scheme))
        text = str_trim(str_slice(text, scheme.n, text.n));
    return text;
}

static enum found_result set_email(const struct found_field_row *row, struct str clean, struct str *out)
{
    struct str user, host;
    clean = without_scheme(clean, STR("mailto:"));
    str_cut(clean, '?', &clean, &host);
    if (clean.n && (!str_cut(clean, '@', &user, &host) || !user.n || str_find(host, STR(".")) < 1 || str_find(clean, STR(" ")) >= 0 || clean.n > row->most))
        return FOUND_REFUSED;
    *out = clean;
    return FOUND_OK;
}

static enum found_result set_phone(const struct found_field_row *row, struct str clean, struct str *out)
{
    size_t digits = 0;
    struct str number;
    enum found_result result = set_text(row, without_scheme(clean, STR("tel:")), &number);
    for (size_t i = 0; i < number.n; i++)
        digits += number.p[i] >= '0' && number.p[i] <= '9';
    if (clean.n && digits < 3)
        return FOUND_REFUSED;
    *out = number;
    return result;
}

/* Names that stand where a code should. */
static const struct {
    const char *name, *code;
} countries[] = {
    {"danmark", "DK"}, {"denmark", "DK"}, {"dänemark", "DK"}, {"deutschland", "DE"}, {"germany", "DE"}, {"tyskland", "DE"}, {"sverige", "SE"},
    {"sweden", "SE"}, {"schweden", "SE"}, {"norge", "NO"}, {"norway", "NO"}, {"norwegen", "NO"}, {"schweiz", "CH"}, {"switzerland", "CH"},
    {"suisse", "CH"}, {"österreich", "AT"}, {"austria", "AT"}, {"united kingdom", "GB"}, {"uk", "GB"}, {"england", "GB"}, {"great britain", "GB"},
    {"nederland", "NL"}, {"netherlands", "NL"}, {"france", "FR"}, {"frankrig", "FR"}, {"usa", "US"}, {"united states", "US"}, {"spain", "ES"},
    {"españa", "ES"}, {"italy", "IT"}, {"italia", "IT"}, {"belgium", "BE"}, {"belgië", "BE"}, {"polska", "PL"}, {"poland", "PL"}, {"suomi", "FI"}, {"finland", "FI"},
    {"dnk", "DK"}, {"deu", "DE"}, {"swe", "SE"}, {"nor", "NO"}, {"gbr", "GB"},
};

static enum found_result set_country(struct arena *arena, struct str clean, struct str *out)
{
    struct str folded = fold_words(arena, clean);
    for (size_t i = 0; i < sizeof countries / sizeof *countries; i++)
        if (str_eq(str_of(countries[i].name), folded)) {
            *out = str_of(countries[i].code);
            return FOUND_OK;
        }
    if (clean.n != 2 && clean.n != 0)
        return FOUND_REFUSED;
    char *code = arena_alloc(arena, 3);
    for (size_t i = 0; i < clean.n; i++) {
        char c = ascii_lower(clean.p[i]);
        if (c < 'a' || c > 'z')
            return FOUND_REFUSED;
        code[i] = (char)(c - 'a' + 'A');
    }
    *out = (struct str){code, clean.n};
    return FOUND_OK;
}

/* One that tzdata has; Windows' own names are known by a table. */
static enum found_result set_zone(struct str clean, struct str *out)
{
    struct str mapped = windows_zone(clean);
    if (mapped.p)
        clean = mapped;
    if (clean.n && !zone_find(clean))
        return FOUND_REFUSED;
    *out = clean;
    return FOUND_OK;
}

static enum found_result set_answer(struct str clean, enum found_answer *out)
{
    static const char *const yes[] = {"yes", "true", "1", "ja", "designated"}, *const no[] = {"no", "false", "0", "nej", "nein", "none"};
    static const char *const unknown[] = {"", "unknown", "limited"};
    if (names_index(yes, sizeof yes / sizeof *yes, clean) >= 0)
        *out = FOUND_YES;
    else if (names_index(no, sizeof no / sizeof *no, clean) >= 0)
        *out = FOUND_NO;
    else if (names_index(unknown, sizeof unknown / sizeof *unknown, clean) >= 0)
        *out = FOUND_UNKNOWN;
    else
        return FOUND_REFUSED;
    return FOUND_OK;
}

static enum found_result set_number(const struct found_field_row *row, struct str clean, struct found_number *out)
{
    double value;
    if (!str_to_double(clean, &value) || value < -(double)row->most || value > (double)row->most)
        return FOUND_REFUSED;
    *out = (struct found_number){true, value == 0 ? 0 : value};
    return FOUND_OK;
}

static enum found_result set_whole(struct str clean, struct found_whole *out)
{
    int64_t value;
    if (!str_to_int64(clean, &value) || value < 0 || value > INT32_MAX)
        return FOUND_REFUSED;
    *out = (struct found_whole){true, value};
    return FOUND_OK;
}

static enum found_result taken(bool is)
{
    return is ? FOUND_OK : FOUND_REFUSED;
}

static enum found_result set_time(struct arena *arena, struct str clean, struct found_time *out)
{
    struct found_time time;
    if (!times_read(arena, clean, &time))
        return FOUND_REFUSED;
    *out = time;
    return FOUND_OK;
}

enum found_result found_set(struct arena *arena, struct market_found *market, enum found_field field, struct str text, struct str base)
{
    const struct found_field_row *row = &found_fields[field];
    void *at = (char *)market + row->offset;
    if (!text.p)
        return FOUND_OK;
    struct str clean = found_clean(arena, text, row->as != FOUND_AS_TEXT);
    switch (row->as) {
    case FOUND_AS_LINE:
    case FOUND_AS_TEXT: return set_text(row, clean, at);
    case FOUND_AS_URL: return set_url(arena, clean, base, at);
    case FOUND_AS_EMAIL: return set_email(row, clean, at);
    case FOUND_AS_PHONE: return set_phone(row, clean, at);
    case FOUND_AS_COUNTRY: return set_country(arena, clean, at);
    case FOUND_AS_ZONE: return set_zone(clean, at);
    case FOUND_AS_KIND: return taken(found_kind_of(clean, at));
    case FOUND_AS_SETTING: return taken(found_setting_of(clean, at));
    case FOUND_AS_ANSWER: return set_answer(clean, at);
    case FOUND_AS_STATUS: return taken(found_status_of(clean, at));
    case FOUND_AS_MONEY: return taken(found_money_read(clean, at));
    case FOUND_AS_NUMBER: return set_number(row, clean, at);
    case FOUND_AS_WHOLE: return set_whole(clean, at);
    case FOUND_AS_TIME: return set_time(arena, clean, at);
    }
    return FOUND_REFUSED;
}
