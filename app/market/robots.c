#include "market/robots.h"

#include <string.h>

#include "core/buf.h"

enum { TARGET_MOST = 8192, PATTERN_MOST = 8192, DELAY_MOST_S = 86400 };

static bool unreserved(unsigned char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c != '\0' && strchr("-._~", c));
}

static int hex_of(char c)
{
    c = ascii_lower(c);
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void add_encoded(struct buf *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    buf_add_char(out, '%');
    buf_add_char(out, digits[c >> 4]);
    buf_add_char(out, digits[c & 15]);
}

/* An octet that was encoded stays so unless nothing is lost by decoding it; in a query, ':' and '/' mean the same either way. */
static void add_decoded(struct buf *out, unsigned char c, bool query)
{
    if (unreserved(c) || (query && (c == ':' || c == '/')))
        buf_add_char(out, (char)c);
    else
        add_encoded(out, c);
}

/* One spelling for all that mean the same (section 2.2.2), of a pattern or of a target. In a target '*' and '$' are octets like any other. */
static struct str normal(struct arena *arena, struct str text, bool pattern)
{
    struct buf out;
    bool query = false;
    buf_init(&out, 3 * TARGET_MOST);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        int high = c == '%' && i + 2 < text.n ? hex_of(text.p[i + 1]) : -1, low = high >= 0 ? hex_of(text.p[i + 2]) : -1;
        bool special = pattern && (c == '*' || (c == '$' && i + 1 == text.n));
        query = query || c == '?';
        if (low >= 0) {
            add_decoded(&out, (unsigned char)(high << 4 | low), query);
            i += 2;
        } else if (special || (c > ' ' && c < 0x7F && c != '*' && c != '$')) {
            buf_add_char(&out, (char)c);
        } else {
            add_encoded(&out, c);
        }
    }
    struct str made = arena_str(arena, out.n > 0 ? buf_str(&out) : STR(""));
    buf_free(&out);
    return made;
}

static struct str cut_to(struct str text, size_t most)
{
    return str_slice(text, 0, most);
}

/* The literal parts between the stars in turn, each as early as it comes: if any way matches, this one does. */
static bool matches(struct str pattern, struct str target)
{
    bool to_the_end = str_ends_with(pattern, STR("$")), first = true;
    struct str part;
    if (to_the_end)
        pattern.n--;
    for (bool more = true; more; first = false) {
        more = str_cut(pattern, '*', &part, &pattern);
        bool last = !more && to_the_end;
        const char *at = first || part.n == 0 ? target.p : memmem(target.p, target.n, part.p, part.n);
        if (last && !first && target.n >= part.n)
            at = target.p + (target.n - part.n);
        if (!at || target.n - (size_t)(at - target.p) < part.n || (part.n > 0 && memcmp(at, part.p, part.n) != 0))
            return false;
        target = str_slice(target, (size_t)(at - target.p) + part.n, target.n);
        if (last && target.n > 0)
            return false;
    }
    return true;
}

bool robots_allows(struct arena *arena, const struct robots *robots, struct str target)
{
    struct str path = normal(arena, cut_to(target.n > 0 ? target : STR("/"), TARGET_MOST), false);
    const struct robots_rule *decides = NULL;
    if (str_eq(path, STR("/robots.txt")))
        return true;
    for (size_t i = 0; i < robots->count; i++) {
        const struct robots_rule *rule = &robots->rules[i];
        bool longer = !decides || rule->pattern.n > decides->pattern.n || (rule->pattern.n == decides->pattern.n && rule->allow);
        if (longer && matches(rule->pattern, path))
            decides = rule;
    }
    return !decides || decides->allow;
}

/* What a group is found by: "Curio/1.0 (…)" means Curio. */
static struct str product(struct str agent)
{
    size_t n = 0;
    while (n < agent.n && ((ascii_lower(agent.p[n]) >= 'a' && ascii_lower(agent.p[n]) <= 'z') || agent.p[n] == '-' || agent.p[n] == '_'))
        n++;
    return str_slice(agent, 0, n);
}

struct reading {
    struct arena *arena;
    struct str agent;
    struct robots_rule *rules[2]; /* of '*', and of the robot itself */
    size_t counts[2];
    int64_t delays[2];
    bool group[2];                /* whom the group under way speaks to */
    bool header;                  /* its user agents are still being named */
    bool named;
};

static void read_agent(struct reading *reading, struct str value)
{
    if (!reading->header)
        reading->group[0] = reading->group[1] = false;
    reading->header = true;
    if (str_starts_with(value, STR("*")) && (value.n == 1 || value.p[1] == ' ' || value.p[1] == '\t'))
        reading->group[0] = true;
    else if (str_equal_ignoring_case(product(value), reading->agent))
        reading->group[1] = reading->named = true;
}

static void add_rule(struct reading *reading, int who, struct robots_rule rule)
{
    size_t count = reading->counts[who];
    if (count == ROBOTS_RULES_MOST)
        return;
    if ((count & (count - 1)) == 0) { /* 0, 1, 2, 4, 8 …: room for as many again */
        struct robots_rule *more = arena_array(reading->arena, count ? 2 * count : 1, sizeof *more);
        for (size_t i = 0; i < count; i++)
            more[i] = reading->rules[who][i];
        reading->rules[who] = more;
    }
    reading->rules[who][reading->counts[who]++] = rule;
}

static void read_rule(struct reading *reading, struct str value, bool allow)
{
    reading->header = false;
    if (value.n == 0)
        return;
    for (int who = 0; who < 2; who++)
        if (reading->group[who])
            add_rule(reading, who, (struct robots_rule){normal(reading->arena, cut_to(value, PATTERN_MOST), true), allow});
}

static void read_delay(struct reading *reading, struct str value)
{
    double seconds;
    if (!str_to_double(value, &seconds) || seconds < 0)
        return;
    int64_t ms = seconds > DELAY_MOST_S ? INT64_C(1000) * DELAY_MOST_S : (int64_t)(seconds * 1000);
    for (int who = 0; who < 2; who++)
        if (reading->group[who] && ms > reading->delays[who])
            reading->delays[who] = ms;
}

static void read_line(struct reading *reading, struct str line)
{
    struct str key, value, rest;
    str_cut(line, '#', &line, &rest);
    if (!str_cut(line, ':', &key, &value))
        return;
    key = str_trim(key);
    value = str_trim(value);
    if (str_equal_ignoring_case(key, STR("user-agent")))
        read_agent(reading, value);
    else if (str_equal_ignoring_case(key, STR("allow")))
        read_rule(reading, value, true);
    else if (str_equal_ignoring_case(key, STR("disallow")))
        read_rule(reading, value, false);
    else if (str_equal_ignoring_case(key, STR("crawl-delay")))
        read_delay(reading, value);
}

static size_t line_end(struct str text)
{
    size_t n = 0;
    while (n < text.n && text.p[n] != '\n' && text.p[n] != '\r')
        n++;
    return n;
}

void robots_parse(struct arena *arena, struct str bytes, struct str agent, struct robots *robots)
{
    struct reading reading = {.arena = arena, .agent = product(agent), .delays = {-1, -1}};
    bytes = str_slice(bytes, str_starts_with(bytes, STR("\xEF\xBB\xBF")) ? 3 : 0, ROBOTS_BYTES);
    while (bytes.n > 0) {
        size_t n = line_end(bytes);
        read_line(&reading, str_slice(bytes, 0, n));
        bytes = str_slice(bytes, n + 1, bytes.n);
    }
    int who = reading.named ? 1 : 0;
    *robots = (struct robots){reading.rules[who], reading.counts[who], reading.named, reading.delays[who]};
}
