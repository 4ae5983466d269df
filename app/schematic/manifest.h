/* What may run, speak or move in a build once it is pasted: what a server's owner wants to know before. */
#ifndef CURIO_SCHEMATIC_MANIFEST_H
#define CURIO_SCHEMATIC_MANIFEST_H

#include "core/buf.h"

enum manifest_kind {
    MANIFEST_COMMAND_BLOCK, /* block entities that hold a command; text: the command */
    MANIFEST_SPAWNER,       /* spawners and trial spawners; text: what they spawn */
    MANIFEST_SIGN_COMMAND,  /* signs whose text has a click event that runs a command; text: the command */
    MANIFEST_BOOK_COMMAND,  /* books (in lecterns, chests, frames) with such a click event, or commands in a book's pages */
    MANIFEST_STRUCTURE,     /* structure and jigsaw blocks */
    MANIFEST_CONTAINER,     /* containers with something in them; text: how many stacks */
    MANIFEST_PLAYER_HEAD,   /* heads with a profile or texture address; text: the address where there is one */
    MANIFEST_ENTITY,        /* entities; text: their id */
    MANIFEST_KIND_COUNT
};

enum { MANIFEST_SHOWN = 32, MANIFEST_TEXT = 200 };

struct manifest_find {
    int64_t at[3]; /* in the box around all regions, from its lowest corner */
    struct str text; /* at most MANIFEST_TEXT bytes, cut at a code point */
};

struct manifest_group {
    int64_t count; /* all of them */
    size_t shown;  /* the first MANIFEST_SHOWN */
    struct manifest_find *finds;
};

struct manifest_mod {
    struct str name; /* a name space */
    int64_t count;   /* blocks */
    int64_t at[3];   /* always -1: blocks are counted, not placed, while a file streams by */
};

struct manifest {
    struct manifest_group groups[MANIFEST_KIND_COUNT];
    int64_t block_entities; /* all of them */
};

const char *manifest_kind_name(enum manifest_kind); /* "command-block", "spawner", "sign-command", "book-command", … */
const char *manifest_kind_says(enum manifest_kind); /* translated, for people */
/* {"block_entities": 3, "command-block": {"count": 1, "finds": [{"at": [1, 2, 3], "text": "/say hi"}]}, …}; kinds without a
 * find are left out. */
void manifest_json(const struct manifest *, struct buf *out);
bool manifest_read(struct arena *, struct str json, struct manifest *out) __attribute__((warn_unused_result));
/* Whether a moderator should look: anything that runs commands or spawns. */
bool manifest_is_risky(const struct manifest *);

#endif
