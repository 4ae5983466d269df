/* RFC 7946. */
#include "market/found_json.h"
#include "market/write.h"

static void write_point(struct json *json, const struct market_found *found)
{
    if (!found->latitude.said || !found->longitude.said) {
        json_null(json);
        return;
    }
    json_object_open(json);
    json_key(json, STR("type"));
    json_text(json, STR("Point"));
    json_key(json, STR("coordinates"));
    json_array_open(json);
    json_double(json, found->longitude.value);
    json_double(json, found->latitude.value);
    json_array_close(json);
    json_object_close(json);
}

void market_write_geojson(struct json *json, struct arena *arena, const struct market_written *market)
{
    json_object_open(json);
    json_key(json, STR("type"));
    json_text(json, STR("Feature"));
    json_key(json, STR("id"));
    json_text(json, market->found->external_id);
    json_key(json, STR("geometry"));
    write_point(json, market->found);
    json_key(json, STR("properties"));
    json_object_open(json);
    found_json_write(json, arena, market->found);
    json_key(json, STR("page"));
    json_text(json, market->page);
    json_object_close(json);
    json_object_close(json);
}
