#include "handlers/site/pages.h"

#include "core/language.h"
#include "core/text.h"
#include "queries/account.h"
#include "queries/moderation.h"
#include "templates/site.h"
#include "web/route.h"
#include "web/toast.h"

/* ALONE: shown only where the site has no other room. */
static const struct {
    enum room room;
    const char *title, *path, *icon;
    bool alone;
} rooms[] = {
    {ROOM_SCHEMATIC, N_("Builds"), "/schematics", "builds", false},
    {ROOM_MARKET, N_("Markets"), "/markets", "market", false},
    {ROOM_MARKET, N_("Today"), "/markets/today", "clock-open", true},
    {ROOM_MARKET, N_("Map"), "/markets/map", "map", true},
    {ROOM_MARKET, N_("Calendar"), "/markets/calendar", "calendar", true},
};
enum { ROOMS = sizeof rooms / sizeof *rooms };

/* A place is where one is when it is the path or the path is below it. */
static bool is_at(struct str path, struct str place)
{
    return str_starts_with(path, place) && (path.n == place.n || path.p[place.n] == '/');
}

static bool is_alone(const struct config *config, enum room room)
{
    return config->rooms == 1u << room;
}

/* Of places within one another the innermost is where one is. */
static void keep_innermost(struct page_room_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < count; j++)
            if (rows[j].current && rows[j].path.n > rows[i].path.n && str_starts_with(rows[j].path, rows[i].path))
                rows[i].current = false;
}

static struct list rooms_on(const struct request *rq)
{
    struct page_room_row *rows = arena_array(rq->arena, ROOMS, sizeof *rows);
    size_t count = 0;
    for (size_t i = 0; i < ROOMS; i++) {
        if (!config_room_on(rq->config, rooms[i].room) || (rooms[i].alone && !is_alone(rq->config, rooms[i].room)))
            continue;
        rows[count++] = (struct page_room_row){
            .name = str_of(room_name(rooms[i].room)),
            .title = str_of(_(rooms[i].title)),
            .path = str_of(rooms[i].path),
            .icon = str_of(rooms[i].icon),
            .current = is_at(rq->path, str_of(rooms[i].path)),
        };
    }
    keep_innermost(rows, count);
    return (struct list){rows, count};
}

static struct list languages(struct arena *arena)
{
    size_t count = language_count();
    struct page_language_row *rows = arena_array(arena, count, sizeof *rows);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct page_language_row){language_at(i)->tag, language_at(i)->name, i == language_spoken()};
    return (struct list){rows, count > 1 ? count : 0};
}

/* A site that says nothing of itself speaks of the one room that it has. Empty, gettext would take a line for the catalogue's head. */
struct str page_tagline(const struct config *config)
{
    if (str_eq(config->site_tagline, STR("A home for what you make")) && is_alone(config, ROOM_MARKET))
        return str_of(_("Flea markets, near and soon"));
    return config->site_tagline.n > 0 ? str_of(gettext(config->site_tagline.p)) : STR("");
}

/* Where to come back to after a language was chosen: what a form's failure shows has the address of its page. */
static struct str here(const struct request *rq)
{
    enum { HERE_MAX = 1000 };
    const struct str parts[] = {rq->path, rq->query.n > 0 ? STR("?") : STR(""), rq->query};
    struct str whole = rq->query.n > 0 ? arena_join(rq->arena, 3, parts) : rq->path;
    return whole.n <= HERE_MAX ? whole : STR("/");
}

/* A page that can't tell how many notices wait is better than none. */
static int64_t unread_notices(const struct request *rq)
{
    struct notice_unread_row unread;
    const struct notice_unread_in whose = {.account = rq->viewer.account};
    if (!rq->viewer.signed_in || notice_unread_one(rq->db, rq->arena, &whose, &unread) != DB_OK)
        return 0;
    return unread.unread;
}

/* The same for what waits for those who moderate. */
static int64_t open_cases(const struct request *rq)
{
    struct moderation_waiting_row waiting;
    if (!request_may(rq, SCHEMATIC_MODERATE) || moderation_waiting_one(rq->db, rq->arena, &waiting) != DB_OK)
        return 0;
    return waiting.cases;
}

/* Pages that nginx keeps for all readers show what is nobody's own: no toast is taken for them. */
static struct str toast_of(const struct request *rq, struct response *rs)
{
    bool shared = rq->route != NULL && rq->route->cache == CACHE_BRIEF && !rq->viewer.signed_in;
    return shared ? STR_NULL : toast_take(rq, rs);
}

