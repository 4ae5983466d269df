#include "account/permission.h"

#include <assert.h>
#include <stddef.h>

static const char *const names[] = {
    [ANYONE] = NULL,
    [SIGNED_IN] = NULL,
    [SCHEMATIC_UPLOAD] = "schematic.upload",
    [SCHEMATIC_MODERATE] = "schematic.moderate",
    [MARKET_CONTRIBUTE] = "market.contribute",
    [MARKET_MODERATE] = "market.moderate",
    [ACCOUNT_MODERATE] = "account.moderate",
    [SITE_ADMIN] = "site.admin",
};
static_assert(sizeof names / sizeof *names == PERMISSION_COUNT, "one name a permission");

const char *permission_name(enum permission permission)
{
    return names[permission];
}
