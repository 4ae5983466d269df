#include "handlers/schematic/link.h"

#include "account/keys.h"

struct str link_token(struct arena *arena, const struct config *config, struct uuid id)
{
    return key_token(arena, config, KEY_LINK, id);
}

bool link_verify(struct arena *arena, const struct config *config, struct str token, struct uuid *id)
{
    return key_token_read(arena, config, KEY_LINK, token, id);
}
