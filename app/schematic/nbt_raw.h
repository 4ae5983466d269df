/* NBT that lies in memory already: the payload of a compound, its fields and the End that closes them. Internal to
 * app/schematic. */
#ifndef CURIO_SCHEMATIC_NBT_RAW_H
#define CURIO_SCHEMATIC_NBT_RAW_H

#include "schematic/nbt.h"

/* Whether all of PAYLOAD is one compound's. *DEPTH is how many compounds and lists lie inside one another, itself included. */
bool nbt_raw_check(struct str payload, unsigned *depth) __attribute__((warn_unused_result));
/* The next field of a payload that nbt_raw_check() took, from *AT on, which starts as 0: its name, and all of its bytes from the tag
 * on. False at the end. */
bool nbt_raw_field(struct str payload, size_t *at, struct str *name, struct str *whole);

#endif
