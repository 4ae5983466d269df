#include "cli/image_config.h"

#include "image/receipt.h"

enum { TEXT_MOST = 1 << 20 };

static const char *const known[] = {"language",   "languages", "locale_dir",       "log_level",           "image_dir",          "image_workers",       "image_requests",
                                    "image_faces", "image_face_solid", "image_face_cascades", "image_face_model", "picture_max"};

static bool is_known(struct str line)
{
    struct str key, rest;
    str_cut(line, ' ', &key, &rest);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (str_eq(key, str_of(known[i])))
            return true;
    return false;
}

enum exit_code image_config(struct cli *cli)
{
    const struct str key = image_key(cli->arena, cli->config.token_secret);
    struct buf all, out;
    buf_init(&all, TEXT_MOST);
    buf_init(&out, TEXT_MOST);
    config_print(&cli->config, &all);
    struct str line, rest = buf_str(&all);
    while (rest.n > 0) {
        str_cut(rest, '\n', &line, &rest);
        if (is_known(line))
            buf_printf(&out, STR_FMT "\n", STR_ARG(line));
    }
    buf_printf(&out, "token_secret = " STR_FMT "\n", STR_ARG(key));
    print_buf(&out);
    buf_free(&all);
    buf_free(&out);
    return EXIT_DONE;
}
