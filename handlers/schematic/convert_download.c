#include "handlers/schematic/convert_download.h"

#include <string.h>
#include <unistd.h>

#include "core/json_read.h"
#include "core/json_write.h"
#include "core/log.h"
#include "core/text.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/download.h"
#include "handlers/schematic/handlers.h"
#include "handlers/schematic/turn.h"
#include "handlers/site/pages.h"
#include "schematic/shelf/rendition.h"
#include "store/queue.h"
#include "templates/schematic.h"

enum { LOSSES_DEPTH = 4, PAYLOAD_MAX = 256 };

static const char *const states[] = {[CONVERSION_UNMADE] = "unmade",
                                     [CONVERSION_MAKING] = "making",
                                     [CONVERSION_MADE] = "made",
                                     [CONVERSION_IMPOSSIBLE] = "impossible"};

static struct sha256_digest original_of(const struct schematic_download_row *build)
{
    struct sha256_digest digest = {0};
    memcpy(digest.b, build->sha256.p, sizeof digest.b);
    return digest;
}

/* What a row says. */
static struct conversion_found found_of(struct str made, struct str losses, struct str why, int64_t size)
{
    return (struct conversion_found){.state = made.p ? CONVERSION_MADE : why.n > 0 ? CONVERSION_IMPOSSIBLE : CONVERSION_MAKING,
                                     .sha256 = made,
                                     .losses = losses,
                                     .why = why,
                                     .size = size};
}

/* As far as it is known. */
static enum db_result known(struct request *rq, struct str sha256, enum convert_target target, struct conversion_found *out)
{
    const struct schematic_conversion_one_in which = {.sha256 = sha256, .target = str_of(convert_target_name(target))};
    struct schematic_conversion_one_row row;
    *out = (struct conversion_found){.losses = STR("[]")};
    enum db_result result = schematic_conversion_one_one(rq->db, rq->arena, &which, &row);
    if (result != DB_OK)
        return result == DB_NONE ? DB_OK : result;
    *out = found_of(row.made, row.losses, row.why, row.size);
    out->place = row.place;
    if (out->state == CONVERSION_MAKING && row.stale)
        out->state = CONVERSION_UNMADE;
    return DB_OK;
}

static struct str payload_of(struct request *rq, struct str hex, struct str target)
{
    struct buf text;
    struct json json;
    buf_init_in(rq->arena, &text, PAYLOAD_MAX);
    json_begin(&json, &text);
    json_object_open(&json);
    json_key(&json, STR("sha256"));
    json_text(&json, hex);
    json_key(&json, STR("target"));
    json_text(&json, target);
    json_object_close(&json);
    return json_end(&json) ? buf_str(&text) : STR("{}");
}

/* In a transaction of its own: whoever asks only reads. */
static enum db_result have_made(struct request *rq, struct sha256_digest original, struct str target)
{
    struct str hex = hex_encode(rq->arena, original.b, sizeof original.b);
    const struct schematic_conversion_ask_in row = {.sha256 = sha256_bytes(&original), .target = target};
    const struct str unique[] = {target, STR(" "), hex};
    if (db_begin(rq->db) != DB_OK)
        return DB_FAIL;
    enum db_result result = schematic_conversion_ask(rq->db, rq->arena, &row);
    if (result == DB_OK)
        result = queue_put(rq->db, rq->arena, "convert", payload_of(rq, hex, target), arena_join(rq->arena, 3, unique), rq->id, 0);
    if (result == DB_OK)
        return db_commit(rq->db);
    db_rollback(rq->db);
    return result;
}

static enum db_result keep(struct request *rq, struct sha256_digest original, enum convert_target target, struct rendition *rendition)
{
    if (db_begin(rq->db) != DB_OK)
        return DB_FAIL;
    enum db_result result = rendition_keep(rq->db, rq->arena, original, target, rendition);
    if (result == DB_OK)
        return db_commit(rq->db);
    db_rollback(rq->db);
    return result;
}

static enum status make_from(struct request *rq, struct response *rs, int descriptor, struct sha256_digest original, enum convert_target target)
{
    struct rendition rendition;
    switch (rendition_make(rq->arena, rq->config, rq->blobs, descriptor, target, &rendition)) {
    case RENDITION_OK:
        break;
    case RENDITION_FULL:
        return response_problem(rs, INSUFFICIENT_STORAGE, "storage-full", _("There is no room left here to make this file."));
    case RENDITION_FAILED:
        return response_problem(rs, INTERNAL_SERVER_ERROR, NULL, _("The file could not be read."));
    }
    enum db_result result = keep(rq, original, target, &rendition);
    return result == DB_OK ? OK : response_db(rs, result);
}

