/* Builds in other formats: made when somebody first asks, with what is lost told before anybody downloads it. */
#ifndef CURIO_HANDLERS_SCHEMATIC_CONVERT_DOWNLOAD_H
#define CURIO_HANDLERS_SCHEMATIC_CONVERT_DOWNLOAD_H

#include "queries/schematic.h"
#include "schematic/convert.h"
#include "web/request.h"
#include "web/response.h"

struct conversion_found {
    enum conversion_state { CONVERSION_UNMADE, CONVERSION_MAKING, CONVERSION_MADE, CONVERSION_IMPOSSIBLE } state;
    struct str sha256, place, losses, why; /* place: as in the table blob; losses: JSON */
    int64_t size;
};

/* Finds the conversion, makes it at once where it is small enough, or has a job make it. BUILD is one that its reader may have, and
 * clean. Otherwise than OK: rs says why. */
enum status conversion_find(struct request *, struct response *, const struct schematic_download_row *build, enum convert_target,
                            struct conversion_found *out);
/* Whether anything is lost that can be seen in the game. */
bool conversion_harmless(struct request *, const struct conversion_found *);
/* The formats that a build can be had in besides its own, for its page: what each loses as far as it is known. None where the database is away. */
struct rows conversions_beside(struct request *, const struct schematic_one_row *build);
/* The problem of what can't be converted. */
enum status conversion_refuse(struct request *, struct response *, struct str why);

#endif
