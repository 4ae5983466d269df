#ifndef CURIO_CLI_SEED_H
#define CURIO_CLI_SEED_H

#include "cli/command.h"
#include "store/blob.h"
#include "store/db.h"

/* `curio seed`: demo content for the rooms that are on: people with builds that this program generates itself, markets. */
enum exit_code seed(struct cli *);

/* What it does: may run any number of times, makes what is missing. *MADE: how many builds. The builds go in as uploads do,
 * read, hashed and stored, but are clean at once: they are this program's own, and a new site is not to look empty until its
 * scanner is up. They are queued for the scanner all the same, and its verdict then stands. */
enum db_result seed_demo(struct db *, struct blob_store *, int *made) DB_CHECKED;

#endif
