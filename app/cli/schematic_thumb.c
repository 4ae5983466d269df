#include "cli/schematic_thumb.h"

#include "cli/build_output.h"
#include "core/text.h"
#include "schematic/thumb.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PICTURE_MOST = 128 << 20 };

struct order {
    struct build_output output; /* first: build_output.h */
    const char *path;           /* "-o": of the one picture */
    enum thumb_view view;
    bool png;
    int size;
};

static bool draw(struct build_file *file, struct model *model, const struct order *order, struct buf *picture)
{
    uint8_t *pixels = thumb_draw(model, order->view, order->size);
    if (!pixels)
        return build_fail(file, "too-many-blocks", _("The regions lie too far apart for one picture."));
    bool done = order->png ? thumb_png(pixels, order->size, picture) : thumb_webp(pixels, order->size, picture);
    free(pixels);
    return done || build_fail(file, "unwritable", _("The picture could not be encoded."));
}

static bool write_picture(struct build_file *file, FILE *out, void *with)
{
    const struct buf *picture = with;
    return fwrite(picture->p, 1, picture->n, out) == picture->n || build_fail(file, "unwritable", strerror(errno));
}

static bool picture_file(struct build_file *file, void *with)
{
    const struct order *order = with;
    struct model *model = NULL;
    struct build_line line;
    struct buf picture;
    struct str path = order->path ? str_of(order->path) : build_output_path(file, &order->output, order->png ? ".png" : ".webp");
    buf_init(&picture, PICTURE_MOST);
    bool done = build_load(file, &model) && draw(file, model, order, &picture) && build_output_write(file, &order->output, path, write_picture, &picture);
    model_free(model);
    buf_free(&picture);
    build_line_begin(&line, file, done);
    if (done) {
        build_line_text(&line, "out", path);
        build_line_number(&line, "width", order->size);
        build_line_number(&line, "height", order->size);
    }
    build_line_end(&line); /* a name that is not UTF-8 is shown as far as it is */
    return done;
}

static bool take_path(void *order, const char *value)
{
    ((struct order *)order)->path = value;
    return *value != '\0';
}

static bool take_view(void *order, const char *value)
{
    bool top = strcmp(value, "top") == 0;
    ((struct order *)order)->view = top ? THUMB_TOP : THUMB_DIMETRIC;
    return top || strcmp(value, "dimetric") == 0;
}

static bool take_format(void *order, const char *value)
{
    bool png = strcmp(value, "png") == 0;
    ((struct order *)order)->png = png;
    return png || strcmp(value, "webp") == 0;
}

static bool take_size(void *order, const char *value)
{
    int64_t size;
    if (!str_to_int64(str_of(value), &size) || size < 1 || size > THUMB_SIZE_MAX)
        return false;
    ((struct order *)order)->size = (int)size;
    return true;
}

enum exit_code schematic_thumb_files(struct cli *cli)
{
    static const struct build_option options[] = {
        {"--view", take_view, false},         {"--size", take_size, false}, {"--format", take_format, false}, {"-o", take_path, false},
        {"--out", build_take_folder, false}, {"--force", build_take_force, true},
    };
    struct order order = {.view = THUMB_DIMETRIC, .size = THUMB_SIZE};
    struct build_files files;
    struct schematic_budget budget;
    bool clear = build_options(cli, options, sizeof options / sizeof *options, &order, &files);
    if (!clear || (order.path && (order.output.folder || files.count > 1))) {
        complain(_("usage: curio schematic thumb FILE… [--view dimetric|top] [--size PIXELS] [--format webp|png] [--out FOLDER | -o PICTURE] [--force]"));
        return EXIT_USAGE;
    }
    return build_budget(cli, &budget) ? build_each(&files, &budget, picture_file, &order) : EXIT_USAGE;
}
