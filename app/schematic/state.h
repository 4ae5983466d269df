/* Block states as text, in one canonical spelling: "minecraft:oak_log[axis=y]". The name space is always there, properties
 * are sorted by name, and there are no spaces; "minecraft:stone" has no brackets. */
#ifndef CURIO_SCHEMATIC_STATE_H
#define CURIO_SCHEMATIC_STATE_H

#include "core/buf.h"

enum { STATE_MAX = 2048 }; /* bytes; the game's longest is about 250 */

/* Adds the canonical spelling of a state as files write it to OUT. False, and nothing added, when it is none: empty, too long,
 * unbalanced brackets, a property without a value or there twice, control characters, malformed UTF-8. White space around the
 * parts goes; upper case, unknown names and what else stands in them are let be, for mods have had them all. */
bool state_canonical(struct str written, struct buf *out) __attribute__((warn_unused_result));

/* Parts of a canonical state. */
struct str state_name(struct str state);                          /* "minecraft:oak_log" */
struct str state_space(struct str state);                         /* "minecraft" */
struct str state_id(struct str state);                            /* "oak_log" */
struct str state_property(struct str state, const char *key);     /* "y", or absent */
/* The next property after *AT, which starts as 0: false at the end. */
bool state_next_property(struct str state, size_t *at, struct str *key, struct str *value);

/* Byte order, as everything that is "sorted by state" has it: less than, equal to or more than 0. */
int state_order(struct str a, struct str b);

bool state_is_air(struct str state);    /* air, cave_air, void_air of minecraft */
bool state_is_absent(struct str state); /* structure_void: "leave what is there" */

#endif
