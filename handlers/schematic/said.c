#include "handlers/schematic/said.h"

#include <string.h>

#include "core/text.h"
#include "handlers/schematic/licence.h"
#include "schematic/release.h"

enum { MOD_MAX = 64 };

/* A name space as the game has them. */
static bool is_mod(struct str name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_.-";
    for (size_t i = 0; i < name.n; i++)
        if (!memchr(letters, name.p[i], sizeof letters - 1))
            return false;
    return name.n > 0 && name.n <= MOD_MAX;
}

static bool are_mods(struct list mods)
{
    const struct str *names = mods.at;
    for (size_t i = 0; i < mods.count; i++)
        if (!is_mod(names[i]))
            return false;
    return true;
}

bool said_right(struct request *rq, struct str licence, struct str game, struct list mods, struct opt_int *data_version)
{
    size_t wrong = rq->form_state->error_count;
    *data_version = (struct opt_int){0};
    if (licence.n > 0 && !licence_known(licence))
        form_fail(rq->arena, rq->form_state, "licence", "not_a_choice", _("This is not an SPDX identifier that we know."));
    if (game.n > 0)
        *data_version = (struct opt_int){true, release_data_version(game)};
    if (data_version->set && data_version->v <= 0)
        form_fail(rq->arena, rq->form_state, "game", "not_a_choice", _("This is not a release of Minecraft that we know."));
    if (!are_mods(mods))
        form_fail(rq->arena, rq->form_state, "mods", "malformed", _("A mod is named by its name space: small letters, digits, _ . and -"));
    return rq->form_state->error_count == wrong;
}
