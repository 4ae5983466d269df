/* One build or several through the page's form, with what is said there said of all. Each file is taken or refused by itself. */
#include <string.h>

#include "core/text.h"
#include "handlers/schematic/create.h"
#include "handlers/schematic/handlers.h"

struct several {
    struct request *rq;
    struct response *rs;
    struct said_of_build said;
    struct schematic_upload_result_row *results;
    size_t count, taken;
    struct str last; /* slug of the newest build */
};

static struct schematic_upload_form said_by(const struct schematic_several_form *form)
{
    struct schematic_upload_form said = {.title = form->title,
                                         .description = form->description,
                                         .visibility = form->visibility,
                                         .licence = form->licence,
                                         .game = form->game,
                                         .share = form->share,
                                         .tags = form->tags,
                                         .mods = form->mods};
    if (form->files.count > 1)
        said.title = STR_NULL; /* each is called by its own file's name */
    return said;
}

static struct schematic_upload_result_row refused(const struct response *rs, const struct form_file *file)
{
    const struct schematic_upload_row *view = rs->view;
    struct schematic_upload_result_row row = {.file_name = file->name, .message = rs->detail};
    if (!view)
        return row;
    row.message = view->message;
    row.detail = view->detail;
    row.reason = view->reason;
    row.position = view->position;
    row.existing_title = view->existing_title;
    row.existing_link = view->existing_link;
    return row;
}

/* What one file was refused for says nothing of the others. */
static void begin_again(struct response *rs)
{
    rs->status = OK;
    rs->problem = NULL;
    rs->detail = STR_NULL;
    rs->view = NULL;
    buf_clear(&rs->extra);
}

/* False where no other file would fare better: the database or the disk is away. */
static bool take(struct several *several, const struct form_file *file)
{
    struct request *rq = several->rq;
    struct schematic_one_row build;
    enum status status = create_build(rq, several->rs, &several->said, file, &build);
    if (status >= INTERNAL_SERVER_ERROR)
        return false;
    struct schematic_upload_result_row *row = &several->results[several->count++];
    if (status != OK) {
        *row = refused(several->rs, file);
        return true;
    }
    several->taken++;
    several->last = build.slug;
    const char *end = several->said.share_seconds > 0 ? "/links" : "";
    *row = (struct schematic_upload_result_row){
        .file_name = file->name, .title = build.title, .link = arena_printf(rq->arena, "/schematics/" STR_FMT "%s", STR_ARG(build.slug), end)};
    return true;
}

static enum status answer(struct several *several)
{
    struct request *rq = several->rq;
    struct response *rs = several->rs;
    if (several->taken == several->count) {
        rs->location = several->count == 1 ? several->results[0].link : STR("/schematics/mine");
        rs->toast = str_of(several->said.share_seconds > 0 ? _("The link is made. It opens the build as soon as it is found clean.")
                           : several->count == 1           ? _("Your build is here. It is being scanned now.")
                                                           : _("Your builds are here. They are being scanned now."));
        return rs->status = OK;
    }
    if (several->count == 1)
        return rs->status;
    struct schematic_upload_row *view = ARENA_NEW(rq->arena, struct schematic_upload_row);
    view->results = (struct list){several->results, several->count};
    begin_again(rs);
    rs->view = view;
    return rs->status = several->taken > 0 ? OK : UNPROCESSABLE_CONTENT;
}

enum status schematic_create_several(struct request *rq, struct response *rs)
{
    const struct schematic_several_form *form = rq->form;
    const struct schematic_upload_form said = said_by(form);
    const struct form_file *files = form->files.at;
    struct several several = {
        .rq = rq, .rs = rs, .results = arena_array(rq->arena, form->files.count, sizeof(struct schematic_upload_result_row))};
    if (!create_said(rq, &said, &several.said))
        return response_invalid(rs, rq);
    for (size_t i = 0; i < form->files.count; i++) {
        if (i > 0)
            begin_again(rs);
        if (!take(&several, &files[i]))
            return rs->status;
    }
    return answer(&several);
}
