#include "market/dom.h"
#include "market/found_field.h"
#include "market/kind_words.h"
#include "market/reader.h"
#include "market/times.h"
#include "market/tree.h"
#include "market/date_words.h"

enum { TITLE = 300 };

struct box {
    double west, east, south, north;
    size_t points;
};

/* What others call our fields. A field's own name comes first. */
static const struct {
    const char *property;
    enum found_field field;
} aliases[] = {
    {"@id", FOUND_EXTERNAL_ID}, {"title", FOUND_NAME}, {"details_url", FOUND_URL}, {"website", FOUND_URL}, {"contact:website", FOUND_URL},
    {"operator", FOUND_ORGANISER_NAME}, {"email", FOUND_ORGANISER_EMAIL}, {"contact:email", FOUND_ORGANISER_EMAIL}, {"phone", FOUND_ORGANISER_PHONE},
    {"contact:phone", FOUND_ORGANISER_PHONE}, {"location", FOUND_ADDRESS}, {"addr:postcode", FOUND_POSTCODE}, {"addr:city", FOUND_TOWN},
    {"addr:state", FOUND_REGION}, {"addr:country", FOUND_COUNTRY}, {"timezone", FOUND_ZONE}, {"opening_hours_unclassified", FOUND_OPENING_WORDS},
    {"wheelchair", FOUND_ACCESSIBLE}, {"payment:cards", FOUND_CARDS}, {"payment:credit_cards", FOUND_CARDS}, {"payment:debit_cards", FOUND_CARDS},
    {"charge", FOUND_ENTRANCE_FEE},
};

static bool is_value(struct str text, const char *word)
{
    return str_eq(text, str_of(word));
}

static void set_aliases(struct draft *draft, const struct tree *properties)
{
    for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++) {
        struct str text = tree_scalar(tree_member(properties, aliases[i].property));
        if (text.p && !found_text(draft->reader->arena, &draft->found, aliases[i].field).p)
            draft_set_markup(draft, aliases[i].field, text);
    }
}

/* OpenStreetMap's tags that say our fields in other words. */
static void set_tags(struct draft *draft, const struct tree *properties)
{
    struct str indoor = tree_scalar(tree_member(properties, "indoor")), covered = tree_scalar(tree_member(properties, "covered"));
    struct str street = tree_scalar(tree_member(properties, "addr:street")), house = tree_scalar(tree_member(properties, "addr:housenumber"));
    struct str dog = tree_scalar(tree_member(properties, "dog")), sort = tree_scalar(tree_member(properties, "marketplace"));
    if (street.n)
        draft_fill(draft, FOUND_STREET, arena_printf(draft->reader->arena, STR_FMT " " STR_FMT, STR_ARG(street), (int)house.n, house.n ? house.p : ""));
    if (is_value(indoor, "yes") || is_value(covered, "yes"))
        draft_fill(draft, FOUND_SETTING, STR("indoor"));
    else if (is_value(indoor, "no"))
        draft_fill(draft, FOUND_SETTING, STR("outdoor"));
    if (is_value(tree_scalar(tree_member(properties, "fee")), "no"))
        draft_fill(draft, FOUND_ENTRANCE_FEE, STR("0"));
    if (dog.n)
        draft_fill(draft, FOUND_DOGS, is_value(dog, "leashed") ? STR("yes") : dog);
    if (sort.n && draft->found.kind == FOUND_KIND_ABSENT)
        draft->found.kind = kind_of_words(draft->reader->arena, sort);
}

static bool is_own(const struct tree *properties)
{
    return tree_member(properties, "external_id") != NULL;
}

static void set_fields(struct draft *draft, const struct tree *properties)
{
    for (const struct tree *member = properties->first; member; member = member->next) {
        enum found_field field;
        struct str text = tree_scalar(member);
        if (!text.p || !found_field_of(member->name, &field) || field == FOUND_LATITUDE || field == FOUND_LONGITUDE)
            continue;
        if (is_own(properties))
            draft_set(draft, field, text);
        else if (field != FOUND_STATUS) /* everybody has a status, of whatever */
            draft_set_markup(draft, field, text);
    }
    set_aliases(draft, properties);
    set_tags(draft, properties);
}

