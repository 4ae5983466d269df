/* JSON Schemas (2020-12) of forms and contracts, for the OpenAPI document. */
#ifndef CURIO_WEB_OPENAPI_SCHEMA_H
#define CURIO_WEB_OPENAPI_SCHEMA_H

#include "core/json_write.h"
#include "web/form.h"

void schema_member(struct json *, const char *key, struct str text);
/* The schema of one form field, or of a whole form's body. */
void schema_of_field(struct json *, const struct field *);
void schema_of_form(struct json *, const struct form *);
bool schema_form_has_file(const struct form *);
/* The members and types of a contract's row. Shapes inside it are named by reference: #/components/schemas/NAME. */
void schema_of_contract(struct json *, const struct contract *);
void schema_reference(struct json *, const char *contract_name);
void schema_of_problem(struct json *);

#endif
