#include "web/cookies.h"

struct str cookies_find(struct str header, struct str name)
{
    struct str found = STR_NULL, pair, key, value;
    bool more = header.n > 0;
    while (more) {
        more = str_cut(header, ';', &pair, &header);
        if (!str_cut(str_trim(pair), '=', &key, &value) || !str_eq(key, name))
            continue;
        if (found.p != NULL)
            return STR_NULL;
        found = value;
    }
    return found;
}
