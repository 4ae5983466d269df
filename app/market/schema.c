#include "market/schema.h"

#include "market/dom.h"
#include "market/kind_words.h"
#include "market/times.h"

struct schema {
    struct reader *reader;
    struct tree **nodes; /* those with an @id and something to say, by @id */
    size_t node_count;
    bool full;
};

static struct str local_name(struct str name)
{
    static const char *const prefixes[] = {"https://schema.org/", "http://schema.org/", "http://www.schema.org/", "https://www.schema.org/", "schema:"};
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (str_starts_with(name, str_of(prefixes[i])))
            return str_slice(name, strlen(prefixes[i]), name.n);
    return name;
}

static struct str id_of(const struct tree *node)
{
    return tree_scalar(tree_member(node, "@id"));
}

static int by_id(const void *a, const void *b)
{
    struct str left = id_of(*(struct tree *const *)a), right = id_of(*(struct tree *const *)b);
    int order = memcmp(left.p, right.p, left.n < right.n ? left.n : right.n);
    return order ? order : (left.n > right.n) - (left.n < right.n);
}

/* Names lose their vocabulary; what may be referred to is collected. */
static void prepare(struct schema *schema, struct tree *tree)
{
    for (struct tree *child = tree->first; child; child = child->next) {
        child->name = local_name(child->name);
        prepare(schema, child);
    }
    if (tree->kind != TREE_OBJECT || tree->count < 2 || !id_of(tree).n)
        return;
    schema->nodes = arena_more(schema->reader->arena, schema->nodes, schema->node_count, sizeof(struct tree *));
    schema->nodes[schema->node_count++] = tree;
}

struct tree *schema_node(struct schema *schema, struct tree *value)
{
    value = tree_one(value);
    if (!value || value->kind != TREE_OBJECT || value->count != 1 || !id_of(value).n || !schema->node_count)
        return value;
    struct tree **found = bsearch(&value, schema->nodes, schema->node_count, sizeof(struct tree *), by_id);
    return found ? *found : value;
}

struct str schema_text(const struct tree *value)
{
    const struct tree *one = tree_one(value);
    if (one && one->kind == TREE_OBJECT)
        one = tree_one(tree_member(one, "@value"));
    return tree_scalar(one);
}

bool schema_is(const struct tree *node, const char *type)
{
    const struct tree *types = tree_member(node, "@type");
    for (const struct tree *one = tree_begin(types); one; one = tree_after(types, one))
        if (str_eq(local_name(tree_scalar(one)), str_of(type)))
            return true;
    return false;
}

static bool is_event(const struct tree *node)
{
    const struct tree *types = tree_member(node, "@type");
    for (const struct tree *one = tree_begin(types); one; one = tree_after(types, one)) {
        struct str type = local_name(tree_scalar(one));
        if (str_ends_with(type, STR("Event")) || str_eq(type, STR("EventSeries")) || str_eq(type, STR("Festival")))
            return !str_eq(type, STR("PublicationEvent")) && !str_eq(type, STR("BroadcastEvent")) && !str_eq(type, STR("DeliveryEvent"));
    }
    return false;
}

struct str schema_own(const struct tree *node, const char *property)
{
    const struct tree *list = tree_member(node, "additionalProperty");
    for (const struct tree *one = tree_begin(list); one; one = tree_after(list, one))
        if (str_eq(schema_text(tree_member(one, "propertyID")), str_of(property)))
            return schema_text(tree_member(one, "value"));
    return STR_NULL;
}

static void set_organiser(struct schema *schema, struct draft *draft, struct tree *value)
{
    struct tree *organiser = schema_node(schema, value);
    if (organiser && organiser->kind != TREE_OBJECT) {
        draft_set_markup(draft, FOUND_ORGANISER_NAME, tree_scalar(organiser));
        return;
    }
    draft_set_markup(draft, FOUND_ORGANISER_NAME, schema_text(tree_member(organiser, "name")));
    draft_set(draft, FOUND_ORGANISER_URL, schema_text(tree_member(organiser, "url")));
    draft_set(draft, FOUND_ORGANISER_EMAIL, schema_text(tree_member(organiser, "email")));
    draft_set(draft, FOUND_ORGANISER_PHONE, schema_text(tree_member(organiser, "telephone")));
}

