/* What readers see of markets. */
#ifndef CURIO_HANDLERS_MARKET_HANDLERS_H
#define CURIO_HANDLERS_MARKET_HANDLERS_H

#include "web/route.h"

handler_fn market_list, market_today, market_nearby, market_searched, market_points; /* list.c */
page_fn market_list_page;                                                              /* list_page.c */
page_fn market_map_page;                                                               /* map_page.c */
handler_fn market_places;                                                              /* places.c */
handler_fn market_show, market_show_dates;                                             /* show.c */
page_fn market_show_page, market_dates_page;                                           /* show_page.c */
handler_fn market_organiser_show;                                                      /* organiser.c */
page_fn market_organiser_page;                                                         /* organiser.c */
handler_fn market_calendar_show;                                                       /* calendar.c */
page_fn market_calendar_page;                                                          /* calendar_page.c */

#endif
