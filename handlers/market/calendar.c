/* The days of a month or a week with the markets on each. */
#include "handlers/market/calendar.h"

#include <time.h>

#include "core/locale.h"
#include "core/text.h"
#include "handlers/market/handlers.h"
#include "queries/market.h"

enum { DAY = 86400, WEEK = 7, EACH_OF_MONTH = 4, EACH_OF_WEEK = 40, COUNTED_MOST = 200 };

struct locale_time calendar_date(int64_t day)
{
    time_t seconds = (time_t)(day * DAY);
    struct tm parts = {0};
    gmtime_r(&seconds, &parts);
    return (struct locale_time){.year = parts.tm_year + 1900, .month = parts.tm_mon + 1, .day = parts.tm_mday};
}

struct str calendar_day(struct arena *arena, int64_t day)
{
    struct locale_time date = calendar_date(day);
    return arena_printf(arena, "%04d-%02d-%02d", date.year, date.month, date.day);
}

static int64_t day_of(int year, int month, int day)
{
    struct tm parts = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    return (int64_t)timegm(&parts) / DAY;
}

int64_t calendar_month(int year, int month)
{
    return day_of(year, month, 1);
}

int calendar_weekday(int64_t day)
{
    return (int)((day % WEEK + 4 + WEEK) % WEEK); /* the first day of all was a Thursday */
}

static bool read_day(struct request *rq, const char *field, struct str text, struct locale_time *out)
{
    if (market_day_is(text) && locale_parse_time(text, out))
        return true;
    form_fail(rq->arena, rq->form_state, field, "malformed", _("This can't be read as it was sent."));
    return false;
}

static void read_span(struct request *rq, const struct market_calendar_form *form, struct market_calendar *out)
{
    struct locale_time date = locale_utc(timestamp_now());
    out->monthly = form->week.n == 0;
    if (form->week.n > 0 && read_day(rq, "week", form->week, &date)) {
        int64_t day = day_of(date.year, date.month, date.day);
        out->first = day - (calendar_weekday(day) - locale_first_weekday() + WEEK) % WEEK;
        out->days = WEEK;
        return;
    }
    const struct str parts[] = {form->month, STR("-01")};
    if (form->month.n > 0 && !read_day(rq, "month", form->month.n == 7 ? arena_join(rq->arena, 2, parts) : form->month, &date))
        return;
    out->first = calendar_month(date.year, date.month);
    out->days = calendar_month(date.year, date.month + 1) - out->first;
}

enum status market_calendar_show(struct request *rq, struct response *rs)
{
    const struct market_calendar_form *form = rq->form;
    struct market_calendar *calendar = ARENA_NEW(rq->arena, struct market_calendar);
    struct rows rows;
    calendar->radius = form->radius.set ? form->radius.v : MARKET_RADIUS_KM;
    enum db_result result = market_here_read(rq, form->latitude, form->longitude, form->near, &calendar->here);
    if (result == DB_OK)
        read_span(rq, form, calendar);
    bool unknown_place = rq->page && form_error_text(rq->form_state, STR("near")).p != NULL && rq->form_state->error_count == 1;
    if (result == DB_OK && rq->form_state->error_count > 0 && !unknown_place)
        return response_invalid(rs, rq);
    const bool here = calendar->here.set;
    const struct market_calendar_in in = {.first = calendar_day(rq->arena, calendar->first),
                                          .days = calendar->days,
                                          .each = calendar->monthly ? EACH_OF_MONTH : EACH_OF_WEEK,
                                          .most = COUNTED_MOST,
                                          .latitude = {here, calendar->here.latitude},
                                          .longitude = {here, calendar->here.longitude},
                                          .radius = {here, calendar->radius * 1000},
                                          .viewer = {rq->viewer.signed_in, rq->viewer.account}};
    if (result == DB_OK)
        result = market_calendar(rq->db, rq->arena, &in, &rows);
    rs->view = calendar;
    return result == DB_OK ? response_rows(rs, &Q_MARKET_CALENDAR, rows) : response_db(rs, result);
}
