#include "cli/doctor_images.h"

#include <unistd.h>

#include "core/text.h"
#include "image/shelf.h"
#include "queries/image.h"

enum { BATCH = 256, SCRATCH = 1 << 20, LEFT_BEHIND = 2 * 86400 /* seconds: the sweep, which comes every hour, takes what is a day old */ };

struct look {
    struct db *db;
    struct arena *scratch;
    struct image_shelf shelf;
    enum shelf_place place;
    enum db_result result;
    int64_t rows, missing, open, strays;
    size_t count;
    struct uuid ids[BATCH];
    struct str names[BATCH];
};

static bool is_there(const struct look *look, enum shelf_place place, struct str name)
{
    const int descriptor = image_shelf_read(&look->shelf, place, name);
    if (descriptor >= 0)
        close(descriptor);
    return descriptor >= 0;
}

/* Which counter a row and its files belong to; NULL: they fit. */
static int64_t *misfit(struct look *look, const struct image_page_row *row)
{
    const bool ready = str_eq(row->state, STR("ready")), shut = str_eq(row->state, STR("hidden")) || str_eq(row->state, STR("gone"));
    if (row->original && !shut && !is_there(look, SHELF_HELD, image_held_name(look->scratch, row->id)))
        return &look->missing;
    if (ready && !is_there(look, SHELF_MASTER, row->name))
        return &look->missing;
    return shut && row->name.p && is_there(look, SHELF_MASTER, row->name) ? &look->open : NULL;
}

/* What does not fit is looked at again, since it may have changed in between. */
static void compare(struct look *look, const struct image_page_row *row)
{
    struct image_files_row files;
    look->rows++;
    if (!misfit(look, row))
        return;
    const enum db_result result = image_files_one(look->db, look->scratch, &(struct image_files_in){.id = row->id}, &files);
    const struct image_page_row now = {.id = row->id, .state = files.state, .name = files.name, .original = files.original};
    int64_t *counter = result == DB_OK ? misfit(look, &now) : NULL;
    if (counter)
        ++*counter;
    if (result == DB_FAIL)
        look->result = result;
}

static void compare_rows(struct look *look)
{
    struct uuid last = {0};
    struct rows page = {.count = BATCH};
    while (look->result == DB_OK && page.count == BATCH) {
        arena_reset(look->scratch);
        look->result = image_page(look->db, look->scratch, &(struct image_page_in){.after = last, .limit = BATCH}, &page);
        const struct image_page_row *rows = page.at;
        for (size_t i = 0; look->result == DB_OK && i < page.count; i++) {
            compare(look, &rows[i]);
            last = rows[i].id;
        }
    }
}

static void ask_for_rows(struct look *look)
{
    const bool held = look->place == SHELF_HELD;
    const struct image_known_in files = {.held = {look->ids, held ? look->count : 0}, .names = {look->names, held ? 0 : look->count}};
    struct rows known;
    const enum db_result result = image_known(look->db, look->scratch, &files, &known);
    if (result == DB_FAIL)
        look->result = result;
    else
        look->strays += (int64_t)look->count - (int64_t)known.count;
    look->count = 0;
    arena_reset(look->scratch);
}

static bool take_file(void *with, struct str name)
{
    struct look *look = with;
    if (look->place == SHELF_HELD ? !uuid_parse(name, &look->ids[look->count]) : !image_name_valid(name)) {
        look->strays++;
        return true;
    }
    look->names[look->count++] = arena_str(look->scratch, name);
    if (look->count == BATCH)
        ask_for_rows(look);
    return look->result == DB_OK;
}

static void compare_files(struct look *look)
{
    for (unsigned place = 0; look->result == DB_OK && place < SHELF_PLACES; place++) {
        look->place = (enum shelf_place)place;
        if (image_shelf_each(&look->shelf, look->place, LEFT_BEHIND, take_file, look) != SHELF_OK)
            look->result = DB_FAIL;
        if (look->result == DB_OK && look->count > 0)
            ask_for_rows(look);
    }
}

bool doctor_images(struct cli *cli, struct str *says)
{
    struct look *look = ARENA_NEW(cli->arena, struct look);
    *look = (struct look){.db = db_open(cli->config.database_url.p), .scratch = arena_new(SCRATCH), .result = DB_FAIL};
    *says = str_of(_("cannot be compared while the database or the folder of pictures is away"));
    if (db_healthy(look->db) && image_shelf_open(cli->arena, cli->config.image_dir.p, &look->shelf) == SHELF_OK)
        look->result = DB_OK;
    if (look->result == DB_OK)
        compare_rows(look);
    if (look->result == DB_OK)
        compare_files(look);
    if (look->result == DB_OK)
        *says = arena_printf(cli->arena, _("%lld pictures with a row; %lld without their file, %lld hidden and within reach, %lld files without a row"),
                             (long long)look->rows, (long long)look->missing, (long long)look->open, (long long)look->strays);
    arena_free(look->scratch);
    db_close(look->db);
    return look->result == DB_OK && look->missing + look->open + look->strays == 0;
}
