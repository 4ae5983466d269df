/* Source files of the build-time generators: reading them, speaking of places in them, and writing what is made. */
#ifndef CURIO_TOOLS_SOURCE_H
#define CURIO_TOOLS_SOURCE_H

#include "core/arena.h"
#include "core/buf.h"

enum { TOOL_MEMORY = 64 << 20, TOOL_FILE_MAX = 1 << 20 };

struct source {
    struct str path, text;
    struct str room; /* the folder's name */
    struct str stem; /* the file's name without its ending */
};

/* Everything wrong is told, not only the first. REPORT holds "FILE:LINE: message" lines. */
struct mistakes {
    struct buf report;
    size_t count;
};

void mistakes_init(struct mistakes *);
void mistakes_free(struct mistakes *);

/* TEXT and PATH are kept, not copied. Refuses NUL bytes, ill-formed UTF-8 and a path without a folder. */
bool source_open(struct mistakes *, struct str path, struct str text, struct source *out);
bool source_read(struct arena *, struct mistakes *, const char *path, struct source *out);
/* OFFSET is in the source's text. */
void source_mistake(struct mistakes *, const struct source *, size_t offset, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
size_t source_line(const struct source *, size_t offset);

/* Leaves a file that already holds TEXT alone, so that what depends on it is not built again. Speaks on stderr. */
bool made_file_write(const char *path, struct str text);

bool is_name_start(char);
bool is_name_part(char);
/* Lower-case letters, digits and underscores, a letter first, and no word that C keeps for itself. */
bool is_name(struct str);
/* The longest name at the head of TEXT; empty when none starts there. */
struct str name_at(struct str text);
/* NAME in capitals. */
struct str capitals(struct arena *, struct str name);
/* TEXT as one line of a C string literal, quotes included. */
void write_c_string(struct buf *, struct str text);

#endif