static void add_points(struct box *box, const struct tree *coordinates)
{
    double longitude, latitude;
    if (!coordinates || coordinates->kind != TREE_LIST || !coordinates->first)
        return;
    if (coordinates->first->kind == TREE_LIST) {
        for (const struct tree *one = coordinates->first; one; one = one->next)
            add_points(box, one);
        return;
    }
    if (!coordinates->first->next || !str_to_double(coordinates->first->text, &longitude) || !str_to_double(coordinates->first->next->text, &latitude))
        return;
    bool first = box->points++ == 0;
    box->west = first || longitude < box->west ? longitude : box->west;
    box->east = first || longitude > box->east ? longitude : box->east;
    box->south = first || latitude < box->south ? latitude : box->south;
    box->north = first || latitude > box->north ? latitude : box->north;
}

static void set_position(struct draft *draft, const struct tree *geometry)
{
    char longitude[STR_DOUBLE], latitude[STR_DOUBLE];
    struct box box = {0};
    if (!geometry || geometry->kind != TREE_OBJECT)
        return;
    const struct tree *parts = tree_member(geometry, "geometries");
    for (const struct tree *part = tree_begin(parts); part; part = tree_after(parts, part))
        add_points(&box, tree_member(part, "coordinates"));
    add_points(&box, tree_member(geometry, "coordinates"));
    if (!box.points)
        draft_refuse(draft, MARKET_BAD_COORDINATES, MARKET_LOST_FIELD, tree_scalar(tree_member(geometry, "type")));
    else if (box.points == 1)
        draft_coordinates(draft, str_from_double(box.south, latitude), str_from_double(box.west, longitude));
    else
        draft_coordinates(draft, str_from_double((box.south + box.north) / 2, latitude), str_from_double((box.west + box.east) / 2, longitude));
}

static void date_text(struct draft *draft, const struct tree *date, const char *member, enum found_field as, struct str *out)
{
    struct market_found holder = {0};
    if (found_set(draft->reader->arena, &holder, as, tree_scalar(tree_member(date, member)), draft->reader->base) != FOUND_REFUSED)
        *out = found_text(draft->reader->arena, &holder, as);
}

static void add_date(struct draft *draft, const struct tree *object)
{
    struct found_date date = {.where = tree_where(draft->reader->arena, object)};
    struct str starts = object->kind == TREE_OBJECT ? tree_scalar(tree_member(object, "starts")) : tree_scalar(object);
    if (!draft_time(draft, starts, MARKET_LOST_DATE, &date.starts))
        return;
    (void)draft_time(draft, tree_scalar(tree_member(object, "ends")), MARKET_LOST_FIELD, &date.ends);
    (void)draft_time(draft, tree_scalar(tree_member(object, "replaces")), MARKET_LOST_FIELD, &date.replaces);
    (void)draft_time(draft, tree_scalar(tree_member(object, "previous_starts")), MARKET_LOST_FIELD, &date.previous_starts);
    (void)found_status_of(tree_scalar(tree_member(object, "status")), &date.status);
    date_text(draft, object, "id", FOUND_EXTERNAL_ID, &date.external_id);
    date_text(draft, object, "reason", FOUND_REASON, &date.reason);
    date_text(draft, object, "name", FOUND_NAME, &date.name);
    date_text(draft, object, "url", FOUND_URL, &date.url);
    draft_date(draft, date);
}

static size_t times_of(struct draft *draft, const struct tree *list, const struct found_time **out)
{
    struct found_time *times = NULL, time;
    size_t count = 0;
    for (const struct tree *one = tree_begin(list); one && count < MARKET_READ_DATES; one = tree_after(list, one))
        if (draft_time(draft, tree_scalar(one), MARKET_LOST_DATE, &time)) {
            times = arena_more(draft->reader->arena, times, count, sizeof time);
            times[count++] = time;
        }
    *out = times;
    return count;
}

static void add_rule(struct draft *draft, const struct tree *object)
{
    struct found_rule rule = {.where = tree_where(draft->reader->arena, object)};
    if (!draft_time(draft, tree_scalar(tree_member(object, "starts")), MARKET_LOST_DATE, &rule.starts))
        return;
    rule.minutes.said = str_to_int64(tree_scalar(tree_member(object, "minutes")), &rule.minutes.value);
    rule.rrule = str_slice(tree_scalar(tree_member(object, "rrule")), 0, 1000);
    rule.exdate_count = times_of(draft, tree_member(object, "exdates"), &rule.exdates);
    rule.rdate_count = times_of(draft, tree_member(object, "rdates"), &rule.rdates);
    draft_rule(draft, rule);
}

