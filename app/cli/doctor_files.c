#include "cli/doctor_files.h"

#include "core/text.h"
#include "queries/site.h"
#include "store/blob.h"
#include "store/s3.h"

enum {
    BATCH = 256,
    SCRATCH = 1 << 20,
    ON_ITS_WAY = 60,     /* seconds: a file is placed before the row that speaks of it can be seen */
    LEFT_BEHIND = 2 * 86400 /* seconds: the sweep, which comes every hour, takes what is a day old */
};

struct rounds {
    struct db *db;
    struct blob_store *blobs;
    struct arena *scratch;
    enum db_result result;
    int64_t rows, missing, resized, loose, strangers, half_done;
    size_t count; /* of the files that wait to be compared with rows */
    struct sha256_digest digests[BATCH];
};

static struct sha256_digest digest_of(struct str bytes)
{
    struct sha256_digest digest = {0};
    for (size_t i = 0; i < sizeof digest.b && i < bytes.n; i++)
        digest.b[i] = (uint8_t)bytes.p[i];
    return digest;
}

/* Which of the counters a row and its file belong to; NULL: they fit. */
static int64_t *misfit(struct rounds *rounds, struct sha256_digest digest, int64_t size, struct str scan, struct str place)
{
    bool infected = str_eq(scan, STR("infected")), quarantined = false;
    int64_t found = 0;
    if (blob_look(rounds->blobs, digest, &found, &quarantined) != BLOB_OK)
        return s3_holds(place) ? NULL : &rounds->missing;
    if (found != size)
        return &rounds->resized;
    return infected && !quarantined ? &rounds->loose : quarantined && !infected ? &rounds->missing : NULL;
}

static void compare(struct rounds *rounds, const struct blob_page_row *blob)
{
    struct sha256_digest digest = digest_of(blob->sha256);
    const struct blob_one_in which = {.sha256 = blob->sha256};
    struct blob_one_row now;
    rounds->rows++;
    if (!misfit(rounds, digest, blob->size, blob->scan, blob->place))
        return;
    enum db_result result = blob_one_one(rounds->db, rounds->scratch, &which, &now);
    int64_t *counter = result == DB_OK ? misfit(rounds, digest, now.size, now.scan, now.place) : NULL;
    if (counter)
        ++*counter;
    if (result == DB_FAIL)
        rounds->result = result;
}

static void compare_rows(struct rounds *rounds)
{
    struct sha256_digest last = {0};
    struct rows page = {.count = BATCH};
    while (rounds->result == DB_OK && page.count == BATCH) {
        const struct blob_page_in in = {.after = sha256_bytes(&last), .limit = BATCH};
        arena_reset(rounds->scratch);
        rounds->result = blob_page(rounds->db, rounds->scratch, &in, &page);
        const struct blob_page_row *blobs = page.at;
        for (size_t i = 0; rounds->result == DB_OK && i < page.count; i++) {
            compare(rounds, &blobs[i]);
            last = digest_of(blobs[i].sha256);
        }
    }
}

static void ask_for_rows(struct rounds *rounds)
{
    struct str texts[BATCH];
    struct rows strange;
    for (size_t i = 0; i < rounds->count; i++)
        texts[i] = sha256_bytes(&rounds->digests[i]);
    const struct blob_strange_in files = {.digests = {texts, rounds->count}};
    arena_reset(rounds->scratch);
    rounds->result = blob_strange(rounds->db, rounds->scratch, &files, &strange);
    if (rounds->result == DB_OK)
        rounds->strangers += (int64_t)strange.count;
    rounds->count = 0;
}

static bool take_file(void *with, struct sha256_digest digest, int64_t size)
{
    struct rounds *rounds = with;
    (void)size;
    rounds->digests[rounds->count++] = digest;
    if (rounds->count == BATCH)
        ask_for_rows(rounds);
    return rounds->result == DB_OK;
}

static void compare_files(struct rounds *rounds)
{
    if (blob_each(rounds->blobs, ON_ITS_WAY, take_file, rounds) != BLOB_OK)
        rounds->result = DB_FAIL;
    if (rounds->result == DB_OK && rounds->count > 0)
        ask_for_rows(rounds);
    rounds->half_done = blob_half_done(rounds->blobs, LEFT_BEHIND);
}

static bool report(struct cli *cli, const struct rounds *rounds, struct str *says)
{
    *says = arena_printf(cli->arena, _("%lld files with a row; %lld missing, %lld of another size, %lld infected and not put away, %lld without a row, "
                                       "%lld received by half"),
                         (long long)rounds->rows, (long long)rounds->missing, (long long)rounds->resized, (long long)rounds->loose,
                         (long long)rounds->strangers, (long long)rounds->half_done);
    return rounds->missing + rounds->resized + rounds->loose + rounds->strangers + rounds->half_done == 0;
}

bool doctor_files(struct cli *cli, struct str *says)
{
    struct rounds *rounds = ARENA_NEW(cli->arena, struct rounds);
    *rounds = (struct rounds){.db = db_open(cli->config.database_url.p), .scratch = arena_new(SCRATCH), .result = DB_FAIL};
    *says = str_of(_("cannot be compared while the database or the blobs are away"));
    if (db_healthy(rounds->db) && blob_store_open(cli->arena, cli->config.blob_dir.p, &rounds->blobs) == BLOB_OK)
        rounds->result = DB_OK;
    if (rounds->result == DB_OK)
        compare_rows(rounds);
    if (rounds->result == DB_OK)
        compare_files(rounds);
    arena_free(rounds->scratch);
    db_close(rounds->db);
    return rounds->result == DB_OK && report(cli, rounds, says);
}
