#include "handlers/account/routes.h"
#include "handlers/image/handlers.h"
#include "handlers/market/edit_routes.h"
#include "handlers/market/feed.h"
#include "handlers/market/import.h"
#include "handlers/market/moderate.h"
#include "handlers/market/people.h"
#include "handlers/market/photo.h"
#include "handlers/market/rating.h"
#include "handlers/market/routes.h"
#include "handlers/moderation/routes.h"
#include "handlers/schematic/collection.h"
#include "handlers/schematic/download.h"
#include "handlers/schematic/picture.h"
#include "handlers/schematic/resumable.h"
#include "handlers/schematic/routes.h"
#include "handlers/schematic/search.h"
#include "handlers/site/pages.h"
#include "handlers/site/routes.h"
#include "handlers/site/service_routes.h"
#include "handlers/social/routes.h"

const struct route_table *const route_tables[] = {
    &service_routes,
    &site_routes,
    &account_routes,
    &social_routes,
    &moderation_routes,
    &market_edit_routes,
    &market_people_routes,
    &market_import_routes,
    &market_feed_routes,
    &market_routes,
    &market_rating_routes,
    &market_photo_routes,
    &market_moderate_routes,
    &image_routes,
    &schematic_collection_routes,
    &schematic_download_routes,
    &schematic_search_routes,
    &schematic_picture_routes,
    &schematic_resumable_routes,
    &schematic_routes,
};
const size_t route_table_count = sizeof route_tables / sizeof *route_tables;

page_fn *const problem_page = page_problem;
