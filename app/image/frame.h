/* What a drawing process says to the worker that started it: parts, one after the other as they are done, over a pipe. The worker believes none of it
 * unchecked: the process may have been taken over by the picture. */
#ifndef CURIO_IMAGE_FRAME_H
#define CURIO_IMAGE_FRAME_H

#include "core/buf.h"
#include "image/face.h"

enum {
    IMAGE_MASTER = 2560,       /* longest side of a master in pixels */
    IMAGE_FRAME_MAX = 48 << 20,
    IMAGE_WIDTHS = 5
};
extern const int32_t image_widths[IMAGE_WIDTHS]; /* of variants, ascending */

enum image_format { FORMAT_WEBP, FORMAT_JPEG, FORMAT_AVIF, FORMAT_COUNT };
const char *image_format_suffix(enum image_format); /* "webp", … */
const char *image_format_type(enum image_format);   /* "image/webp", … */

struct drawn_variant {
    int32_t width;
    enum image_format format;
    struct str file;
};

struct drawn {
    int32_t width, height;  /* of the master */
    struct str master;      /* JPEG; empty: none was asked for */
    uint32_t colour;        /* 0xRRGGBB */
    struct str preview;     /* a tiny WebP */
    bool looked;            /* FACES means something */
    struct face_list faces; /* within the master */
    size_t variant_count;
    struct drawn_variant variants[IMAGE_WIDTHS + 1];
    bool whole;             /* nothing is missing */
};

/* The drawing side. False: the worker is gone. */
bool frame_master(int descriptor, int32_t width, int32_t height, struct str jpeg, uint32_t colour, struct str preview);
bool frame_faces(int descriptor, const struct face_list *);
bool frame_variant(int descriptor, int32_t width, enum image_format, struct str file);
bool frame_end(int descriptor);

/* The worker's side: as many parts as came whole. False where a part is not what it may be. OUT points into FRAME. */
bool frame_read(struct str frame, struct drawn *out) __attribute__((warn_unused_result));

#endif
