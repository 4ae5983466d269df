#include "web/urlencoded.h"

#include "web/percent.h"

enum input_result urlencoded_parse(struct str text, struct form_inputs *into)
{
    struct str rest = text, pair;
    bool more = text.n > 0;
    while (more) {
        more = str_cut(rest, '&', &pair, &rest);
        if (pair.n == 0)
            continue;
        struct form_input input = {.kind = INPUT_TEXT};
        struct str name, value;
        str_cut(pair, '=', &name, &value);
        if (!percent_decode(into->arena, name, true, &input.name))
            return INPUT_MALFORMED;
        if (!percent_decode(into->arena, value, true, &input.value))
            return INPUT_MALFORMED;
        if (!form_inputs_add(into, &input))
            return INPUT_TOO_MANY;
    }
    return INPUT_READ;
}
