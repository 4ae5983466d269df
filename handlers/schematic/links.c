/* Links that open one build for a while, for whoever has them or for one person. Its owner makes them; who may change the build sees
 * them and takes them back. */
#include "core/text.h"
#include "core/timestamp.h"
#include "handlers/schematic/access.h"
#include "handlers/schematic/download.h"
#include "handlers/schematic/handlers.h"
#include "handlers/schematic/link.h"
#include "handlers/schematic/take.h"
#include "handlers/site/pages.h"
#include "templates/schematic.h"

enum { LINKS_MAX = 100, HOUR = 3600, DAY = 24 * HOUR };

/* Rounded up: nothing that is open has no time left. */
static struct str time_left(struct arena *arena, struct timestamp end)
{
    const long long seconds = (end.us - timestamp_now().us) / 1000000 + 1;
    if (seconds > 2 * DAY)
        return arena_printf(arena, ngettext_("%lld day left", "%lld days left", (seconds + DAY - 1) / DAY), (seconds + DAY - 1) / DAY);
    if (seconds > HOUR)
        return arena_printf(arena, ngettext_("%lld hour left", "%lld hours left", (seconds + HOUR - 1) / HOUR), (seconds + HOUR - 1) / HOUR);
    return arena_printf(arena, ngettext_("%lld minute left", "%lld minutes left", (seconds + 59) / 60), (seconds + 59) / 60);
}

static enum db_result links_of(struct request *rq, const struct schematic_one_row *build, struct opt_uuid one, struct rows *out)
{
    const struct schematic_link_list_in which = {.build = build->id, .link = one};
    enum db_result result = schematic_link_list(rq->db, rq->arena, &which, out);
    struct schematic_link_list_row *rows = arena_array(rq->arena, out->count + 1, sizeof *rows);
    const struct schematic_link_list_row *found = out->at;
    for (size_t i = 0; result == DB_OK && i < out->count; i++) {
        rows[i] = found[i];
        rows[i].time_left = time_left(rq->arena, found[i].expires_at);
        rows[i].url = arena_printf(rq->arena, STR_FMT "/schematics/" STR_FMT "?key=" STR_FMT, STR_ARG(rq->config->site_url),
                                   STR_ARG(build->slug), STR_ARG(link_token(rq->arena, rq->config, found[i].id)));
    }
    if (result == DB_OK)
        out->at = rows;
    return result;
}

/* The build of the address, when the viewer may change it; NULL: rs says why not. */
static const struct schematic_one_row *build_of(struct request *rq, struct response *rs)
{
    struct schematic_one_row *build = ARENA_NEW(rq->arena, struct schematic_one_row);
    const struct schematic_one_in asked = schematic_asked(rq);
    enum db_result result = schematic_find(rq, &asked, build);
    if (result != DB_OK)
        response_db(rs, result);
    else if (!build->may_edit)
        schematic_not_yours(rs);
    else
        return build;
    return NULL;
}

enum status schematic_links(struct request *rq, struct response *rs)
{
    struct rows links = {0};
    const struct schematic_one_row *build = build_of(rq, rs);
    if (!build)
        return rs->status;
    enum db_result result = links_of(rq, build, (struct opt_uuid){0}, &links);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->view = build;
    return response_rows(rs, &Q_SCHEMATIC_LINK_LIST, links);
}

static enum status too_many(struct response *rs)
{
    response_problem(rs, CONFLICT, "too-many-links", _("So many links to this build are open already. Take some back first."));
    response_problem_int64(rs, "most", LINKS_MAX);
    return rs->status;
}

static enum status person_unknown(struct request *rq, struct response *rs)
{
    form_fail(rq->arena, rq->form_state, "person", "wrong", _("Nobody here has this name in their address."));
    return response_invalid(rs, rq);
}

static enum status answer(struct request *rq, struct response *rs, const struct schematic_one_row *build, struct uuid id)
{
    struct rows made = {0};
    enum db_result result = links_of(rq, build, (struct opt_uuid){true, id}, &made);
    if (result != DB_OK || made.count == 0)
        return response_db(rs, result == DB_OK ? DB_NONE : result);
    rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT "/links", STR_ARG(build->slug));
    rs->toast = str_of(_("The link is made."));
    return response_one(rs, CREATED, &Q_SCHEMATIC_LINK_LIST, made.at);
}

enum status schematic_link_make(struct request *rq, struct response *rs)
{
    const struct schematic_link_form *form = rq->form;
    struct schematic_change_row held;
    struct schematic_link_room_row room;
    struct schematic_link_insert_in row = {.id = uuid_new(), .seconds = DAY};
    if (form->expires_in.n > 0 && !link_duration(form->expires_in, &row.seconds)) {
        form_fail(rq->arena, rq->form_state, "expires_in", "wrong", _("Say it as 6h or 7d: from an hour to thirty days."));
        return response_invalid(rs, rq);
    }
    if (!schematic_take(rq, rs, &held))
        return rs->status;
    if (!held.mine)
        return schematic_not_yours(rs);
    const struct schematic_link_room_in which = {.build = held.id, .person = form->person.n > 0 ? form->person : STR_NULL};
    enum db_result result = schematic_link_room_one(rq->db, rq->arena, &which, &room);
    if (result != DB_OK)
        return response_db(rs, result);
    if (room.links >= LINKS_MAX)
        return too_many(rs);
    if (which.person.p && !room.person.set)
        return person_unknown(rq, rs);
    row.build = held.id;
    row.person = room.person;
    result = schematic_link_insert(rq->db, rq->arena, &row);
    if (result != DB_OK)
        return response_db(rs, result);
    const struct schematic_one_row *build = build_of(rq, rs);
    return build ? answer(rq, rs, build, row.id) : rs->status;
}

enum status schematic_link_drop(struct request *rq, struct response *rs)
{
    struct schematic_change_row build;
    struct schematic_link_revoke_in which = {0};
    if (!uuid_parse(rq->arguments[1], &which.link))
        return response_db(rs, DB_NONE);
    if (!schematic_take(rq, rs, &build))
        return rs->status;
    which.build = build.id;
    enum db_result result = schematic_link_revoke(rq->db, rq->arena, &which);
    if (result != DB_OK)
        return response_db(rs, result);
    rs->location = arena_printf(rq->arena, "/schematics/" STR_FMT "/links", STR_ARG(rq->arguments[0]));
    rs->toast = str_of(_("The link opens nothing any more."));
    return rs->status = OK;
}

/* Shown again when the form was not right: the handler that lists them did not run then. */
void schematic_links_page(struct request *rq, struct response *rs)
{
    const bool listed = rs->contract == &Q_SCHEMATIC_LINK_LIST && rs->view;
    const struct schematic_one_row *build = listed ? rs->view : build_of(rq, rs);
    struct rows links = rs->rows;
    if (!build) {
        page_problem(rq, rs);
        return;
    }
    if (!listed && links_of(rq, build, (struct opt_uuid){0}, &links) != DB_OK)
        links = (struct rows){0};
    template_schematic_links(&rs->body, page_frame(rq, rs), build, links, rq->form_state, listed ? STR_NULL : rs->detail);
}
