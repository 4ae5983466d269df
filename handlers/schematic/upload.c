#include "handlers/schematic/upload.h"

#include "core/text.h"

static struct schematic_upload_row *view_of(struct request *rq, struct response *rs)
{
    struct schematic_upload_row *view = ARENA_NEW(rq->arena, struct schematic_upload_row);
    view->problem = str_of(rs->problem);
    view->message = rs->detail;
    rs->view = view;
    return view;
}

enum status upload_refused(struct request *rq, struct response *rs, struct str reason, int64_t offset,
                           struct str detail)
{
    response_problem(rs, UNPROCESSABLE_CONTENT, "schematic-refused",
                     _("This file is not a build that Curio can take."));
    struct schematic_upload_row *view = view_of(rq, rs);
    view->reason = reason;
    view->position = (struct opt_bigint){true, offset};
    view->detail = detail;
    response_problem_text(rs, "reason", reason);
    response_problem_int64(rs, "offset", offset);
    rs->detail = arena_printf(rq->arena, STR_FMT " " STR_FMT, STR_ARG(rs->detail), STR_ARG(detail));
    return rs->status;
}

enum status upload_duplicate(struct request *rq, struct response *rs, const struct schematic_same_row *same)
{
    response_problem(rs, CONFLICT, "duplicate-schematic",
                     same->mine ? _("You have uploaded this file before.")
                                : _("Somebody has shared this file already."));
    struct schematic_upload_row *view = view_of(rq, rs);
    view->existing_title = same->title;
    view->existing_link = arena_printf(rq->arena, "/schematics/" STR_FMT, STR_ARG(same->slug));
    char id[UUID_TEXT];
    response_problem_text(rs, "id", uuid_text(same->id, id));
    response_problem_text(rs, "slug", same->slug);
    response_problem_text(rs, "title", same->title);
    response_problem_text(rs, "link", view->existing_link);
    return rs->status;
}

enum status upload_over_quota(struct request *rq, struct response *rs, int64_t used)
{
    response_problem(rs, FORBIDDEN, "quota-exceeded",
                     _("There is no room left for this file. Delete a build that you no longer need, then try again."));
    view_of(rq, rs);
    response_problem_int64(rs, "used", used);
    response_problem_int64(rs, "quota", rq->config->storage_quota);
    return rs->status;
}

enum status upload_disk_full(struct request *rq, struct response *rs)
{
    response_problem(rs, INSUFFICIENT_STORAGE, "storage-full",
                     _("Our storage is full at the moment. Nothing was saved; please try again later."));
    view_of(rq, rs);
    return rs->status;
}

enum status upload_busy(struct response *rs)
{
    return response_problem(
        rs, SERVICE_UNAVAILABLE, "reading-busy",
        _("This build takes long to read, and others are being read just now. Please try again in a moment."));
}
