/* What people send to and as moderators. */
#ifndef CURIO_HANDLERS_MODERATION_FORMS_H
#define CURIO_HANDLERS_MODERATION_FORMS_H

#include "web/form.h"

struct moderation_queue_form {
    struct opt_uuid after;
    struct opt_bigint limit;
};

struct moderation_list_form {
    struct opt_uuid before;
    struct opt_bigint limit;
};

struct decision_form {
    struct str decision, canned, reason;
    struct opt_bigint version;
};

struct takedown_form {
    struct str reason;
};

struct review_form {
    struct str note;
};

struct report_about_form {
    struct str room;
    struct opt_uuid subject;
};

struct report_form {
    struct str room, kind, words;
    struct opt_uuid subject;
};

struct resolution_form {
    struct str resolution;
};

struct suspension_form {
    struct str reason, until;
};

struct audit_form {
    struct str actor, subject, action;
    struct opt_uuid before;
    struct opt_bigint limit;
};

extern const struct form moderation_queue_fields, moderation_list_fields, decision_fields, takedown_fields, review_fields,
    report_about_fields, report_fields, resolution_fields, suspension_fields, audit_fields;

enum { MODERATION_LIMIT = 24 };

#endif
