/* The fields of the forms about a market, as rows that the templates show. */
#ifndef CURIO_HANDLERS_MARKET_EDIT_FIELDS_H
#define CURIO_HANDLERS_MARKET_EDIT_FIELDS_H

#include "queries/market.h"
#include "web/request.h"

/* MARKET: what they start from; NULL for a new one. */
struct rows market_form_rows(struct request *, const struct market_edit_row *);
/* The choices of a rule's form, as they were sent, or as a new rule begins. */
const struct market_when_choices_row *market_when_rows(struct request *);

#endif
