/* The upload page: its rules and limits, said before anything is sent, and what waits from before. */
#include "handlers/schematic/upload_page.h"

#include "handlers/schematic/handlers.h"
#include "handlers/schematic/licence.h"
#include "handlers/schematic/take.h"
#include "handlers/site/pages.h"
#include "schematic/release.h"
#include "templates/schematic.h"

enum { WAITING_SHOWN = 50, MINUTE = 60, HOUR = 60 * MINUTE };

static void tell_rules(const struct config *config, struct schematic_upload_row *room)
{
    room->quota = config->storage_quota;
    room->upload_max = config->upload_max;
    room->blocks_max = config->schematic_blocks_max;
    room->axis_max = config->schematic_axis_max;
    room->bytes_max = config->nbt_bytes_max;
    room->review = schematic_review_rule(config);
    room->scan_bytes_max = config->scan_bytes_max;
    room->uploads = config->limit_upload_count;
    room->upload_minutes = (config->limit_upload_seconds + MINUTE - 1) / MINUTE;
    room->expires_hours = config->upload_expires_seconds / HOUR;
    room->open_max = config->upload_open_max;
}

const struct schematic_upload_row *upload_room(struct request *rq, const struct schematic_upload_row *problem)
{
    struct schematic_upload_row *room = ARENA_NEW(rq->arena, struct schematic_upload_row);
    const struct schematic_usage_in whose = {.account = rq->viewer.account};
    struct schematic_usage_row usage = {0};
    if (problem)
        *room = *problem;
    if (schematic_usage_one(rq->db, rq->arena, &whose, &usage) != DB_OK)
        usage = (struct schematic_usage_row){0};
    room->builds = usage.builds;
    room->used = usage.used;
    tell_rules(rq->config, room);
    return room;
}

struct list upload_releases(struct arena *arena)
{
    size_t count = 0;
    while (release_at(count).p)
        count++;
    struct schematic_choice_row *rows = arena_array(arena, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct schematic_choice_row){release_at(i), release_at(i)};
    return (struct list){rows, count};
}

static struct rows waiting_of(struct request *rq)
{
    const struct schematic_upload_waiting_in which = {.account = rq->viewer.account, .limit = WAITING_SHOWN};
    struct rows waiting = {0};
    return schematic_upload_waiting(rq->db, rq->arena, &which, &waiting) == DB_OK ? waiting : (struct rows){0};
}

void schematic_upload_page(struct request *rq, struct response *rs)
{
    if (upload_shown_again(rq, rs))
        return;
    struct list licences = licence_choices(rq->arena, STR_NULL);
    template_schematic_new(&rs->body, page_frame(rq, rs), rq->form_state, upload_room(rq, rs->view), waiting_of(rq),
                           (struct rows){licences.at, licences.count});
}
