/* What the commands for builds share: their options, a file on its way in, and the line of JSON that is said of it. */
#ifndef CURIO_CLI_BUILD_FILE_H
#define CURIO_CLI_BUILD_FILE_H

#include "cli/command.h"
#include "core/json_write.h"
#include "schematic/model.h"

/* Options may stand anywhere among the files; after "--" there are only files. */
struct build_option {
    const char *name;                            /* "--to" */
    bool (*take)(void *order, const char *value); /* false: the value is wrong */
    bool flag;                                   /* without a value; TAKE gets NULL */
};

struct build_files {
    char **paths;
    size_t count;
};

/* False: an option is unknown or wrong, or there is no file. */
bool build_options(struct cli *, const struct build_option *, size_t count, void *order, struct build_files *files)
    __attribute__((warn_unused_result));

/* The commands work without any settings: they only say the budgets, where CURIO_CONFIG names a file. Complains where it is wrong. */
bool build_budget(struct cli *, struct schematic_budget *) __attribute__((warn_unused_result));

/* One file on its way: whatever goes wrong with it is in WHY, with a reason of the reader's (inspect.h) or one of the command's own. */
struct build_file {
    struct arena *arena;
    const char *path; /* "-": standard input, which has to be a file too */
    const struct schematic_budget *budget;
    struct schematic_refusal why;
};

bool build_fail(struct build_file *, const char *reason, const char *detail); /* always false */
bool build_study(struct build_file *, struct schematic_study *) __attribute__((warn_unused_result));
bool build_load(struct build_file *, struct model **) __attribute__((warn_unused_result)); /* up to 2^28 blocks */

/* {"file", "ok": true, …} or {"file", "ok": false, "reason", "offset", "detail"}: begin, members of a success, end. */
struct build_line {
    struct json json;
    struct buf text;
};

void build_line_begin(struct build_line *, struct build_file *, bool ok);
/* Prints the line; false where it was too long or held what JSON cannot. */
bool build_line_end(struct build_line *);
void build_line_text(struct build_line *, const char *key, struct str);
void build_line_number(struct build_line *, const char *key, int64_t);

/* Does ONE for each file with an arena of its own. Done: all went well. */
enum exit_code build_each(const struct build_files *, const struct schematic_budget *, bool (*one)(struct build_file *, void *order), void *order);

#endif