/* At once where the build is small, its file is here and one of the turns is free; else by a job. */
static enum status make(struct request *rq, struct response *rs, const struct schematic_download_row *build, enum convert_target target)
{
    struct sha256_digest original = original_of(build);
    int turn = -1, descriptor = -1;
    bool now = build->volume <= rq->config->convert_now_blocks && turn_take(rq->config, &turn);
    if (now)
        descriptor = blob_open(rq->blobs, original);
    enum status status = OK;
    if (descriptor >= 0) {
        status = make_from(rq, rs, descriptor, original, target);
        close(descriptor);
    } else {
        enum db_result result = have_made(rq, original, str_of(convert_target_name(target)));
        status = result == DB_OK ? OK : response_db(rs, result);
    }
    if (turn >= 0)
        close(turn);
    return status;
}

enum status conversion_find(struct request *rq, struct response *rs, const struct schematic_download_row *build, enum convert_target target,
                            struct conversion_found *out)
{
    enum db_result result = known(rq, build->sha256, target, out);
    if (result != DB_OK)
        return response_db(rs, result);
    if (out->state != CONVERSION_UNMADE)
        return OK;
    enum status status = make(rq, rs, build, target);
    if (status != OK)
        return status;
    result = known(rq, build->sha256, target, out);
    return result == DB_OK ? OK : response_db(rs, result);
}

static struct str why_says(struct str why)
{
    const char *says = str_eq(why, STR("infected")) ? _("A scan found something harmful in this file before.")
                                                     : schematic_reason_says(why.p ? why.p : "");
    return str_of(says ? says : _("This build can't be written in that format."));
}

enum status conversion_refuse(struct request *rq, struct response *rs, struct str why)
{
    why = arena_str(rq->arena, why);
    enum status status = response_problem(rs, CONFLICT, "not-convertible", why_says(why).p);
    response_problem_text(rs, "reason", why);
    return status;
}

static struct schematic_conversion_loss_row loss_of(struct arena *arena, const struct json_value *value)
{
    struct schematic_conversion_loss_row row = {.kind = STR("")};
    bool read = json_as_text(json_member(value, STR("kind")), &row.kind) && json_as_int64(json_member(value, STR("count")), &row.count) &&
                json_as_bool(json_member(value, STR("harmless")), &row.harmless);
    if (!json_as_text(json_member(value, STR("detail")), &row.detail))
        row.detail = STR_NULL;
    const char *says = read ? convert_loss_says(arena_str(arena, row.kind).p) : NULL;
    row.says = says ? str_of(says) : row.kind;
    return row;
}

static struct list losses_of(struct arena *arena, struct str text)
{
    struct json_value *all;
    struct json_error error;
    if (json_parse(arena, text, LOSSES_DEPTH, false, &all, &error) != JSON_OK)
        return (struct list){"", 0};
    size_t count = json_length(all);
    struct schematic_conversion_loss_row *rows = arena_array(arena, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++)
        rows[i] = loss_of(arena, json_at(all, i));
    return (struct list){rows, count};
}

bool conversion_harmless(struct request *rq, const struct conversion_found *found)
{
    struct list losses = losses_of(rq->arena, found->losses);
    const struct schematic_conversion_loss_row *rows = losses.at;
    for (size_t i = 0; i < losses.count; i++)
        if (!rows[i].harmless)
            return false;
    return true;
}

static struct schematic_conversion_state_row row_of(struct request *rq, enum convert_target target, const struct conversion_found *found)
{
    bool impossible = found->state == CONVERSION_IMPOSSIBLE;
    return (struct schematic_conversion_state_row){.format = str_of(convert_target_name(target)),
                                                   .extension = str_of(convert_target_extension(target)),
                                                   .state = str_of(states[found->state]),
                                                   .size = {found->state == CONVERSION_MADE, found->size},
                                                   .losses = losses_of(rq->arena, found->losses),
                                                   .harmless = found->state == CONVERSION_MADE && conversion_harmless(rq, found),
                                                   .reason = impossible ? found->why : STR_NULL,
                                                   .says = impossible ? why_says(arena_str(rq->arena, found->why)) : STR_NULL};
}

/* Those that are known, and the one that is asked for. */
enum status schematic_conversions(struct request *rq, struct response *rs)
{
    const struct schematic_conversions_form *form = rq->form;
    struct schematic_conversion_state_row *rows = arena_array(rq->arena, CONVERT_TARGET_COUNT, sizeof *rows);
    struct schematic_download_row build;
    enum convert_target wanted = CONVERT_TARGET_COUNT;
    bool one = convert_target_named(form->format, &wanted);
    size_t count = 0;
    enum status status = download_look(rq, rs, &build);
    for (enum convert_target target = 0; status == OK && target < CONVERT_TARGET_COUNT; target++) {
        struct conversion_found found;
        if (one && target != wanted)
            continue;
        if (one)
            status = conversion_find(rq, rs, &build, target, &found);
        else if (known(rq, build.sha256, target, &found) != DB_OK)
            status = response_db(rs, DB_FAIL);
        if (status == OK)
            rows[count++] = row_of(rq, target, &found);
    }
    return status == OK ? response_rows(rs, &Q_SCHEMATIC_CONVERSION_STATE, (struct rows){rows, count}) : status;
}

