/* What people send about what others made. */
#ifndef CURIO_HANDLERS_SOCIAL_FORMS_H
#define CURIO_HANDLERS_SOCIAL_FORMS_H

#include "web/form.h"

struct social_list_form {
    struct opt_uuid before;
    struct opt_bigint limit;
};

struct follower_list_form {
    struct opt_uuid before;
    struct opt_bigint limit;
    struct str state;
};

struct answers_form {
    struct opt_uuid after;
    struct opt_bigint limit;
};

struct comment_form {
    struct str body;
    struct opt_uuid parent;
};

struct comment_change_form {
    struct str body, reason;
    bool hidden;
    bool has_body, has_hidden, has_reason;
};

struct then_form {
    struct str then; /* where a page goes afterwards; to be checked by then_place */
};

struct one_click_form {
    struct str list_unsubscribe;
};

extern const struct form social_list_fields, follower_list_fields, answers_fields, comment_fields, comment_change_fields, then_fields, one_click_fields;

#endif