static void set_image(struct schema *schema, struct draft *draft, struct tree *value)
{
    struct tree *image = schema_node(schema, value);
    struct str url = schema_text(image);
    if (!url.p)
        url = schema_text(tree_member(image, "contentUrl"));
    if (!url.p)
        url = schema_text(tree_member(image, "url"));
    draft_set(draft, FOUND_IMAGE, url);
}

static bool is_true(struct str text)
{
    return str_equal_ignoring_case(local_name(text), STR("true"));
}

/* The price of an offer, which is what a visitor pays. Of several offers, no one knows which. */
static void set_offers(struct schema *schema, struct draft *draft, const struct tree *node)
{
    struct tree *offers = tree_member(node, "offers"), *offer = schema_node(schema, offers);
    if (is_true(schema_text(tree_member(node, "isAccessibleForFree")))) {
        draft_set(draft, FOUND_ENTRANCE_FEE, STR("0"));
        return;
    }
    if (!offer || offer->kind != TREE_OBJECT || (offers->kind == TREE_LIST && offers->count > 1))
        return;
    struct str price = schema_text(tree_member(offer, "price")), currency = schema_text(tree_member(offer, "priceCurrency"));
    struct tree *detail = schema_node(schema, tree_member(offer, "priceSpecification"));
    if (!price.n)
        price = schema_text(tree_member(detail, "price"));
    if (!currency.n)
        currency = schema_text(tree_member(detail, "priceCurrency"));
    if (!price.n)
        return;
    /* The price may say its own sign, which is no code; the code counts. */
    struct market_found probe = {0};
    struct arena *arena = draft->reader->arena;
    struct str both = currency.n ? arena_printf(arena, STR_FMT " " STR_FMT, STR_ARG(price), STR_ARG(currency)) : price;
    if (found_set(arena, &probe, FOUND_ENTRANCE_FEE, both, STR_NULL) == FOUND_OK)
        draft->found.entrance_fee = probe.entrance_fee;
    else
        draft_set(draft, FOUND_ENTRANCE_FEE, price);
}

static void set_status(struct str text, enum found_status *status)
{
    static const struct {
        const char *word;
        enum found_status status;
    } words[] = {{"EventCancelled", FOUND_CANCELLED}, {"EventPostponed", FOUND_POSTPONED}, {"EventRescheduled", FOUND_MOVED},
                 {"EventScheduled", FOUND_SCHEDULED}, {"cancelled", FOUND_CANCELLED}, {"confirmed", FOUND_SCHEDULED}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_equal_ignoring_case(local_name(text), str_of(words[i].word)))
            *status = words[i].status;
}

static void set_kind(struct draft *draft, const struct tree *node)
{
    const struct tree *keywords = tree_member(node, "keywords");
    struct arena *arena = draft->reader->arena;
    for (const struct tree *one = tree_begin(keywords); one && draft->found.kind == FOUND_KIND_ABSENT; one = tree_after(keywords, one)) {
        struct str text = tree_scalar(one);
        if (text.p && !found_kind_of(text, &draft->found.kind))
            draft->found.kind = kind_of_words(arena, text);
        draft->found.kind_guessed = draft->found.kind != FOUND_KIND_ABSENT;
    }
    if (draft->found.kind == FOUND_KIND_ABSENT && schema_is(node, "Festival") && kind_of_words(arena, draft->found.name) == FOUND_KIND_ABSENT)
        draft->found.kind = FOUND_FAIR;
}

static void set_amenities(struct draft *draft, const struct tree *node)
{
    const struct tree *list = tree_member(node, "amenityFeature");
    for (const struct tree *one = tree_begin(list); one; one = tree_after(list, one)) {
        enum found_field field;
        if (found_field_of(schema_text(tree_member(one, "name")), &field) && field >= FOUND_ACCESSIBLE && field <= FOUND_CARDS)
            draft_set(draft, field, local_name(schema_text(tree_member(one, "value"))));
    }
}

/* Our own words, which win over schema.org's. */
static void set_own(struct draft *draft, const struct tree *node)
{
    const struct tree *list = tree_member(node, "additionalProperty");
    for (const struct tree *one = tree_begin(list); one; one = tree_after(list, one)) {
        enum found_field field;
        if (found_field_of(schema_text(tree_member(one, "propertyID")), &field))
            draft_set(draft, field, schema_text(tree_member(one, "value")));
    }
}

