#include "cli/nginx_languages.h"

#include "core/buf.h"
#include "core/language.h"
#include "core/text.h"

enum { MAPS_MOST = 256 * 1024 };

/* What nginx says where no program does. */
static const struct sentence {
    const char *variable, *says;
} sentences[] = {
    {"curio_says_400", N_("This request can't be read as it was sent.")},
    {"curio_says_413", N_("The body is larger than this address takes.")},
    {"curio_says_429", N_("Too many requests at once from one address.")},
    {"curio_says_503", N_("The service is not available at the moment.")},
    {"curio_title_507", N_("Storage full")},
    {"curio_says_507", N_("Our storage is full at the moment. Nothing was saved; please try again later.")},
};

static void open_map(struct buf *out, const char *from, const char *to)
{
    buf_printf(out, "    map %s $%s {\n", from, to);
}

/* Tags of more parts first: "pt-BR" is not to be taken for "pt". They hold letters, digits and hyphens only. */
static void add_wishes(struct buf *out)
{
    open_map(out, "$http_accept_language", "curio_language_wished");
    buf_printf(out, "        \"\" " STR_FMT ";\n", STR_ARG(language_at(0)->tag));
    for (size_t length = 32; length >= 2; length--)
        for (size_t i = 0; i < language_count(); i++) {
            struct str tag = language_at(i)->tag;
            if (tag.n == length)
                buf_printf(out, "        \"~*^ *" STR_FMT "(?:-[a-z0-9-]*)? *(?:,|$)\" " STR_FMT ";\n", STR_ARG(tag), STR_ARG(tag));
        }
    buf_add(out, STR("        default \"\";\n    }\n"));
}

static void add_choices(struct buf *out)
{
    open_map(out, "$http_cookie", "curio_language_cookie");
    for (size_t i = 0; i < language_count(); i++) {
        struct str tag = language_at(i)->tag;
        buf_printf(out, "        \"~(?:^|; *)__Host-language=" STR_FMT " *(?:;|$)\" " STR_FMT ";\n", STR_ARG(tag), STR_ARG(tag));
    }
    buf_add(out, STR("        default \"\";\n    }\n"));
    open_map(out, "$arg_language", "curio_language_chosen");
    for (size_t i = 0; i < language_count(); i++)
        buf_printf(out, "        " STR_FMT " " STR_FMT ";\n", STR_ARG(language_at(i)->tag), STR_ARG(language_at(i)->tag));
    buf_add(out, STR("        default $curio_language_cookie;\n    }\n"));
    open_map(out, "$curio_language_chosen", "curio_language");
    buf_add(out, STR("        \"\" $curio_language_wished;\n        default $curio_language_chosen;\n    }\n"));
}

/* Stands in quotes of nginx's and, in an answer, in quotes of JSON's: what means something there is left out. */
static void add_plain(struct buf *out, struct str text)
{
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= ' ' && text.p[i] != '"' && text.p[i] != '\\' && text.p[i] != '$')
            buf_add_char(out, text.p[i]);
}

static void add_sentence(struct buf *out, const struct sentence *sentence)
{
    open_map(out, "$curio_language", sentence->variable);
    for (size_t i = 0; i < language_count(); i++) {
        language_speak(i);
        buf_printf(out, "        " STR_FMT " \"", STR_ARG(language_at(i)->tag));
        add_plain(out, str_of(_(sentence->says)));
        buf_add(out, STR("\";\n"));
    }
    language_speak(0);
    buf_add(out, STR("        default \""));
    add_plain(out, str_of(_(sentence->says)));
    buf_add(out, STR("\";\n    }\n"));
}

struct str nginx_languages(struct arena *arena)
{
    struct buf *out = ARENA_NEW(arena, struct buf);
    size_t before = language_spoken();
    buf_init_in(arena, out, MAPS_MOST);
    add_wishes(out);
    add_choices(out);
    for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
        add_sentence(out, &sentences[i]);
    language_speak(before);
    return buf_str(out);
}
