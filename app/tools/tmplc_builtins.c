#include "tools/tmplc_builtins.h"

#define TEXT {.kind = TYPE_TEXT}
#define ABSENT_TEXT {.kind = TYPE_TEXT, .nullable = true}
#define TEXTS {.kind = TYPE_TEXT, .list = true}
#define FLOAT {.kind = TYPE_FLOAT}
#define BIGINT {.kind = TYPE_BIGINT}
#define TIME {.kind = TYPE_TIMESTAMP}
#define UUID {.kind = TYPE_UUID}
#define MARKUP {.kind = KIND_MARKUP}
#define FORM {.kind = KIND_FORM, .nullable = true}

/* web/view.h declares each of the functions. */
static const struct builtin builtins[] = {
    {"number", "view_number", TAKES_SCRATCH, TEXT, 1, {BIGINT}},
    {"bytes", "view_bytes", TAKES_SCRATCH, TEXT, 1, {BIGINT}},
    {"date", "view_date", TAKES_SCRATCH, TEXT, 1, {TIME}},
    {"datetime", "view_datetime", TAKES_SCRATCH, TEXT, 1, {TIME}},
    {"ago", "view_ago", TAKES_SCRATCH, TEXT, 1, {TIME}},
    {"relative", "view_relative", TAKES_SCRATCH, TEXT, 1, {TIME}},
    {"decimal", "view_decimal", TAKES_SCRATCH, TEXT, 2, {FLOAT, BIGINT}},
    {"percent", "view_percent", TAKES_SCRATCH, TEXT, 1, {FLOAT}},
    {"money", "view_money", TAKES_SCRATCH, TEXT, 2, {BIGINT, TEXT}},
    {"distance", "view_distance", TAKES_SCRATCH, TEXT, 1, {FLOAT}},
    {"day", "view_day", TAKES_SCRATCH, TEXT, 2, {TEXT, TEXT}},
    {"clock", "view_clock", TAKES_SCRATCH, TEXT, 1, {TEXT}},
    {"day_range", "view_day_range", TAKES_SCRATCH, TEXT, 3, {TEXT, TEXT, TEXT}},
    {"clock_range", "view_clock_range", TAKES_SCRATCH, TEXT, 2, {TEXT, TEXT}},
    {"day_relative", "view_day_relative", TAKES_SCRATCH, TEXT, 2, {TEXT, TEXT}},
    {"month", "view_month", TAKES_NOTHING, TEXT, 1, {BIGINT}},
    {"weekday", "view_weekday", TAKES_NOTHING, TEXT, 1, {BIGINT}},
    {"weekday_brief", "view_weekday_brief", TAKES_NOTHING, TEXT, 1, {BIGINT}},
    {"leaf", "view_leaf", TAKES_OUT, MARKUP, 1, {TEXT}},
    {"initials", "view_initials", TAKES_SCRATCH, TEXT, 1, {TEXT}},
    {"asset", "view_asset", TAKES_NOTHING, TEXT, 1, {TEXT}},
    {"title_of", "view_title_of", TAKES_NOTHING, TEXT, 1, {TEXT}},
    {"value", "view_value", TAKES_NOTHING, TEXT, 2, {FORM, TEXT}},
    {"value_or", "view_value_or", TAKES_NOTHING, TEXT, 3, {FORM, TEXT, ABSENT_TEXT}},
    {"error", "view_error", TAKES_NOTHING, ABSENT_TEXT, 2, {FORM, TEXT}},
    {"join", "view_join", TAKES_ARENA, TEXT, 2, {TEXTS, TEXT}},
    {"excerpt", "view_excerpt", TAKES_ARENA, TEXT, 1, {TEXT}},
    {"icon", "view_icon", TAKES_OUT, MARKUP, 1, {TEXT}},
    {"data_block", "view_data_block", TAKES_OUT, MARKUP, 1, {TEXT}},
    {"markdown", "view_markdown", TAKES_OUT, MARKUP, 1, {TEXT}},
    {"emblem", "view_emblem", TAKES_OUT, MARKUP, 4, {UUID, BIGINT, BIGINT, BIGINT}},
};

const struct builtin *builtin_find(struct str name)
{
    for (size_t i = 0; i < sizeof builtins / sizeof builtins[0]; i++) {
        if (str_eq(name, str_of(builtins[i].name)))
            return &builtins[i];
    }
    return NULL;
}