static struct str identifier(const struct tree *node)
{
    const struct tree *value = tree_one(tree_member(node, "identifier"));
    struct str id = value && value->kind == TREE_OBJECT ? schema_text(tree_member(value, "value")) : tree_scalar(value);
    if (!id.n)
        id = id_of(node);
    if (!id.n)
        id = schema_text(tree_member(node, "url"));
    return id;
}

/* All that an event says of the market. False: it is refused. */
static bool set_fields(struct schema *schema, struct draft *draft, struct tree *node)
{
    struct str mode = local_name(schema_text(tree_member(node, "eventAttendanceMode")));
    struct str status = local_name(schema_text(tree_member(node, "eventStatus")));
    if (str_eq(mode, STR("OnlineEventAttendanceMode")) || str_eq(status, STR("EventMovedOnline"))) {
        draft_refuse(draft, MARKET_ONLINE, MARKET_LOST_MARKET, schema_text(tree_member(node, "name")));
        return false;
    }
    draft_set(draft, FOUND_EXTERNAL_ID, identifier(node));
    draft_set_markup(draft, FOUND_NAME, schema_text(tree_member(node, "name")));
    draft_set_markup(draft, FOUND_DESCRIPTION, schema_text(tree_member(node, "description")));
    draft_set(draft, FOUND_URL, schema_text(tree_member(node, "url")));
    draft_set(draft, FOUND_OPENING_HOURS, schema_text(tree_member(node, "openingHours")));
    draft_set(draft, FOUND_MODIFIED, schema_text(tree_member(node, "dateModified")));
    set_image(schema, draft, tree_member(node, "image"));
    set_organiser(schema, draft, tree_member(node, "organizer"));
    set_offers(schema, draft, node);
    set_kind(draft, node);
    set_amenities(draft, node);
    if (!schema_place(schema, draft, tree_member(node, "location")))
        return false;
    struct tree *place = schema_node(schema, tree_member(node, "location"));
    if (place && place->kind == TREE_OBJECT)
        set_amenities(draft, place);
    if (str_eq(identifier(node), schema_text(tree_member(node, "url"))) && draft->found.url.n)
        draft_set(draft, FOUND_EXTERNAL_ID, draft->found.url); /* absolute */
    set_own(draft, node);
    return true;
}

/* An end that is a day is the last one. */
static void set_end(struct draft *draft, struct found_date *date, struct str text, struct str duration)
{
    int64_t minutes;
    if (draft_time(draft, text, MARKET_LOST_FIELD, &date->ends)) {
        bool timed = date->starts.form != FOUND_DAY;
        if (date->ends.form == FOUND_DAY && timed && wall_day(date->ends.wall) == wall_day(date->starts.wall))
            date->ends = (struct found_time){0};
        times_next_day(&date->ends);
    } else if (duration.n && date->starts.form != FOUND_TIME_ABSENT && times_minutes(duration, &minutes) && minutes > 0) {
        date->ends = date->starts;
        date->ends.wall.s += minutes * 60;
        date->ends.utc.us += minutes * 60 * 1000000;
    }
}


/* The dates that NODE itself is: one, or as many as it names starts. */
static size_t add_dates(struct draft *draft, const struct tree *node, bool is_part)
{
    const struct tree *starts = tree_member(node, "startDate"), *ends = tree_member(node, "endDate");
    const struct tree *end = tree_begin(ends);
    struct arena *arena = draft->reader->arena;
    struct market_found holder = {0};
    size_t count = 0;
    for (const struct tree *start = tree_begin(starts); start; start = tree_after(starts, start)) {
        struct found_date date = {.where = tree_where(arena, node)};
        if (draft_time(draft, schema_text(start), MARKET_LOST_DATE, &date.starts)) {
            set_end(draft, &date, schema_text(end), schema_text(tree_member(node, "duration")));
            (void)draft_time(draft, schema_text(tree_member(node, "previousStartDate")), MARKET_LOST_FIELD, &date.previous_starts);
            (void)draft_time(draft, schema_own(node, "replaces"), MARKET_LOST_FIELD, &date.replaces);
            set_status(schema_text(tree_member(node, "eventStatus")), &date.status);
            (void)found_status_of(schema_own(node, "date_status"), &date.status);
            if (found_set(arena, &holder, FOUND_EXTERNAL_ID, is_part ? identifier(node) : schema_own(node, "date_id"), STR_NULL) == FOUND_OK)
                date.external_id = holder.external_id;
            if (found_set(arena, &holder, FOUND_REASON, schema_own(node, is_part ? "reason" : "date_reason"), STR_NULL) == FOUND_OK)
                date.reason = holder.reason;
            if (is_part && found_set(arena, &holder, FOUND_NAME, dom_plain(arena, schema_text(tree_member(node, "name"))), STR_NULL) != FOUND_REFUSED)
                date.name = holder.name;
            if (is_part && found_set(arena, &holder, FOUND_URL, schema_text(tree_member(node, "url")), draft->reader->base) == FOUND_OK)
                date.url = holder.url;
            draft_date(draft, date);
            count++;
        }
        end = end ? tree_after(ends, end) : NULL;
    }
    return count;
}

