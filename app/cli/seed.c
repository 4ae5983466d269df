#include "cli/seed.h"

#include <assert.h>

#include "cli/seed_life.h"
#include "cli/seed_market.h"
#include "core/buf.h"
#include "core/text.h"
#include "queries/site.h"
#include "schematic/demo.h"
#include "schematic/inspect.h"
#include "schematic/shelf/record.h"

enum { BUILD_BYTES = 8 << 20, SEED_MEMORY = 32 << 20 };

static const struct person {
    const char *name, *slug, *about;
} people[] = {
    {"Mira Holm", "demo-mira", "Lighthouses, harbours and whatever else stands by the sea."},
    {"Jonas Beck", "demo-jonas", "Builds small and measures twice."},
    {"Saga Lind", "demo-saga", "Gardens, mostly. Some walls around them."},
};
enum { PEOPLE = sizeof people / sizeof *people };
static_assert(PEOPLE == 3, "as many as seed_life speaks for");

struct seeding {
    struct db *db;
    struct blob_store *blobs;
    struct arena *arena; /* of one build */
    const struct schematic_demo *demo;
    struct uuid owner;
    struct str file;
    struct sha256_digest sha256;
    struct study study;
};

/* Our own builds go through the reader like anybody's: what it refuses is not seeded. */
static bool inspect(struct seeding *s)
{
    const struct schematic_input input = schematic_input_bytes(s->arena, s->file);
    struct schematic_refusal refusal;
    const struct schematic_budget budget = schematic_budget_default();
    return study_read(s->arena, &budget, &input, &s->study, &refusal) == SCHEMATIC_OK;
}

static enum db_result owner_of(struct seeding *s, size_t i)
{
    const struct person *person = &people[i % PEOPLE];
    const struct schematic_demo_person_in in = {.id = uuid_new(),
                                                .email = arena_printf(s->arena, "%s@demo.invalid", person->slug),
                                                .name = str_of(person->name),
                                                .slug = str_of(person->slug),
                                                .about = str_of(person->about)};
    struct schematic_demo_person_row row;
    enum db_result result = schematic_demo_person_one(s->db, s->arena, &in, &row);
    if (result == DB_OK)
        s->owner = row.id;
    return result;
}

static enum db_result insert(struct seeding *s)
{
    struct str tags[SCHEMATIC_DEMO_TAGS];
    size_t count = 0;
    for (; count < SCHEMATIC_DEMO_TAGS && s->demo->tags[count]; count++)
        tags[count] = str_of(s->demo->tags[count]);
    struct schematic_insert_in row = record_row(s->arena, &s->study.facts, &s->sha256, (int64_t)s->file.n);
    row.account = s->owner;
    row.title = str_of(s->demo->title);
    row.description = str_of(s->demo->description);
    row.tags = (struct list){tags, count};
    row.visibility = STR("public");
    row.file_name = str_of(s->demo->file_name);
    return record_insert(s->db, s->arena, &row);
}

static enum db_result mark_clean(struct seeding *s)
{
    const struct blob_scanned_in blob = {
        .sha256 = sha256_bytes(&s->sha256), .scan = STR("clean"), .detail = STR("made by curio seed")};
    const struct schematic_scanned_in builds = {.sha256 = blob.sha256, .status = blob.scan};
    struct rows changed = {0};
    enum db_result result = blob_scanned(s->db, s->arena, &blob);
    if (result == DB_OK)
        result = schematic_scanned(s->db, s->arena, &builds, &changed);
    const struct schematic_scanned_row *build = changed.at;
    struct schematic_show_best_row shown;
    for (size_t i = 0; result == DB_OK && i < changed.count; i++)
        result = schematic_show_best_one(s->db, s->arena, &(struct schematic_show_best_in){.id = build[i].id}, &shown);
    return result;
}

/* The row first, then the file: see store/blob.h. */
static enum db_result keep(struct seeding *s)
{
    const struct blob_keep_in row = {.sha256 = sha256_bytes(&s->sha256), .size = (int64_t)s->file.n};
    struct blob_keep_row known;
    struct blob_writer *writer;
    int64_t size;
    bool existed;
    enum db_result result = blob_keep_one(s->db, s->arena, &row, &known);
    if (result != DB_OK)
        return result;
    bool kept = blob_write_begin(s->blobs, s->arena, &writer) == BLOB_OK &&
                blob_write(writer, s->file.p, s->file.n) == BLOB_OK &&
                blob_write_keep(writer, &s->sha256, &size, &existed) == BLOB_OK;
    return kept ? DB_OK : DB_FAIL;
}