/* The file as it was uploaded is in this format. */
static bool is_own(const struct schematic_one_row *build, enum convert_target target)
{
    const bool sponge = str_eq(build->format, STR("sponge")) && build->format_version.set;
    switch (target) {
    case CONVERT_SPONGE_2: return sponge && build->format_version.v == 2;
    case CONVERT_SPONGE_3: return sponge && build->format_version.v == 3;
    case CONVERT_LITEMATICA:
    case CONVERT_MCEDIT:
    case CONVERT_STRUCTURE: return str_eq(build->format, str_of(convert_target_name(target)));
    case CONVERT_TARGET_COUNT: break;
    }
    return false;
}

struct rows conversions_beside(struct request *rq, const struct schematic_one_row *build)
{
    struct sha256_digest original;
    struct rows known = {0};
    struct schematic_conversion_state_row *rows = arena_array(rq->arena, CONVERT_TARGET_COUNT, sizeof *rows);
    if (!hex_decode(build->sha256, original.b, sizeof original.b))
        return known;
    const struct schematic_conversion_all_in which = {.sha256 = sha256_bytes(&original)};
    if (schematic_conversion_all(rq->db, rq->arena, &which, &known) == DB_FAIL)
        return (struct rows){0};
    size_t count = 0;
    for (enum convert_target target = 0; target < CONVERT_TARGET_COUNT; target++) {
        struct conversion_found found = {.losses = STR("[]")};
        const struct schematic_conversion_all_row *row = known.at;
        for (size_t i = 0; i < known.count; i++)
            if (str_eq(row[i].target, str_of(convert_target_name(target))))
                found = found_of(row[i].made, row[i].losses, row[i].why, row[i].size);
        if (!is_own(build, target))
            rows[count++] = row_of(rq, target, &found);
    }
    return (struct rows){rows, count};
}

static struct str file_of(struct request *rq, const struct schematic_download_row *build, enum convert_target target)
{
    struct str key = form_value(rq->form_state, STR("key")), version = form_value(rq->form_state, STR("version"));
    const struct str parts[] = {STR("/schematics/"),
                                build->slug,
                                STR("/download?seen=1&format="),
                                str_of(convert_target_name(target)),
                                key.n > 0 ? STR("&key=") : STR(""),
                                key,
                                version.n > 0 ? STR("&version=") : STR(""),
                                version};
    return arena_join(rq->arena, sizeof parts / sizeof *parts, parts);
}

/* What a browser is shown before it gets a file that is not all of the build. Where nothing is lost it gets the file. */
enum status schematic_conversion_ask_page(struct request *rq, struct response *rs)
{
    const struct schematic_conversions_form *form = rq->form;
    struct schematic_download_row *build = ARENA_NEW(rq->arena, struct schematic_download_row);
    struct schematic_conversion_state_row *row = ARENA_NEW(rq->arena, struct schematic_conversion_state_row);
    struct conversion_found found;
    enum convert_target target;
    if (!convert_target_named(form->format, &target))
        return response_db(rs, DB_NONE);
    enum status status = download_look(rq, rs, build);
    if (status == OK)
        status = conversion_find(rq, rs, build, target, &found);
    if (status != OK)
        return status;
    *row = row_of(rq, target, &found);
    rs->view = build;
    if (found.state == CONVERSION_MADE && row->harmless && form_value(rq->form_state, STR("from")).n == 0) {
        rs->location = file_of(rq, build, target);
        return rs->status = SEE_OTHER;
    }
    if (found.state == CONVERSION_MAKING)
        response_header(rs, STR("Refresh"), STR("2"));
    return response_one(rs, found.state == CONVERSION_MAKING ? ACCEPTED : OK, &Q_SCHEMATIC_CONVERSION_STATE, row);
}

void schematic_conversion_page(struct request *rq, struct response *rs)
{
    const struct schematic_download_row *build = rs->view;
    const struct schematic_conversion_state_row *row = rs->rows.at;
    enum convert_target target;
    if (!build || !convert_target_named(row->format, &target)) {
        page_problem(rq, rs);
        return;
    }
    template_schematic_downloads_ask(&rs->body, page_frame(rq, rs), build, row, file_of(rq, build, target),
                                     form_value(rq->form_state, STR("key")));
}
