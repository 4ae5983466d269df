#include "web/query_string.h"

#include "core/buf.h"
#include "web/form_input.h"
#include "web/percent.h"
#include "web/urlencoded.h"

enum { QUERY_MAX = 16 * 1024 };

static bool is_among(struct str name, const char *const names[])
{
    for (; *names != NULL; names++)
        if (str_eq(name, str_of(*names)))
            return true;
    return false;
}

static void add(struct arena *arena, struct buf *out, struct str name, struct str value)
{
    struct str left = percent_encode(arena, name, ""), right = percent_encode(arena, value, ",");
    buf_printf(out, "%s" STR_FMT "=" STR_FMT, out->n > 0 ? "&" : "", STR_ARG(left), STR_ARG(right));
}

struct str query_string_with(struct arena *arena, struct str query, const char *const without[], const char *name, struct str value)
{
    struct form_inputs inputs = {.arena = arena};
    struct buf out;
    buf_init_in(arena, &out, QUERY_MAX);
    bool read = urlencoded_parse(query, &inputs) == INPUT_READ;
    for (size_t i = 0; read && i < inputs.count; i++)
        if (inputs.at[i].value.n > 0 && !is_among(inputs.at[i].name, without) && (name == NULL || !str_eq(inputs.at[i].name, str_of(name))))
            add(arena, &out, inputs.at[i].name, inputs.at[i].value);
    if (name != NULL && value.n > 0)
        add(arena, &out, str_of(name), value);
    return buf_str(&out);
}

struct str address_with(struct arena *arena, struct str path, struct str query)
{
    return query.n > 0 ? arena_printf(arena, STR_FMT "?" STR_FMT, STR_ARG(path), STR_ARG(query)) : path;
}
