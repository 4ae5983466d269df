#include "account/then.h"

static bool is_plain(unsigned char c)
{
    return c > ' ' && c != 0x7f && c != '\\';
}

struct str then_place(struct str then)
{
    if (then.n == 0 || then.p[0] != '/' || (then.n > 1 && then.p[1] == '/'))
        return STR("/");
    for (size_t i = 0; i < then.n; i++)
        if (!is_plain((unsigned char)then.p[i]))
            return STR("/");
    return then;
}
