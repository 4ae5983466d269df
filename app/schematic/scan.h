/* Looks through the data of one block entity or entity for what a manifest tells. Internal to app/schematic. */
#ifndef CURIO_SCHEMATIC_SCAN_H
#define CURIO_SCHEMATIC_SCAN_H

#include "schematic/manifest.h"
#include "schematic/nbt.h"

enum { SCAN_FINDS = 16, SCAN_ID = 128 };

struct scan_find {
    enum manifest_kind kind;
    size_t n;
    char text[MANIFEST_TEXT];
};

struct scan {
    char id[SCAN_ID], spawns[SCAN_ID]; /* UTF-8, cut where they are longer */
    size_t id_length, spawns_length;
    int64_t at[3];
    bool at_is_exact; /* from Pos; x, y and z count less */
    int64_t stacks;   /* in a container */
    int64_t counts[MANIFEST_KIND_COUNT];
    size_t find_count; /* the first SCAN_FINDS of those counted */
    struct scan_find finds[SCAN_FINDS];
};

void scan_open(struct scan *);
/* Reads a compound's payload. Data and nbt, into which some formats put what others have beside the position, count as the
 * same level. */
void scan_compound(struct nbt *, struct scan *);
void scan_add(struct scan *, enum manifest_kind, struct str text);

/* NBT's text as valid UTF-8 without control characters, at most SIZE bytes, cut at a code point; answers how many. */
size_t scan_text(char *into, size_t size, struct str nbt_text);
/* Counts click events that run commands in a text that holds JSON or SNBT, and adds them as KIND. */
void scan_clicks(struct scan *, enum manifest_kind, struct str text);
/* The address in a head's texture: base64 of JSON. At most SIZE bytes; answers how many, 0 where there is none. */
size_t scan_texture(char *into, size_t size, struct str base64);

#endif