static void add_parts(struct schema *schema, struct draft *draft, struct tree *node, const char *member)
{
    struct tree *parts = tree_member(node, member);
    for (struct tree *part = tree_begin(parts); part; part = tree_after(parts, part)) {
        struct tree *event = schema_node(schema, part);
        if (!event || event->kind != TREE_OBJECT || event->used)
            continue;
        event->used = true;
        if (!add_dates(draft, event, true) && tree_member(event, "startDate") == NULL)
            reader_refuse(draft->reader, MARKET_NO_DATE, MARKET_LOST_DATE, tree_where(draft->reader->arena, event), schema_text(tree_member(event, "name")));
    }
}

static void read_event(struct schema *schema, struct tree *node)
{
    struct reader *reader = schema->reader;
    struct draft draft = draft_new(reader, tree_where(reader->arena, node));
    struct tree *series = schema_node(schema, tree_member(node, "superEvent")), *schedules = tree_member(node, "eventSchedule");
    bool is_part = series && series->kind == TREE_OBJECT && (identifier(series).n || is_event(series)) && series != node;
    node->used = true;
    if (is_part && is_event(series) && schema_text(tree_member(series, "name")).n) {
        if (!set_fields(schema, &draft, series))
            return;
    } else if (!set_fields(schema, &draft, node)) {
        return;
    }
    if (is_part)
        draft_set(&draft, FOUND_EXTERNAL_ID, identifier(series));
    for (struct tree *schedule = tree_begin(schedules); schedule; schedule = tree_after(schedules, schedule))
        schema_rule(schema, &draft, schema_node(schema, schedule), schema_text(tree_member(node, "startDate")));
    add_parts(schema, &draft, node, "subEvent");
    add_parts(schema, &draft, node, "subEvents");
    bool is_whole = draft.found.rule_count || draft.found.date_count || (!is_part && schema_is(node, "EventSeries"));
    if (is_whole && !is_part)
        set_status(schema_text(tree_member(node, "eventStatus")), &draft.found.status);
    else if (!is_whole)
        (void)add_dates(&draft, node, is_part);
    if (!draft.found.date_count && !draft.found.rule_count && !draft.found.opening_hours.n && !draft.refused)
        draft_refuse(&draft, MARKET_NO_DATE, MARKET_LOST_MARKET, draft.found.name);
    reader_keep(&draft);
}

/* Events are where the walk ends: what is in them is theirs. */
static void walk(struct schema *schema, struct tree *tree, bool series)
{
    if (schema->full || tree->used)
        return;
    if (tree->kind == TREE_OBJECT && is_event(tree)) {
        bool whole = tree_member(tree, "subEvent") || tree_member(tree, "subEvents");
        if (whole == series)
            read_event(schema, tree);
        schema->full = schema->reader->market_count == MARKET_READ_MARKETS && !reader_has_room(schema->reader);
        return;
    }
    for (struct tree *child = tree->first; child; child = child->next)
        walk(schema, child, series);
}

void schema_read(struct reader *reader, struct tree *root)
{
    struct schema schema = {.reader = reader};
    prepare(&schema, root);
    if (schema.node_count)
        qsort(schema.nodes, schema.node_count, sizeof(struct tree *), by_id);
    walk(&schema, root, true); /* first those that speak for others */
    walk(&schema, root, false);
}
