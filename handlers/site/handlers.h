/* The site's own pages and small files. */
#ifndef CURIO_HANDLERS_SITE_HANDLERS_H
#define CURIO_HANDLERS_SITE_HANDLERS_H

#include "web/route.h"

handler_fn home_show, problems_list, problems_show;
handler_fn language_choose, language_keep;
handler_fn theme_show, manifest_show, worker_show, robots_show;
page_fn home_page, about_page, privacy_page, advertising_page, offline_page, api_page, problems_page;

#endif