/* Hours in free words that name one day alone. */
static void add_words(struct draft *draft)
{
    struct date_words dates;
    if (draft->found.date_count || !draft->found.opening_words.n || draft->found.opening_hours.n)
        return;
    if (!date_words_read(draft->reader->arena, draft->found.opening_words, draft->reader->input->today, &dates) || dates.count != 1)
        return;
    draft_date(draft, (struct found_date){.starts = dates.items[0].starts, .ends = dates.items[0].ends});
}

static void read_feature(struct reader *reader, const struct tree *feature, bool positions)
{
    const struct tree *properties = tree_member(feature, "properties"), *list;
    struct draft draft = draft_new(reader, tree_where(reader->arena, feature));
    if (!properties || properties->kind != TREE_OBJECT) {
        draft_refuse(&draft, MARKET_NO_NAME, MARKET_LOST_MARKET, STR("no properties"));
        return;
    }
    set_fields(&draft, properties);
    draft_fill(&draft, FOUND_EXTERNAL_ID, tree_scalar(tree_member(feature, "id")));
    if (positions)
        set_position(&draft, tree_member(feature, "geometry"));
    list = tree_member(properties, "dates");
    for (const struct tree *one = tree_begin(list); one; one = tree_after(list, one))
        add_date(&draft, one);
    list = tree_member(properties, "rules");
    for (const struct tree *one = tree_begin(list); one && one->kind == TREE_OBJECT; one = tree_after(list, one))
        add_rule(&draft, one);
    add_words(&draft);
    reader_keep(&draft);
}

/* RFC 7946 has WGS 84 alone; the older name of another system makes numbers that are no degrees. */
static bool is_wgs84(const struct tree *root)
{
    struct str name = tree_scalar(tree_member(tree_member(tree_member(root, "crs"), "properties"), "name"));
    return !name.n || str_find(name, STR("CRS84")) >= 0 || str_find(name, STR("4326")) >= 0;
}

static void read_root(struct reader *reader, const struct tree *root)
{
    const struct tree *features = tree_member(root, "features"), *credit = tree_member(tree_member(root, "metadata"), "data_source");
    bool positions = is_wgs84(root);
    if (!features && str_eq(tree_scalar(tree_member(root, "type")), STR("Feature")))
        features = root;
    if (!features || (features != root && features->kind != TREE_LIST)) {
        reader_refuse(reader, MARKET_NOT_THIS_KIND, MARKET_LOST_ALL, tree_where(reader->arena, root), STR("no features"));
        return;
    }
    if (!positions)
        reader_refuse(reader, MARKET_BAD_COORDINATES, MARKET_LOST_FIELD, tree_where(reader->arena, root), STR("crs"));
    reader->credit = found_clean(reader->arena, str_slice(tree_scalar(tree_member(credit, "title")), 0, TITLE), true);
    reader->credit_url = found_url(reader->arena, tree_scalar(tree_member(credit, "url")), reader->base);
    reader->title = found_clean(reader->arena, str_slice(tree_scalar(tree_member(root, "name")), 0, TITLE), true);
    for (const struct tree *feature = tree_begin(features); feature; feature = tree_after(features, feature)) {
        if (reader->market_count == MARKET_READ_MARKETS && !reader_has_room(reader))
            return;
        read_feature(reader, feature, positions);
    }
}

void read_geojson(struct reader *reader)
{
    struct tree *root;
    size_t line;
    enum tree_result result = tree_read(reader->arena, reader->text, 1, &root, &line);
    struct str where = arena_printf(reader->arena, "line %zu", line);
    switch (result) {
    case TREE_BROKEN: reader_refuse(reader, MARKET_SYNTAX, MARKET_LOST_ALL, where, STR("JSON")); return;
    case TREE_DEEP: reader_refuse(reader, MARKET_TOO_DEEP, MARKET_LOST_ALL, where, STR_NULL); return;
    case TREE_CUT: reader_refuse(reader, MARKET_TOO_MANY, MARKET_LOST_PART, where, STR("values")); break;
    case TREE_REPAIRED: reader_refuse(reader, MARKET_REPAIRED, MARKET_LOST_NOTHING, where, STR("JSON")); break;
    case TREE_OK: break;
    }
    read_root(reader, root);
}