static struct page_row *frame(struct request *rq, struct response *rs)
{
    const struct config *config = rq->config;
    struct page_row *page = ARENA_NEW(rq->arena, struct page_row);
    *page = (struct page_row){
        .site_name = config->site_name,
        .tagline = page_tagline(config),
        .site_url = config->site_url,
        .logo = config->site_logo,
        .accent = config->site_accent,
        .language = language_at(language_spoken())->tag,
        .languages = languages(rq->arena),
        .here = here(rq),
        .path = rq->path,
        .request_id = rq->id,
        .csrf = rq->csrf,
        .signed_in = rq->viewer.signed_in,
        .viewer_name = rq->viewer.name,
        .viewer_slug = rq->viewer.slug,
        .may_moderate = request_may(rq, SCHEMATIC_MODERATE),
        .cases = rs->status == SERVICE_UNAVAILABLE ? 0 : open_cases(rq),
        .unread = rs->status == SERVICE_UNAVAILABLE ? 0 : unread_notices(rq),
        .toast = toast_of(rq, rs),
        .rooms = rooms_on(rq),
        .builds = config_room_on(config, ROOM_SCHEMATIC),
        .markets = config_room_on(config, ROOM_MARKET),
        .version = STR(CURIO_VERSION),
    };
    return page;
}

const struct page_row *page_frame(struct request *rq, struct response *rs)
{
    return frame(rq, rs);
}

const struct page_row *page_frame_described(struct request *rq, struct response *rs)
{
    struct page_row *page = frame(rq, rs);
    page->described = true;
    return page;
}

static const struct advice {
    enum status status;
    const char *title, *advice;
} advices[] = {
    {BAD_REQUEST, N_("That could not be read"), N_("Go back, load the page again, and repeat what you did.")},
    {UNAUTHORIZED, N_("Please sign in"), N_("This page is for people who are signed in.")},
    {FORBIDDEN, N_("Not for this account"),
     N_("If a form brought you here, go back, load the page again and send it once more. Otherwise ask someone who runs this site.")},
    {NOT_FOUND, N_("There is nothing here"), N_("It may have been taken down, or the address has a slip in it.")},
    {METHOD_NOT_ALLOWED, N_("That can't be done here"), N_("Go back and use the buttons of the page.")},
    {CONFLICT, N_("Something got in between"), N_("Load the page again to see how things stand, and decide anew.")},
    {GONE, N_("No longer here"), N_("The link has served its turn. Ask for a new one.")},
    {CONTENT_TOO_LARGE, N_("Too large"), N_("Choose a smaller file, and try again.")},
    {TOO_MANY_REQUESTS, N_("A little slower, please"), N_("Wait a moment, then try again. Nothing that you saved is lost.")},
    {SERVICE_UNAVAILABLE, N_("Just a moment"),
     N_("A part of the site is away and will be back by itself. Try again in a minute.")},
};
static const struct advice our_fault = {INTERNAL_SERVER_ERROR, N_("Something went wrong"),
                                        N_("It is our mistake, and it has been written down. Try again; if it stays, tell us the number below.")};
static const struct advice no_better = {BAD_REQUEST, N_("That did not work"), N_("Go back, check what you sent, and try again.")};

static const struct advice *advice_for(enum status status)
{
    for (size_t i = 0; i < sizeof advices / sizeof *advices; i++)
        if (advices[i].status == status)
            return &advices[i];
    return status >= INTERNAL_SERVER_ERROR ? &our_fault : &no_better;
}

void page_problem(struct request *rq, struct response *rs)
{
    const struct advice *advice = advice_for(rs->status);
    template_site_problem(&rs->body, page_frame(rq, rs), (int64_t)rs->status, str_of(_(advice->title)), rs->detail,
                          str_of(_(advice->advice)));
}

struct str page_refusal(const struct response *rs)
{
    return rs->status >= BAD_REQUEST && rs->status != UNPROCESSABLE_CONTENT ? rs->detail : STR_NULL;
}

bool page_made_again(struct request *rq, struct response *rs, handler_fn *show)
{
    struct response again;
    if (rs->status < BAD_REQUEST)
        return true;
    response_init(&again, rq->arena);
    if (show(rq, &again) != OK) {
        page_problem(rq, rs);
        return false;
    }
    rs->contract = again.contract;
    rs->rows = again.rows;
    rs->view = again.view;
    return true;
}
