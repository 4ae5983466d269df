/* A PostgreSQL of a test's own, on a Unix socket in the test's folder, with Curio's schema in it. */
#ifndef CURIO_TESTS_POSTGRES_H
#define CURIO_TESTS_POSTGRES_H

#include <glob.h>
#include <pwd.h>

#include "lib/scratch.h"
#include "store/db.h"
#include "store/migrate.h"

struct postgres {
    char folder[SCRATCH_PATH], conninfo[SCRATCH_PATH + 64];
    pid_t pid;
};

/* Debian keeps the server's programs out of PATH, a folder a version; the newest is taken. */
static inline void postgres_program(const char *name, char path[SCRATCH_PATH])
{
    glob_t found;
    snprintf(path, SCRATCH_PATH, "/usr/lib/postgresql/*/bin/%s", name);
    if (glob(path, 0, NULL, &found) || found.gl_pathc == 0)
        abort();
    snprintf(path, SCRATCH_PATH, "%s", found.gl_pathv[found.gl_pathc - 1]);
    globfree(&found);
}

/* PostgreSQL refuses to run as root. */
static inline unsigned postgres_user(const char *folder)
{
    const struct passwd *user = geteuid() == 0 ? getpwnam("postgres") : NULL;
    if (!user)
        return 0;
    if (chown(folder, user->pw_uid, user->pw_gid))
        abort();
    return user->pw_uid;
}

static inline void postgres_migrate(struct db *db)
{
    struct arena *arena = arena_new(1 << 20);
    struct buf report;
    buf_init(&report, 1 << 16);
    if (migrate_up(db, arena, "sql/migrations", &report) != DB_OK) {
        fprintf(stderr, "%.*s\n", (int)report.n, report.p);
        abort();
    }
    buf_free(&report);
    arena_free(arena);
}

/* Runs from the root of the source. Answers a connection to the migrated database. */
static inline struct db *postgres_start(struct postgres *postgres)
{
    char initdb[SCRATCH_PATH], server[SCRATCH_PATH], data[SCRATCH_PATH + 8];
    postgres_program("initdb", initdb);
    postgres_program("postgres", server);
    scratch_make(postgres->folder);
    snprintf(data, sizeof data, "%s/data", postgres->folder);
    unsigned user = postgres_user(postgres->folder);
    char as[] = "-D", trust[] = "--auth=trust", owner[] = "--username=curio", text[] = "--encoding=UTF8",
         locale[] = "--locale=C.UTF-8", quick[] = "--no-sync";
    char *make[] = {initdb, as, data, trust, owner, text, locale, quick, NULL};
    int status = 1;
    if (waitpid(scratch_start(postgres->folder, user, make), &status, 0) < 0 || status != 0)
        abort();
    char at[] = "-k", set[] = "-c", no_network[] = "listen_addresses=", unsafe[] = "-F";
    char *serve[] = {server, as, data, at, postgres->folder, set, no_network, unsafe, NULL};
    postgres->pid = scratch_start(postgres->folder, user, serve);
    snprintf(postgres->conninfo, sizeof postgres->conninfo, "host=%s dbname=postgres user=curio", postgres->folder);
    struct db *db = db_open(postgres->conninfo);
    for (int i = 0; i < 200 && !db_healthy(db); i++)
        usleep(50000);
    postgres_migrate(db);
    return db;
}

static inline void postgres_stop(struct postgres *postgres)
{
    scratch_stop(postgres->pid, SIGINT);
    scratch_remove(postgres->folder);
}

#endif
