/* iCalendar (RFC 5545): lines are counted and parted here, so that each refusal says where; libical reads what stands in an event. */
#include "core/buf.h"
#include "market/dom.h"
#include "market/found_field.h"
#include "market/ics_lines.h"
#include "market/kind_words.h"
#include "market/reader.h"
#include "market/times.h"

#include <libical/ical.h>

struct event {
    struct draft draft;
    struct ics *ics;
    struct found_date date;
    struct found_rule rule;
    struct found_time *exdates, *rdates;
    struct str alternative; /* X-ALT-DESC */
    bool own_id;
    bool derived; /* a date that the market's opening hours give, written out for calendars: the hours speak for it */
};

static struct str copied(struct arena *arena, char *text)
{
    struct str copy = text ? arena_str(arena, str_of(text)) : STR_NULL;
    free(text);
    return copy;
}

static struct str value_text(struct arena *arena, icalproperty *property)
{
    icalvalue *value = icalproperty_get_value(property);
    if (!value)
        return STR("");
    switch ((int)icalvalue_isa(value)) {
    case ICAL_TEXT_VALUE: return arena_str(arena, str_of(icalvalue_get_text(value)));
    case ICAL_URI_VALUE: return arena_str(arena, str_of(icalvalue_get_uri(value)));
    case ICAL_CALADDRESS_VALUE: return arena_str(arena, str_of(icalvalue_get_caladdress(value)));
    case ICAL_X_VALUE: return arena_str(arena, str_of(icalvalue_get_x(value)));
    default: return copied(arena, icalvalue_as_ical_string_r(value));
    }
}

