/* A calendar's page: weeks of days, each with its first markets; a list of days where there is no room for a grid. */
#include <string.h>

#include "core/locale.h"
#include "core/text.h"
#include "handlers/market/calendar.h"
#include "handlers/market/handlers.h"
#include "handlers/site/pages.h"
#include "queries/market.h"
#include "templates/market.h"
#include "web/query_string.h"

enum { WEEK = 7, WEEKS_MOST = 6 };

static const char *const spans[] = {"month", "week", NULL};

/* The entries of DAY stand together; *FROM is where to look on. */
static struct list entries_of(const struct market_calendar_row *rows, size_t count, struct str day, size_t *from)
{
    size_t start = *from;
    while (*from < count && str_eq(rows[*from].day, day))
        ++*from;
    return (struct list){rows + start, *from - start};
}

static struct str list_of(struct request *rq, struct str day)
{
    static const char *const none[] = {"month", "week", "from", "to", NULL};
    struct str query = query_string_with(rq->arena, rq->query, none, NULL, STR(""));
    struct str days = arena_printf(rq->arena, STR_FMT "%sfrom=" STR_FMT "&to=" STR_FMT, STR_ARG(query), query.n > 0 ? "&" : "", STR_ARG(day), STR_ARG(day));
    return address_with(rq->arena, STR("/markets"), days);
}

struct filling {
    struct request *rq;
    const struct market_calendar *calendar;
    struct rows rows;
    struct str today;
    size_t at;
};

static void fill_day(struct filling *filling, int64_t day, struct market_calendar_day_row *out)
{
    const struct market_calendar *calendar = filling->calendar;
    struct str text = calendar_day(filling->rq->arena, day);
    *out = (struct market_calendar_day_row){.day = text, .number = calendar_date(day).day, .weekday = calendar_weekday(day), .link = STR("")};
    out->outside = day < calendar->first || day >= calendar->first + calendar->days;
    out->today = str_eq(text, filling->today);
    out->past = strncmp(text.p, filling->today.p, text.n) < 0;
    if (out->outside)
        return;
    out->entries = entries_of(filling->rows.at, filling->rows.count, text, &filling->at);
    const struct market_calendar_row *first = out->entries.at;
    out->markets = out->entries.count > 0 ? first->markets : 0;
    out->more = out->markets - (int64_t)out->entries.count;
    out->link = list_of(filling->rq, text);
}

static struct list weeks_of(struct filling *filling)
{
    struct arena *arena = filling->rq->arena;
    const struct market_calendar *calendar = filling->calendar;
    struct market_calendar_week_row *weeks = arena_array(arena, WEEKS_MOST, sizeof *weeks);
    int64_t day = calendar->first - (calendar_weekday(calendar->first) - locale_first_weekday() + WEEK) % WEEK;
    size_t count = 0;
    while (count < WEEKS_MOST && day < calendar->first + calendar->days) {
        struct market_calendar_day_row *days = arena_array(arena, WEEK, sizeof *days);
        for (int i = 0; i < WEEK; i++)
            fill_day(filling, day++, &days[i]);
        weeks[count++] = (struct market_calendar_week_row){.days = {days, WEEK}};
    }
    return (struct list){weeks, count};
}

static struct list weekdays_of(struct arena *arena)
{
    int64_t *days = arena_array(arena, WEEK, sizeof *days);
    for (int i = 0; i < WEEK; i++)
        days[i] = (locale_first_weekday() + i) % WEEK;
    return (struct list){days, WEEK};
}

static struct str at(struct request *rq, const char *field, struct str value)
{
    return address_with(rq->arena, STR("/markets/calendar"), query_string_with(rq->arena, rq->query, spans, field, value));
}

static struct str month_text(struct arena *arena, int64_t day)
{
    return str_slice(calendar_day(arena, day), 0, sizeof "2026-11" - 1);
}

static void turns(struct request *rq, const struct market_calendar *calendar, struct market_calendar_view_row *view)
{
    int64_t before = calendar->first - (calendar->monthly ? 1 : WEEK), after = calendar->first + calendar->days;
    if (calendar->monthly) {
        view->previous = at(rq, "month", month_text(rq->arena, before));
        view->next = at(rq, "month", month_text(rq->arena, after));
        view->other = at(rq, "week", calendar_day(rq->arena, calendar->first));
    } else {
        view->previous = at(rq, "week", calendar_day(rq->arena, before));
        view->next = at(rq, "week", calendar_day(rq->arena, after));
        view->other = at(rq, "month", month_text(rq->arena, calendar->first));
    }
}

static struct str title_of(struct arena *arena, const struct market_calendar *calendar)
{
    char text[LOCALE_TEXT];
    struct locale_time first = calendar_date(calendar->first), last = calendar_date(calendar->first + calendar->days - 1);
    return arena_str(arena, calendar->monthly ? locale_date(text, &first, LOCALE_MONTH) : locale_date_range(text, &first, &last, LOCALE_LONG));
}

void market_calendar_page(struct request *rq, struct response *rs)
{
    const struct market_calendar *calendar = rs->view;
    char today[TIMESTAMP_TEXT];
    struct filling filling = {.rq = rq, .calendar = calendar, .rows = rs->rows, .today = str_slice(timestamp_rfc3339(timestamp_now(), today), 0, 10)};
    struct market_calendar_view_row view = {.title = title_of(rq->arena, calendar),
                                            .month = month_text(rq->arena, calendar->first),
                                            .monthly = calendar->monthly,
                                            .weekdays = weekdays_of(rq->arena),
                                            .weeks = weeks_of(&filling),
                                            .here = calendar->here.set,
                                            .here_name = calendar->here.name,
                                            .latitude = STR(""),
                                            .longitude = STR(""),
                                            .any = rs->rows.count > 0};
    if (view.here) {
        view.latitude = arena_printf(rq->arena, "%.5f", calendar->here.latitude);
        view.longitude = arena_printf(rq->arena, "%.5f", calendar->here.longitude);
    }
    view.radius = arena_printf(rq->arena, "%g", calendar->radius);
    view.list = address_with(rq->arena, STR("/markets"), query_string_with(rq->arena, rq->query, spans, NULL, STR("")));
    struct locale_time now = locale_utc(timestamp_now());
    int64_t day = calendar_month(now.year, now.month) + now.day - 1;
    view.current = day >= calendar->first && day < calendar->first + calendar->days;
    turns(rq, calendar, &view);
    template_market_calendar(&rs->body, page_frame(rq, rs), &view, rq->form_state);
}
