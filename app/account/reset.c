#include "account/reset.h"

#include "account/keys.h"

struct str reset_token(struct arena *arena, const struct config *config, struct uuid reset)
{
    return key_token(arena, config, KEY_RESET, reset);
}

bool reset_token_read(struct arena *arena, const struct config *config, struct str token, struct uuid *out)
{
    return key_token_read(arena, config, KEY_RESET, token, out);
}
