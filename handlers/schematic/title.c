#include "handlers/schematic/title.h"

#include "core/utf8.h"

enum { TITLE_CODE_POINTS = 120 };

static struct str without_ending(struct str name)
{
    for (size_t i = name.n; i > 1; i--)
        if (name.p[i - 1] == '.')
            return str_slice(name, 0, i - 1);
    return name;
}

static struct str first_code_points(struct str text, size_t count)
{
    size_t at = 0;
    while (at < text.n && count-- > 0)
        (void)utf8_next(text, &at);
    return str_slice(text, 0, at);
}

/* What editors write where nobody gave a name. */
static bool is_no_name(struct str name)
{
    return str_equal_ignoring_case(name, STR("unnamed")) || str_equal_ignoring_case(name, STR("untitled")) || str_eq(name, STR("?"));
}

struct str title_from_metadata(struct arena *arena, struct str name)
{
    char *title = arena_alloc(arena, name.n + 1);
    if (!utf8_valid(name))
        return STR_NULL;
    for (size_t i = 0; i < name.n; i++)
        title[i] = (unsigned char)name.p[i] < ' ' || name.p[i] == 0x7f ? ' ' : name.p[i];
    struct str trimmed = str_trim(first_code_points(str_trim((struct str){title, name.n}), TITLE_CODE_POINTS));
    return trimmed.n > 0 && !is_no_name(trimmed) ? trimmed : STR_NULL;
}

struct str title_from_file_name(struct arena *arena, struct str file_name)
{
    struct str stem = without_ending(file_name);
    char *title = arena_alloc(arena, stem.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < stem.n; i++) {
        char c = stem.p[i] == '_' || stem.p[i] == '-' ? ' ' : stem.p[i];
        if (c != ' ' || (n > 0 && title[n - 1] != ' '))
            title[n++] = c;
    }
    struct str trimmed = str_trim(first_code_points(str_trim((struct str){title, n}), TITLE_CODE_POINTS));
    return trimmed.n > 0 ? trimmed : STR_NULL;
}
