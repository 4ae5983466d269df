/* What a finished upload is, told before anything is made of it: it is read as it will be read again when it becomes a build. */
#include "core/text.h"
#include "handlers/schematic/contents.h"
#include "handlers/schematic/intake.h"
#include "handlers/schematic/licence.h"
#include "handlers/schematic/resumable.h"
#include "handlers/schematic/resumable_steps.h"
#include "handlers/schematic/title.h"
#include "handlers/schematic/turn.h"
#include "handlers/schematic/upload_page.h"
#include "handlers/site/pages.h"
#include "schematic/model.h"
#include "schematic/release.h"
#include "schematic/shelf/budget.h"
#include "schematic/shelf/record.h"
#include "schematic/thumb.h"
#include "templates/schematic.h"

#include <stdlib.h>
#include <unistd.h>

/* Small builds only, and only while a turn is free; NULL: there is no picture and no name then. */
static struct model *model_of(struct request *rq, const struct form_file *file)
{
    const struct schematic_budget budget = budget_of(rq->config);
    const struct schematic_input input = schematic_input_file(rq->arena, file->descriptor);
    int64_t most = rq->config->convert_now_blocks;
    struct schematic_refusal refusal;
    struct model *model = NULL;
    int turn = -1;
    if (most > rq->config->schematic_model_max)
        most = rq->config->schematic_model_max;
    if (!turn_take(rq->config, &turn))
        return NULL;
    enum schematic_result read = model_load(&budget, most, &input, &model, &refusal);
    if (turn >= 0)
        close(turn);
    if (read == SCHEMATIC_OK)
        return model;
    model_free(model);
    return NULL;
}

static void describe(struct request *rq, const struct upload_one_row *upload, const struct received *file, struct schematic_study_row *out)
{
    const struct schematic_insert_in row = record_row(rq->arena, &file->study.facts, &file->sha256, file->size);
    *out = (struct schematic_study_row){.upload = upload->id,
                                        .file_name = upload->file_name,
                                        .size = file->size,
                                        .sha256 = hex_encode(rq->arena, file->sha256.b, sizeof file->sha256.b),
                                        .hash = hex_encode(rq->arena, file->study.hash.b, sizeof file->study.hash.b),
                                        .format = row.format,
                                        .format_version = row.format_version,
                                        .data_version = row.data_version,
                                        .width = row.width,
                                        .height = row.height,
                                        .length = row.length,
                                        .blocks = row.blocks,
                                        .regions = row.regions,
                                        .warnings = row.warnings,
                                        .mods = file->study.mods.at ? file->study.mods : (struct list){"", 0},
                                        .expires_at = upload->expires_at};
    if (row.data_version.set)
        out->game_name = release_name(row.data_version.v);
}

static void show_inside(struct request *rq, const struct received *file, struct schematic_study_row *out)
{
    struct schematic_inside_row inside = {0};
    contents_fill(rq->arena, file->study.states, file->study.manifest, &inside);
    out->items = inside.items;
    out->kinds = inside.kinds;
    out->total = inside.total;
    out->without_item = inside.without_item;
    out->seen = inside.seen;
}

static void show_model(struct request *rq, const struct form_file *file, struct schematic_study_row *out)
{
    char id[UUID_TEXT];
    struct model *model = model_of(rq, file);
    if (model) {
        out->picture = arena_printf(rq->arena, "/uploads/" STR_FMT "/thumb.webp", STR_ARG(uuid_text(out->upload, id)));
        out->title = title_from_metadata(rq->arena, model->name);
    }
    if (!out->title.p)
        out->title = title_from_file_name(rq->arena, out->file_name);
    if (!out->title.p)
        out->title = str_of(_("Build without a name"));
    model_free(model);
}

static enum status study(struct request *rq, struct response *rs, struct uuid id, struct schematic_study_row *out)
{
    struct upload_one_row upload;
    struct form_file file;
    struct received received;
    enum status status = resumable_whole(rq, rs, id, &upload, &file);
    if (status == OK)
        status = intake_look(rq, rs, &file, &received);
    if (status != OK)
        return status;
    describe(rq, &upload, &received, out);
    show_inside(rq, &received, out);
    show_model(rq, &file, out);
    return OK;
}

enum status upload_study(struct request *rq, struct response *rs)
{
    struct schematic_study_row *row = ARENA_NEW(rq->arena, struct schematic_study_row);
    struct uuid id;
    if (!uuid_parse(rq->arguments[0], &id))
        return response_db(rs, DB_NONE);
    enum status status = study(rq, rs, id, row);
    return status == OK ? response_one(rs, OK, &Q_SCHEMATIC_STUDY, row) : status;
}

static bool draw(struct model *model, struct buf *out)
{
    uint8_t *pixels = thumb_draw(model, THUMB_DIMETRIC, THUMB_SIZE);
    bool drawn = pixels && thumb_webp(pixels, THUMB_SIZE, out);
    free(pixels);
    return drawn;
}

enum status upload_picture(struct request *rq, struct response *rs)
{
    struct upload_one_row upload;
    struct form_file file;
    struct uuid id;
    if (!uuid_parse(rq->arguments[0], &id))
        return response_db(rs, DB_NONE);
    enum status status = resumable_whole(rq, rs, id, &upload, &file);
    if (status != OK)
        return status;
    struct model *model = model_of(rq, &file);
    bool drawn = model && draw(model, &rs->body);
    model_free(model);
    rs->content_type = STR("image/webp");
    return drawn ? (rs->status = OK) : response_problem(rs, NOT_FOUND, NULL, _("This could not be made for this build."));
}

/* The page of one upload: what it is and the form for it, or why it can't become a build. FORM is what was sent before. */
static void show_upload(struct request *rq, struct response *rs, struct uuid id)
{
    struct schematic_study_row *row = ARENA_NEW(rq->arena, struct schematic_study_row);
    const struct schematic_upload_row *problem = rs->view;
    struct response looked;
    response_init(&looked, rq->arena);
    enum status status = study(rq, &looked, id, row);
    if (status != OK && !looked.view) {
        rs->detail = looked.detail;
        rs->problem = looked.problem;
        rs->status = status;
        page_problem(rq, rs);
        return;
    }
    if (status != OK)
        problem = looked.view;
    struct list licences = licence_choices(rq->arena, STR_NULL), games = upload_releases(rq->arena);
    template_schematic_upload_one(&rs->body, page_frame(rq, rs), rq->form_state, status == OK ? row : NULL, upload_room(rq, problem), id,
                                  (struct rows){licences.at, licences.count}, (struct rows){games.at, games.count});
}

void upload_study_page(struct request *rq, struct response *rs)
{
    struct uuid id;
    if (uuid_parse(rq->arguments[0], &id)) {
        show_upload(rq, rs, id);
        return;
    }
    response_db(rs, DB_NONE);
    page_problem(rq, rs);
}

bool upload_shown_again(struct request *rq, struct response *rs)
{
    struct uuid id;
    if (!uuid_parse(form_value(rq->form_state, STR("upload")), &id))
        return false;
    show_upload(rq, rs, id);
    return true;
}