static enum db_result seed_new(struct seeding *s)
{
    enum db_result result = inspect(s) ? keep(s) : DB_FAIL;
    if (result == DB_OK)
        result = record_file(s->db, s->arena, &s->study, &s->sha256, STR_NULL);
    if (result == DB_OK)
        result = insert(s);
    return result == DB_OK ? mark_clean(s) : result;
}

/* DB_NONE: it is there already. */
static enum db_result seed_build(struct seeding *s, size_t i)
{
    enum db_result result = owner_of(s, i);
    if (result != DB_OK)
        return result;
    s->sha256 = sha256_of(s->file);
    const struct schematic_same_in bytes = {.sha256 = sha256_bytes(&s->sha256), .account = s->owner};
    struct schematic_same_row same;
    result = schematic_same_one(s->db, s->arena, &bytes, &same);
    if (result == DB_NONE)
        return seed_new(s);
    return result == DB_OK ? DB_NONE : result;
}

static enum db_result seed_one(struct seeding *s, size_t i, int *made)
{
    struct buf file;
    buf_init(&file, BUILD_BYTES);
    enum db_result result = schematic_demo_write(s->demo, &file) ? db_begin(s->db) : DB_FAIL;
    if (result == DB_OK) {
        s->file = buf_str(&file);
        result = seed_build(s, i);
        if (result == DB_OK)
            ++*made;
        if (result == DB_OK || result == DB_NONE)
            result = db_commit(s->db);
        else
            db_rollback(s->db);
    }
    buf_free(&file);
    return result;
}

static enum db_result enliven(struct seeding *s)
{
    struct uuid ids[PEOPLE];
    enum db_result result = db_begin(s->db);
    for (size_t i = 0; result == DB_OK && i < PEOPLE; i++) {
        result = owner_of(s, i);
        ids[i] = s->owner;
    }
    if (result == DB_OK)
        result = seed_life(s->db, s->arena, ids);
    if (result == DB_OK)
        return db_commit(s->db);
    db_rollback(s->db);
    return result == DB_NONE ? DB_OK : result;
}

enum db_result seed_demo(struct db *db, struct blob_store *blobs, int *made)
{
    struct seeding s = {.db = db, .blobs = blobs, .arena = arena_new(SEED_MEMORY)};
    enum db_result result = DB_OK;
    *made = 0;
    for (size_t i = 0; result == DB_OK && (s.demo = schematic_demo(i)); i++) {
        result = seed_one(&s, i, made);
        arena_reset(s.arena);
    }
    if (result == DB_OK)
        result = enliven(&s);
    arena_free(s.arena);
    return result;
}

/* Of each room that is on. */
static enum db_result seed_rooms(struct cli *cli, struct db *db, struct blob_store *blobs, int *builds, int *markets)
{
    enum db_result result = DB_OK;
    *builds = *markets = 0;
    if (config_room_on(&cli->config, ROOM_SCHEMATIC))
        result = seed_demo(db, blobs, builds);
    if (result == DB_OK && config_room_on(&cli->config, ROOM_MARKET))
        result = seed_markets(db, markets);
    return result;
}

enum exit_code seed(struct cli *cli)
{
    struct blob_store *blobs;
    int builds, markets;
    if (blob_store_open(cli->arena, arena_str(cli->arena, cli->config.blob_dir).p, &blobs) != BLOB_OK)
        return complain(_("the blob store %.*s can't be opened"), STR_ARG(cli->config.blob_dir));
    struct db *db = db_open(arena_str(cli->arena, cli->config.database_url).p);
    enum db_result result = seed_rooms(cli, db, blobs, &builds, &markets);
    db_close(db);
    if (result != DB_OK)
        return complain(_("the demo content could not be made: see the lines above"));
    if (config_room_on(&cli->config, ROOM_SCHEMATIC))
        printf(ngettext_("%d build was made.\n", "%d builds were made.\n", builds), builds);
    if (config_room_on(&cli->config, ROOM_MARKET))
        printf(ngettext_("%d market was made.\n", "%d markets were made.\n", markets), markets);
    return EXIT_DONE;
}