static struct str parameter(struct arena *arena, icalproperty *property, const char *name)
{
    struct str text = copied(arena, icalproperty_get_parameter_as_string_r(property, name));
    if (text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"')
        text = str_slice(text, 1, text.n - 1);
    return text;
}

/* A time and the zone that its property names. */
static bool event_time(struct event *event, icalproperty *property, enum market_refusal_scope scope, struct found_time *time)
{
    struct arena *arena = event->draft.reader->arena;
    struct str text = value_text(arena, property), period;
    str_cut(text, '/', &text, &period);
    if (!draft_time(&event->draft, text, scope, time))
        return false;
    struct str zone = parameter(arena, property, "TZID");
    if (time->form == FOUND_WALL && zone.n)
        time->zone = ics_zone(event->ics, &event->draft, zone);
    return true;
}

static void add_time(struct event *event, icalproperty *property, struct found_time **list, size_t *count)
{
    struct found_time time;
    if (*count == MARKET_READ_DATES || !event_time(event, property, MARKET_LOST_DATE, &time))
        return;
    *list = arena_more(event->draft.reader->arena, *list, *count, sizeof time);
    (*list)[(*count)++] = time;
}

static void set_organiser(struct event *event, icalproperty *property)
{
    struct arena *arena = event->draft.reader->arena;
    struct str address = value_text(arena, property), name = parameter(arena, property, "CN");
    draft_set(&event->draft, FOUND_ORGANISER_NAME, name);
    if (address.n > 7 && str_equal_ignoring_case(str_slice(address, 0, 7), STR("mailto:")))
        draft_set(&event->draft, FOUND_ORGANISER_EMAIL, address);
    else if (str_starts_with(address, STR("http")))
        draft_set(&event->draft, FOUND_ORGANISER_URL, address);
}

static void set_status(struct event *event, struct str text)
{
    if (str_eq(text, STR("CANCELLED")))
        event->date.status = FOUND_CANCELLED;
    else if (str_eq(text, STR("CONFIRMED")))
        event->date.status = FOUND_SCHEDULED;
}

static void set_position(struct event *event, icalproperty *property)
{
    struct icalgeotype at = icalproperty_get_geo(property);
    char latitude[STR_DOUBLE], longitude[STR_DOUBLE];
    if (at.lat - at.lat == 0 && at.lon - at.lon == 0) /* finite */
        draft_coordinates(&event->draft, str_from_double(at.lat, latitude), str_from_double(at.lon, longitude));
}

static void set_kind(struct event *event, struct str text)
{
    struct market_found *found = &event->draft.found;
    if (found->kind != FOUND_KIND_ABSENT)
        return;
    if (!found_kind_of(text, &found->kind)) {
        found->kind = kind_of_words(event->draft.reader->arena, text);
        found->kind_guessed = found->kind != FOUND_KIND_ABSENT;
    }
}

static void keep_short(struct event *event, struct str text, enum found_field as, struct str *out)
{
    struct market_found holder = {0};
    if (found_set(event->draft.reader->arena, &holder, as, text, event->draft.reader->base) != FOUND_REFUSED)
        *out = found_text(event->draft.reader->arena, &holder, as);
}

/* X-CURIO-STALL-PRICE is stall_price. Set after all else, so that it wins. */
static void set_own(struct event *event, struct str name, struct str text)
{
    char word[40];
    enum found_field field;
    name = str_slice(name, strlen("X-CURIO-"), name.n);
    if (name.n >= sizeof word)
        return;
    for (size_t i = 0; i < name.n; i++)
        word[i] = name.p[i] == '-' ? '_' : ascii_lower(name.p[i]);
    if (str_eq(name, STR("DERIVED")))
        event->derived = true;
    else if (str_eq(name, STR("DATE-STATUS")))
        (void)found_status_of(text, &event->date.status);
    else if (str_eq(name, STR("DATE-REASON")))
        keep_short(event, text, FOUND_REASON, &event->date.reason);
    else if (str_eq(name, STR("PREVIOUS-STARTS")))
        (void)draft_time(&event->draft, text, MARKET_LOST_FIELD, &event->date.previous_starts);
    else if (found_field_of((struct str){word, name.n}, &field)) {
        event->own_id |= field == FOUND_EXTERNAL_ID;
        draft_set(&event->draft, field, text);
    }
}

static void set_x(struct event *event, icalproperty *property, bool own)
{
    struct arena *arena = event->draft.reader->arena;
    struct str name = str_of(icalproperty_get_x_name(property));
    bool is_own = str_starts_with(name, STR("X-CURIO-"));
    if (is_own != own)
        return;
    struct str text = value_text(arena, property);
    if (is_own)
        set_own(event, name, text);
    else if (str_eq(name, STR("X-ALT-DESC")))
        event->alternative = text;
}

/* A picture: IMAGE, or an ATTACH that says so. */
static void set_image(struct event *event, icalproperty *property)
{
    struct str type = parameter(event->draft.reader->arena, property, "FMTTYPE");
    if (str_starts_with(type, STR("image/")))
        draft_fill(&event->draft, FOUND_IMAGE, copied(event->draft.reader->arena, icalproperty_get_value_as_string_r(property)));
}

static void set_property(struct event *event, icalproperty *property)
{
    struct arena *arena = event->draft.reader->arena;
    struct draft *draft = &event->draft;
    switch ((int)icalproperty_isa(property)) {
    case ICAL_UID_PROPERTY: draft_set(draft, FOUND_EXTERNAL_ID, value_text(arena, property)); break;
    case ICAL_SUMMARY_PROPERTY: draft_fill(draft, FOUND_NAME, value_text(arena, property)); break;
    case ICAL_DESCRIPTION_PROPERTY: draft_set_markup(draft, FOUND_DESCRIPTION, value_text(arena, property)); break;
    case ICAL_LOCATION_PROPERTY: draft_set(draft, FOUND_ADDRESS, value_text(arena, property)); break;
    case ICAL_URL_PROPERTY: draft_set(draft, FOUND_URL, value_text(arena, property)); break;
    case ICAL_ORGANIZER_PROPERTY: set_organiser(event, property); break;
    case ICAL_CATEGORIES_PROPERTY: set_kind(event, value_text(arena, property)); break;
    case ICAL_GEO_PROPERTY: set_position(event, property); break;
    case ICAL_STATUS_PROPERTY: set_status(event, value_text(arena, property)); break;
    case ICAL_SEQUENCE_PROPERTY: draft_set(draft, FOUND_SEQUENCE, value_text(arena, property)); break;
    case ICAL_LASTMODIFIED_PROPERTY: draft_set(draft, FOUND_MODIFIED, value_text(arena, property)); break;
    case ICAL_ATTACH_PROPERTY: set_image(event, property); break;
    case ICAL_DTSTART_PROPERTY: (void)event_time(event, property, MARKET_LOST_MARKET, &event->date.starts); break;
    case ICAL_DTEND_PROPERTY: (void)event_time(event, property, MARKET_LOST_FIELD, &event->date.ends); break;
    case ICAL_RECURRENCEID_PROPERTY: (void)event_time(event, property, MARKET_LOST_MARKET, &event->date.replaces); break;
    case ICAL_RRULE_PROPERTY: event->rule.rrule = value_text(arena, property); break;
    case ICAL_EXDATE_PROPERTY: add_time(event, property, &event->exdates, &event->rule.exdate_count); break;
    case ICAL_RDATE_PROPERTY: add_time(event, property, &event->rdates, &event->rule.rdate_count); break;
    case ICAL_X_PROPERTY: set_x(event, property, false); break;
    default: break;
    }
}

/* What libical could not read it leaves behind in these. */
static void report_error(struct event *event, icalproperty *property)
{
    struct str text = str_of(icalproperty_get_xlicerror(property));
    bool rule = str_find(text, STR("RRULE")) >= 0, date = str_find(text, STR("DTSTART")) >= 0;
    draft_refuse(&event->draft, rule ? MARKET_BAD_RULE : date ? MARKET_BAD_DATE : MARKET_BAD_VALUE, rule || date ? MARKET_LOST_DATE : MARKET_LOST_FIELD, text);
}

static void set_duration(struct event *event, icalcomponent *component)
{
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_DURATION_PROPERTY);
    struct found_date *date = &event->date;
    int64_t minutes;
    if (!property || date->ends.form != FOUND_TIME_ABSENT || date->starts.form == FOUND_TIME_ABSENT)
        return;
    if (times_minutes(value_text(event->draft.reader->arena, property), &minutes) && minutes > 0 && minutes < 366 * 24 * 60) {
        date->ends = date->starts;
        date->ends.wall.s += minutes * 60;
        date->ends.utc.us += minutes * 60 * 1000000;
    }
}

