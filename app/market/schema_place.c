#include "market/schema.h"

#include "market/dom.h"

static void set_address(struct schema *schema, struct draft *draft, struct tree *value)
{
    struct tree *address = schema_node(schema, value), *country;
    if (!address)
        return;
    if (address->kind != TREE_OBJECT) {
        draft_set_markup(draft, FOUND_ADDRESS, tree_scalar(address));
        return;
    }
    draft_set_markup(draft, FOUND_STREET, schema_text(tree_member(address, "streetAddress")));
    draft_set_markup(draft, FOUND_POSTCODE, schema_text(tree_member(address, "postalCode")));
    draft_set_markup(draft, FOUND_TOWN, schema_text(tree_member(address, "addressLocality")));
    draft_set_markup(draft, FOUND_REGION, schema_text(tree_member(address, "addressRegion")));
    country = schema_node(schema, tree_member(address, "addressCountry"));
    draft_set(draft, FOUND_COUNTRY, country && country->kind == TREE_OBJECT ? schema_text(tree_member(country, "name")) : tree_scalar(country));
}

static void set_position(struct schema *schema, struct draft *draft, const struct tree *place)
{
    const struct tree *geo = schema_node(schema, tree_member(place, "geo"));
    if (!geo)
        geo = place;
    draft_coordinates(draft, schema_text(tree_member(geo, "latitude")), schema_text(tree_member(geo, "longitude")));
}

/* The first that is a place on the ground. */
static struct tree *on_the_ground(struct schema *schema, struct tree *location, bool *online)
{
    *online = false;
    for (struct tree *one = tree_begin(location); one; one = tree_after(location, one)) {
        struct tree *place = schema_node(schema, one);
        if (place && !schema_is(place, "VirtualLocation"))
            return place;
        *online = true;
    }
    return NULL;
}

bool schema_place(struct schema *schema, struct draft *draft, struct tree *location)
{
    bool online;
    struct tree *place = location ? on_the_ground(schema, location, &online) : NULL;
    if (!place) {
        if (location && online)
            draft_refuse(draft, MARKET_ONLINE, MARKET_LOST_MARKET, draft->found.name);
        return !(location && online);
    }
    if (place->kind != TREE_OBJECT) {
        draft_set_markup(draft, FOUND_ADDRESS, tree_scalar(place));
        return true;
    }
    if (schema_is(place, "PostalAddress")) {
        set_address(schema, draft, place);
        return true;
    }
    draft_set_markup(draft, FOUND_PLACE, schema_text(tree_member(place, "name")));
    set_address(schema, draft, tree_member(place, "address"));
    set_position(schema, draft, place);
    return true;
}
