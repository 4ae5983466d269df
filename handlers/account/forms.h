/* What people send about their accounts. */
#ifndef CURIO_HANDLERS_ACCOUNT_FORMS_H
#define CURIO_HANDLERS_ACCOUNT_FORMS_H

#include "web/form.h"

struct register_form {
    struct str email, name, password;
};

struct login_form {
    struct str email, password;
    struct str then; /* where to go afterwards; to be checked by then_place */
    bool bring_back;
};

struct login_page_form {
    struct str then;
};

struct refresh_form {
    struct str refresh_token;
};

struct password_form {
    struct str current_password, password;
};

struct close_form {
    struct str password;
};

struct forgotten_form {
    struct str email;
};

struct reset_form {
    struct str token, password;
};

struct profile_form {
    struct str name, about, profile, language;
    bool has_name, has_about, has_profile, has_language;
};

struct person_form {
    struct str slug;
    struct opt_uuid before;
};

struct notice_form {
    struct opt_uuid before;
    struct opt_bigint limit;
};

/* Each: both, page, mail or none. */
struct notice_preferences_form {
    struct str digest, comments, answers, likes, followers, builds, markets;
    bool has_digest, has_comments, has_answers, has_likes, has_followers, has_builds, has_markets;
};

extern const struct form register_fields, login_fields, login_page_fields, refresh_fields, password_fields, close_fields, forgotten_fields,
    reset_fields, profile_fields, person_fields, notice_fields,
    notice_preferences_fields;

#endif
