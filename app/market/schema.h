/* schema.org's events, wherever they were written: JSON-LD, microdata, or a microformat in the same words. */
#ifndef CURIO_MARKET_SCHEMA_H
#define CURIO_MARKET_SCHEMA_H

#include "market/reader.h"
#include "market/tree.h"

/* Every event in the tree becomes a market, or a date of one. Names of members may begin with "schema:" or the vocabulary's address. */
void schema_read(struct reader *, struct tree *root);

/* For the parts of the reader. */
struct schema;
/* What a value refers to: itself, or the node of the page with its @id. The first of a list. Null is taken. */
struct tree *schema_node(struct schema *, struct tree *value);
struct str schema_text(const struct tree *value); /* of a scalar, a value object, the first of a list; else absent */
/* The value of our own PropertyValue with this propertyID, of an additionalProperty. */
struct str schema_own(const struct tree *node, const char *property);
bool schema_is(const struct tree *node, const char *type); /* by its @type, without the vocabulary */
/* A Schedule as a rule; refuses it in the draft's name where it can't be one. SPAN may say when it begins. */
void schema_rule(struct schema *, struct draft *, const struct tree *schedule, struct str span_starts);
/* What stands in location. False: nowhere but online, which was refused. */
bool schema_place(struct schema *, struct draft *, struct tree *location);

#endif
