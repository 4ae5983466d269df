#include "web/incoming.h"

#include <string.h>

struct str incoming_parameter(const struct incoming *in, const char *name)
{
    size_t n = strlen(name);
    for (char *const *at = in->parameters; *at != NULL; at++)
        if (strncmp(*at, name, n) == 0 && (*at)[n] == '=')
            return (*at)[n + 1] == '\0' ? STR_NULL : str_of(*at + n + 1);
    return STR_NULL;
}
