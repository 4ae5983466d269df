#include "market/hours_read.h"

#include "core/text.h"

static bool read_all_selectors(struct hours_scan *s, struct hours_rule *rule, const struct hours_place *place, bool *any)
{
    for (;;) {
        enum hours_read done = rule->year_count ? HOURS_NOT_THERE : hours_read_years(s, rule);
        if (done == HOURS_NOT_THERE && rule->date_count == 0)
            done = hours_read_dates(s, rule);
        if (done == HOURS_NOT_THERE && rule->week_count == 0)
            done = hours_read_weeks(s, rule);
        if (done == HOURS_NOT_THERE && rule->weekday_count == 0 && !rule->holidays)
            done = hours_read_weekdays(s, rule, place);
        if (done != HOURS_READ)
            return done == HOURS_NOT_THERE;
        *any = true;
    }
}

/* "open", "off", "closed", "unknown" and a comment. A comment alone says that something is, not when. */
static bool read_state(struct hours_scan *s, struct hours_rule *rule, bool selected)
{
    bool said = true;
    if (hours_scan_text(s, "off") || hours_scan_text(s, "closed"))
        rule->state = HOURS_OFF;
    else if (hours_scan_text(s, "unknown"))
        rule->state = HOURS_UNKNOWN;
    else
        said = hours_scan_text(s, "open");
    if (!hours_scan_char(s, '"')) {
        if (!said && !selected)
            return hours_scan_refuse(s, N_("Days, times or \"off\" are expected here."));
        return true;
    }
    while (s->at < s->text.n && s->text.p[s->at] != '"')
        s->at++;
    if (!hours_scan_char(s, '"'))
        return hours_scan_refuse(s, N_("The comment does not end."));
    if (!said && rule->time_count == 0)
        rule->state = HOURS_UNKNOWN;
    return true;
}

static bool read_rule(struct hours_scan *s, struct hours_rule *rule, const struct hours_place *place)
{
    bool any = false;
    if (hours_scan_text(s, "24/7"))
        rule->always = any = true;
    else if (!read_all_selectors(s, rule, place, &any))
        return false;
    enum hours_read times = rule->always ? HOURS_NOT_THERE : hours_read_times(s, rule, place);
    return times != HOURS_REFUSED && read_state(s, rule, any || times == HOURS_READ);
}

/* What parts this rule from the next; false and no fault at the end. */
static bool read_join(struct hours_scan *s, enum hours_join *join, bool *refused)
{
    *refused = false;
    if (hours_scan_end(s))
        return false;
    if (hours_scan_char(s, ';')) {
        *join = HOURS_INSTEAD;
        while (hours_scan_char(s, ';'))
            ;
        return !hours_scan_end(s);
    }
    if (hours_scan_text(s, "||"))
        *join = HOURS_OTHERWISE;
    else if (hours_scan_char(s, ','))
        *join = HOURS_BESIDES;
    else {
        *refused = true;
        return hours_scan_refuse(s, N_("This is not understood here."));
    }
    return true;
}

bool hours_read(struct arena *arena, struct str text, const struct hours_place *place, struct hours **out, struct hours_fault *fault)
{
    struct hours_scan s = {text, 0, fault};
    struct hours *hours = ARENA_NEW(arena, struct hours);
    enum hours_join join = HOURS_INSTEAD;
    bool refused = false, more = true;
    hours->place = place;
    while (hours_scan_char(&s, ';'))
        ;
    if (hours_scan_end(&s))
        return hours_scan_refuse(&s, N_("Days, times or \"off\" are expected here."));
    while (more) {
        if (hours->count == HOURS_RULES_MOST)
            return hours_scan_refuse(&s, N_("There are too many rules."));
        struct hours_rule *rule = hours->rules[hours->count++] = ARENA_NEW(arena, struct hours_rule);
        rule->join = join;
        if (!read_rule(&s, rule, place))
            return false;
        more = read_join(&s, &join, &refused);
    }
    *out = hours;
    return !refused;
}
