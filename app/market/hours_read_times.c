#include "core/text.h"
#include "market/hours_read.h"

enum { SHIFT_MOST = 12 * 60 }; /* minutes from the sun's event */

static enum hours_read refuse(struct hours_scan *s, const char *message)
{
    (void)hours_scan_refuse(s, message);
    return HOURS_REFUSED;
}

/* "[1,3]", "[-1]", "[2-4]" and days after. */
static bool scan_nths(struct hours_scan *s, struct hours_weekdays *days)
{
    if (!hours_scan_char(s, '['))
        return true;
    do {
        bool from_end = hours_scan_char(s, '-');
        int nth, last;
        if (!hours_scan_number(s, 1, &nth) || nth < 1 || nth > 5)
            return false;
        last = nth;
        if (!from_end && hours_scan_dash(s) && (!hours_scan_number(s, 1, &last) || last < nth || last > 5))
            return false;
        for (; nth <= last; nth++)
            *(from_end ? &days->from_end : &days->nths) |= (uint8_t)(1u << nth);
    } while (hours_scan_char(s, ','));
    if (!hours_scan_char(s, ']'))
        return false;
    days->offset = hours_read_offset(s);
    return true;
}

static enum hours_read read_holiday(struct hours_scan *s, struct hours_rule *rule, const struct hours_place *place)
{
    size_t began = s->at;
    if (hours_scan_text(s, "SH")) {
        s->at = began;
        return refuse(s, N_("School holidays are not known here."));
    }
    if (!hours_scan_text(s, "PH"))
        return HOURS_NOT_THERE;
    if (!place->holidays) {
        s->at = began;
        return refuse(s, N_("The public holidays of this place are not known."));
    }
    rule->holidays = true;
    rule->holiday_offset = hours_read_offset(s);
    return HOURS_READ;
}

static enum hours_read read_weekday(struct hours_scan *s, struct hours_rule *rule)
{
    struct hours_weekdays days = {0};
    if (!hours_scan_weekday(s, &days.from))
        return HOURS_NOT_THERE;
    days.to = days.from;
    size_t dash = s->at;
    if (hours_scan_dash(s) && !hours_scan_weekday(s, &days.to)) {
        s->at = dash;
        return refuse(s, N_("A weekday is missing after the dash."));
    }
    if (!scan_nths(s, &days))
        return refuse(s, N_("A number from 1 to 5, or from -5 to -1, stands in these brackets."));
    if (rule->weekday_count == HOURS_ITEMS_MOST)
        return refuse(s, N_("This list is too long."));
    rule->weekdays[rule->weekday_count++] = days;
    return HOURS_READ;
}

static enum hours_read read_day_item(struct hours_scan *s, struct hours_rule *rule, const struct hours_place *place)
{
    enum hours_read done = read_holiday(s, rule, place);
    return done == HOURS_NOT_THERE ? read_weekday(s, rule) : done;
}

enum hours_read hours_read_weekdays(struct hours_scan *s, struct hours_rule *rule, const struct hours_place *place)
{
    enum hours_read done = read_day_item(s, rule, place);
    if (done != HOURS_READ)
        return done;
    for (;;) {
        size_t before = s->at;
        bool comma = hours_scan_char(s, ',');
        bool holiday = rule->holidays, weekdays = rule->weekday_count > 0;
        done = read_day_item(s, rule, place);
        if (done == HOURS_REFUSED)
            return done;
        if (done == HOURS_NOT_THERE) {
            s->at = before;
            (void)hours_scan_char(s, ':');
            return HOURS_READ;
        }
        bool crossed = (rule->holidays && !holiday && weekdays) || (rule->weekday_count > 0 && !weekdays);
        if (crossed)
            rule->holidays_also = comma;
    }
}

static bool scan_event(struct hours_scan *s, enum hours_event *event)
{
    static const char *const names[] = {[HOURS_DAWN] = "dawn", [HOURS_SUNRISE] = "sunrise", [HOURS_SUNSET] = "sunset", [HOURS_DUSK] = "dusk"};
    for (int i = HOURS_DAWN; i <= HOURS_DUSK; i++)
        if (hours_scan_text(s, names[i])) {
            *event = (enum hours_event)i;
            return true;
        }
    return false;
}

/* "8:00", "08.00", "8". */
static bool scan_clock(struct hours_scan *s, int *minute)
{
    size_t began = s->at;
    int hour, rest = 0;
    if (hours_scan_number(s, 3, &hour)) { /* "016:00" stands in real lists */
        bool sign = hours_scan_char(s, ':') || hours_scan_char(s, '.');
        size_t digits = s->at;
        if (!sign || (hours_scan_number(s, 2, &rest) && s->at == digits + 2)) {
            *minute = hour * 60 + rest;
            if (rest < 60 && *minute <= HOURS_MINUTE_MOST)
                return true;
        }
    }
    s->at = began;
    return false;
}

/* "(sunrise+01:30)". */
static bool scan_shifted(struct hours_scan *s, struct hours_time *time)
{
    size_t began = s->at;
    if (hours_scan_char(s, '(') && scan_event(s, &time->event)) {
        int sign = hours_scan_char(s, '+') ? 1 : hours_scan_char(s, '-') ? -1 : 0;
        if (sign && scan_clock(s, &time->minute) && time->minute < SHIFT_MOST && hours_scan_char(s, ')')) {
            time->minute *= sign;
            return true;
        }
    }
    s->at = began;
    return false;
}

static bool scan_time(struct hours_scan *s, struct hours_time *time)
{
    *time = (struct hours_time){.event = HOURS_CLOCK};
    return scan_event(s, &time->event) || scan_shifted(s, time) || scan_clock(s, &time->minute);
}

static bool time_follows(struct hours_scan *s)
{
    struct hours_time time;
    size_t began = s->at;
    bool follows = scan_time(s, &time);
    s->at = began;
    return follows || hours_scan_digit_follows(s);
}

static enum hours_read read_span(struct hours_scan *s, struct hours_times *span, const struct hours_place *place)
{
    size_t began = s->at;
    if (!scan_time(s, &span->from) || span->from.minute >= 24 * 60)
        return refuse(s, N_("A time is written as 09:00."));
    if (hours_scan_char(s, '+')) {
        span->endless = true;
    } else {
        if (!hours_scan_dash(s))
            return refuse(s, N_("A dash and the time of the end are missing here."));
        if (!scan_time(s, &span->to))
            return refuse(s, N_("A time is written as 09:00."));
        span->open_end = hours_scan_char(s, '+');
    }
    if (hours_scan_peek(s) == '/')
        return refuse(s, N_("Moments that repeat within a day are not understood."));
    if ((span->from.event != HOURS_CLOCK || span->to.event != HOURS_CLOCK) && !place->located) {
        s->at = began;
        return refuse(s, N_("Sunrise and sunset need the place on the map."));
    }
    return HOURS_READ;
}

enum hours_read hours_read_times(struct hours_scan *s, struct hours_rule *rule, const struct hours_place *place)
{
    if (!time_follows(s))
        return HOURS_NOT_THERE;
    for (;;) {
        if (rule->time_count == HOURS_ITEMS_MOST)
            return refuse(s, N_("This list is too long."));
        struct hours_times span = {0};
        if (read_span(s, &span, place) == HOURS_REFUSED)
            return HOURS_REFUSED;
        rule->times[rule->time_count++] = span;
        size_t comma = s->at;
        if (!hours_scan_char(s, ',') || !time_follows(s)) {
            s->at = comma;
            return HOURS_READ;
        }
    }
}
