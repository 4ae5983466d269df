#include "market/pattern.h"

#include "core/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum { STEPS = 100000, HEAP_KIB = 1024, NESTED = 20 };

struct pattern {
    pcre2_code *code;
    pcre2_match_data *match;
    pcre2_match_context *limits;
};

static void pattern_free(void *with)
{
    struct pattern *pattern = with;
    pcre2_match_context_free(pattern->limits);
    pcre2_match_data_free(pattern->match);
    pcre2_code_free(pattern->code);
}

static pcre2_code *compile(struct str text)
{
    int error;
    PCRE2_SIZE offset;
    pcre2_compile_context *context = pcre2_compile_context_create(NULL);
    if (!context)
        return NULL;
    pcre2_set_max_pattern_length(context, PATTERN_BYTES);
    pcre2_set_parens_nest_limit(context, NESTED);
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)text.p, text.n, PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS | PCRE2_NEVER_BACKSLASH_C, &error, &offset, context);
    pcre2_compile_context_free(context);
    return code;
}

struct pattern *pattern_new(struct arena *arena, struct str text)
{
    if (!text.n)
        text = STR("");
    struct pattern *pattern = ARENA_NEW(arena, struct pattern);
    pattern->code = compile(text);
    pattern->match = pattern->code ? pcre2_match_data_create_from_pattern(pattern->code, NULL) : NULL;
    pattern->limits = pcre2_match_context_create(NULL);
    if (!pattern->match || !pattern->limits) {
        pattern_free(pattern);
        return NULL;
    }
    pcre2_set_match_limit(pattern->limits, STEPS);
    pcre2_set_heap_limit(pattern->limits, HEAP_KIB);
    arena_defer(arena, pattern_free, pattern);
    return pattern;
}

struct str pattern_match(struct arena *arena, const struct pattern *pattern, struct str text)
{
    text = utf8_truncate(text, PATTERN_TEXT);
    int groups = pcre2_match(pattern->code, (PCRE2_SPTR)(text.n ? text.p : ""), text.n, 0, 0, pattern->match, pattern->limits);
    if (groups < 1)
        return STR_NULL;
    const PCRE2_SIZE *spans = pcre2_get_ovector_pointer(pattern->match);
    const PCRE2_SIZE *span = groups > 1 && spans[2] != PCRE2_UNSET ? &spans[2] : spans;
    struct str found = span[0] < span[1] ? arena_str(arena, str_slice(text, span[0], span[1])) : STR_NULL;
    return found.n ? found : STR("");
}