static void set_minutes(struct event *event)
{
    const struct found_time *starts = &event->date.starts, *ends = &event->date.ends;
    if (ends->form == FOUND_TIME_ABSENT || ends->form != starts->form)
        return;
    int64_t seconds = ends->form == FOUND_INSTANT ? (ends->utc.us - starts->utc.us) / 1000000 : ends->wall.s - starts->wall.s;
    if (seconds >= 60)
        event->rule.minutes = (struct found_whole){true, seconds / 60};
}

/* The event is a rule, what became of one of its dates, or one date. */
static void place_times(struct event *event)
{
    struct market_found *found = &event->draft.found;
    if (event->derived)
        return;
    bool repeats = event->rule.rrule.n || event->rule.rdate_count;
    if (event->date.starts.form == FOUND_TIME_ABSENT) {
        if (!found->opening_hours.n && !event->draft.refused)
            draft_refuse(&event->draft, MARKET_NO_DATE, MARKET_LOST_MARKET, found->name);
        return;
    }
    if (repeats && event->date.replaces.form == FOUND_TIME_ABSENT) {
        event->rule.starts = event->date.starts;
        event->rule.exdates = event->exdates;
        event->rule.rdates = event->rdates;
        set_minutes(event);
        draft_rule(&event->draft, event->rule);
        if (event->date.status != FOUND_STATUS_ABSENT && found->status == FOUND_STATUS_ABSENT)
            found->status = event->date.status;
        if (event->date.reason.n && !found->reason.p)
            found->reason = event->date.reason;
        return;
    }
    if (!event->date.external_id.p && !event->own_id)
        event->date.external_id = event->date.replaces.form == FOUND_TIME_ABSENT ? found->external_id : STR_NULL;
    if (event->date.replaces.form != FOUND_TIME_ABSENT && found->name.n)
        event->date.name = found->name;
    event->date.url = event->date.replaces.form != FOUND_TIME_ABSENT ? found->url : STR_NULL;
    event->date.sequence = found->sequence;
    draft_date(&event->draft, event->date);
}

static void set_rest(struct event *event, icalcomponent *component)
{
    struct draft *draft = &event->draft;
    icalproperty *property;
    struct str uid = draft->found.external_id;
    for (property = icalcomponent_get_first_property(component, ICAL_X_PROPERTY); property; property = icalcomponent_get_next_property(component, ICAL_X_PROPERTY))
        set_x(event, property, true);
    if (event->own_id)
        event->date.external_id = uid;
    if (event->alternative.n && !draft_has(draft, FOUND_DESCRIPTION))
        draft_set_markup(draft, FOUND_DESCRIPTION, event->alternative);
    set_duration(event, component);
    draft_fill(draft, FOUND_ZONE, event->date.starts.zone);
    if (event->ics->zone.n)
        draft_fill(draft, FOUND_ZONE, event->ics->zone);
    if (event->ics->cancels)
        event->date.status = FOUND_CANCELLED;
}

static void read_event(struct ics *ics, const struct ics_block *block)
{
    struct reader *reader = ics->reader;
    struct event event = {.draft = draft_new(reader, arena_printf(reader->arena, "line %zu", block->line)), .ics = ics};
    icalcomponent *component = icalparser_parse_string(block->text.p);
    if (!component || icalcomponent_isa(component) != ICAL_VEVENT_COMPONENT) {
        draft_refuse(&event.draft, MARKET_SYNTAX, MARKET_LOST_MARKET, block->text);
    } else {
        icalproperty *property;
        for (property = icalcomponent_get_first_property(component, ICAL_ANY_PROPERTY); property;
             property = icalcomponent_get_next_property(component, ICAL_ANY_PROPERTY)) {
            if (icalproperty_isa(property) == ICAL_XLICERROR_PROPERTY)
                report_error(&event, property);
            else
                set_property(&event, property);
        }
        set_rest(&event, component);
        if (!event.draft.refused) /* a start that is no date is said already */
            place_times(&event);
        reader_keep(&event.draft);
    }
    if (component)
        icalcomponent_free(component);
}

void read_ics(struct reader *reader)
{
    struct ics ics;
    icalerror_set_errors_are_fatal(0);
    ics_lines(reader, &ics);
    for (int overrides = 0; overrides < 2; overrides++) /* what speaks for the market comes first */
        for (size_t i = 0; i < ics.count; i++)
            if (ics.blocks[i].is_override == (overrides == 1)) {
                if (reader->market_count == MARKET_READ_MARKETS && !reader_has_room(reader))
                    return;
                read_event(&ics, &ics.blocks[i]);
            }
}
