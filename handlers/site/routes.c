#include "handlers/site/routes.h"

#include "core/text.h"
#include "handlers/site/contact.h"
#include "handlers/site/handlers.h"
#include "handlers/site/language_form.h"
#include "handlers/site/openapi.h"
#include "handlers/site/pages.h"
#include "queries/schematic.h"
#include "queries/site.h"

static const struct route routes[] = {
    {GET, "/", home_show, N_("The home page"), ON_PAGE, ANYONE, NULL, LIMIT_READ, CACHE_BRIEF, ANSWER_LIST, &Q_SCHEMATIC_PAGE,
     .page = home_page},
    {GET, "/about", NULL, N_("What this site is and how it treats what people give it"), ON_PAGE, ANYONE, NULL, LIMIT_READ,
     CACHE_BRIEF, ANSWER_NONE, .page = about_page},
    {GET, "/privacy", NULL, N_("What is kept of whom"), ON_PAGE, ANYONE, NULL, LIMIT_READ, CACHE_BRIEF, ANSWER_NONE, .page = privacy_page},
    {GET, "/contact", NULL, N_("How to reach whoever runs the site"), ON_PAGE, ANYONE, NULL, LIMIT_READ, CACHE_NEVER, ANSWER_NONE,
     .page = contact_page},
    {POST, "/contact", contact_send, N_("Write to whoever runs the site"), ON_PAGE, ANYONE, &contact_fields, LIMIT_AUTH, CACHE_NEVER, ANSWER_NONE,
     .page = contact_page},
    {GET, "/advertising", NULL, N_("What those who hold markets can expect"), ON_PAGE, ANYONE, NULL, LIMIT_READ, CACHE_BRIEF, ANSWER_NONE,
     .page = advertising_page, .room = ROOM_MARKET},
    {GET, "/offline", NULL, N_("The page that stands in without a connection"), ON_PAGE, ANYONE, NULL, LIMIT_READ, CACHE_BRIEF,
     ANSWER_NONE, .page = offline_page},
    {GET, "/api", openapi_list, N_("The guide to the API"), ON_PAGE, ANYONE, NULL, LIMIT_READ, CACHE_BRIEF, ANSWER_LIST,
     &Q_API_ROUTE, .page = api_page},
    {GET, "/problems", problems_list, N_("The kinds of problem that answers name by type"), ON_PAGE, ANYONE, NULL, LIMIT_READ,
     CACHE_BRIEF, ANSWER_LIST, &Q_PROBLEM_TYPE, .page = problems_page},
    {GET, "/problems/{name}", problems_show, N_("What a kind of problem means"), ON_PAGE, ANYONE, NULL, LIMIT_READ, CACHE_BRIEF,
     ANSWER_ONE, &Q_PROBLEM_TYPE, .page = problems_page},
    {GET, "/language/{tag}", language_choose, N_("Choose a language; the browser keeps it"), ON_PAGE, ANYONE, &language_fields, LIMIT_READ,
     CACHE_NEVER, .answer = ANSWER_NONE, .page = page_problem},
    {POST, "/language/{tag}", language_keep, N_("Choose a language for the account"), ON_PAGE, SIGNED_IN, &language_fields, LIMIT_WRITE,
     CACHE_NEVER, .answer = ANSWER_NONE, .page = page_problem},
    {GET, "/theme.css", theme_show, N_("The site's accent colour"), ON_ROOT, ANYONE, NULL, LIMIT_NONE, CACHE_BRIEF,
     .answer = ANSWER_RAW},
    {GET, "/manifest.webmanifest", manifest_show, N_("The web app manifest"), ON_ROOT, ANYONE, NULL, LIMIT_NONE, CACHE_BRIEF,
     .answer = ANSWER_RAW},
    {GET, "/sw.js", worker_show, N_("The service worker"), ON_ROOT, ANYONE, NULL, LIMIT_NONE, CACHE_BRIEF,
     .answer = ANSWER_RAW},
    {GET, "/robots.txt", robots_show, N_("What crawlers may read"), ON_ROOT, ANYONE, NULL, LIMIT_NONE, CACHE_BRIEF,
     .answer = ANSWER_RAW},
};

const struct route_table site_routes = {routes, sizeof routes / sizeof *routes, N_("Site pages")};
