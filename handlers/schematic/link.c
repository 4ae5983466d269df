#include "handlers/schematic/link.h"

#include "account/keys.h"
#include "core/text.h"

enum { HOUR = 3600, DAY = 24 * HOUR, LONGEST_DAYS = 30 };

struct str link_token(struct arena *arena, const struct config *config, struct uuid id)
{
    return key_token(arena, config, KEY_LINK, id);
}

bool link_verify(struct arena *arena, const struct config *config, struct str token, struct uuid *id)
{
    return key_token_read(arena, config, KEY_LINK, token, id);
}

bool link_duration(struct str text, int64_t *seconds)
{
    static const struct {
        char unit;
        int64_t seconds;
    } units[] = {{'m', 60}, {'h', HOUR}, {'d', DAY}};
    int64_t number;
    if (text.n < 2 || !str_to_int64(str_slice(text, 0, text.n - 1), &number) || number < 1 || number > LONGEST_DAYS * 24 * 60)
        return false;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++)
        if (text.p[text.n - 1] == units[i].unit) {
            *seconds = number * units[i].seconds;
            return *seconds >= HOUR && *seconds <= LONGEST_DAYS * DAY;
        }
    return false;
}
