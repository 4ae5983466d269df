/* The home page, and pages that say something about the site. */
#include "core/text.h"
#include "handlers/market/home.h"
#include "handlers/site/handlers.h"
#include "handlers/site/pages.h"
#include "queries/schematic.h"
#include "templates/market.h"
#include "templates/site.h"

enum { HOME_BUILDS = 8 };

enum status home_show(struct request *rq, struct response *rs)
{
    struct rows builds = {NULL, 0};
    const struct schematic_page_in newest = {.limit = HOME_BUILDS};
    if (config_room_on(rq->config, ROOM_SCHEMATIC)) {
        enum db_result result = schematic_page(rq->db, rq->arena, &newest, &builds);
        if (result != DB_OK)
            return response_db(rs, result);
    }
    return response_rows(rs, &Q_SCHEMATIC_PAGE, builds);
}

void home_page(struct request *rq, struct response *rs)
{
    bool builds = config_room_on(rq->config, ROOM_SCHEMATIC);
    const struct market_home_row *markets = config_room_on(rq->config, ROOM_MARKET) ? market_home(rq) : NULL;
    if (markets != NULL && !builds)
        template_market_home_page(&rs->body, page_frame(rq, rs), markets);
    else
        template_site_home(&rs->body, page_frame(rq, rs), rs->rows, builds, markets);
}

void about_page(struct request *rq, struct response *rs)
{
    struct str contact = rq->config->site_contact;
    template_site_about(&rs->body, page_frame(rq, rs), contact.n > 0 ? contact : STR_NULL);
}

void privacy_page(struct request *rq, struct response *rs)
{
    template_site_privacy(&rs->body, page_frame(rq, rs));
}

void advertising_page(struct request *rq, struct response *rs)
{
    template_site_advertising(&rs->body, page_frame(rq, rs));
}

void offline_page(struct request *rq, struct response *rs)
{
    template_site_offline(&rs->body, page_frame(rq, rs));
}

void api_page(struct request *rq, struct response *rs)
{
    template_site_api(&rs->body, page_frame(rq, rs), rs->rows);
}
