/* Data versions and the releases of Minecraft that have them. From PrismarineJS/minecraft-data
 * (data/pc/common/protocolVersions.json, MIT). */
#ifndef CURIO_SCHEMATIC_RELEASE_H
#define CURIO_SCHEMATIC_RELEASE_H

#include "core/str.h"

/* "1.20.4" for 3700: the release with this data version, or the newest one before it. Absent before the first known. */
struct str release_name(int32_t data_version);
/* 3700 for "1.20.4"; 0 for a name that is none. Of "1.20" the release of that name. */
int32_t release_data_version(struct str name);
/* The largest data version that still counts as NAME: just below the next release's, INT32_MAX for the newest; 0 for a name that
 * is none. For ranges. */
int32_t release_last_data_version(struct str name);
/* Full releases newest first, for menus; absent past the last. */
struct str release_at(size_t i);

#endif
