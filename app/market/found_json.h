/* A market that was found as JSON: members by the fields' names, as a GeoJSON feature of ours has them for properties. */
#ifndef CURIO_MARKET_FOUND_JSON_H
#define CURIO_MARKET_FOUND_JSON_H

#include "core/json_write.h"
#include "market/read.h"

/* Inside an open object; what is absent has no member. */
void found_json_write(struct json *, struct arena *, const struct market_found *);
void found_json_refusal(struct json *, const struct market_refusal *);

#endif
