#include "image/magick.h"

#include <assert.h>
#include <stdlib.h>

#if __has_include(<MagickWand/MagickWand.h>)
#include <MagickWand/MagickWand.h>
#else
#include <wand/MagickWand.h>
#endif

#include "image/srgb.h"

#define MIB (1024LL * 1024)
enum { SAMPLE = 16, PING_AXIS_MAX = 65536 };
static const long long PIXELS_MAX = 40 * 1000 * 1000;

static const char *const formats[] = {[KIND_JPEG] = "JPEG", [KIND_PNG] = "PNG", [KIND_WEBP] = "WEBP", [KIND_GIF] = "GIF"};
static_assert(sizeof formats / sizeof *formats == KIND_COUNT, "a name for each kind");

static struct str srgb;

/* Pixels live in memory or nowhere: no maps, no files. Time is for whoever starts the process to limit: ImageMagick's own limit counts
 * from the first picture on, so that a process which outlives it refuses every further one. */
static bool set_limits(void)
{
    const struct {
        ResourceType type;
        MagickSizeType limit;
    } limits[] = {{MemoryResource, 768 * MIB},       {MapResource, 0},
                  {DiskResource, 0},                 {AreaResource, (MagickSizeType)PIXELS_MAX},
                  {WidthResource, PING_AXIS_MAX},    {HeightResource, PING_AXIS_MAX},
                  {ThreadResource, 1},               {FileResource, 4}};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        if (!MagickSetResourceLimit(limits[i].type, limits[i].limit))
            return false;
    return true;
}

static enum image_result result_of(ExceptionType severity)
{
    if (severity == ResourceLimitError || severity == ResourceLimitFatalError || severity == ResourceLimitWarning ||
        severity == CacheError || severity == CacheFatalError)
        return IMAGE_OUT_OF_LIMITS;
    if (severity == PolicyError || severity == MissingDelegateError || severity == MissingDelegateWarning)
        return IMAGE_UNSUPPORTED_FORMAT;
    return IMAGE_BROKEN;
}

static enum image_result failed(MagickWand *wand)
{
    return result_of(MagickGetExceptionType(wand));
}

/* The first picture of the file only, in the format that its bytes began with. */
static bool name(MagickWand *wand, enum image_kind kind)
{
    const char *const names[] = {[KIND_JPEG] = "JPEG:[0]", [KIND_PNG] = "PNG:[0]", [KIND_WEBP] = "WEBP:[0]", [KIND_GIF] = "GIF:[0]"};
    return MagickSetFormat(wand, formats[kind]) && MagickSetFilename(wand, names[kind]);
}

/* Its sides, before memory is taken for its pixels. */
static enum image_result look(struct str bytes, enum image_kind kind)
{
    MagickWand *wand = NewMagickWand();
    enum image_result result = IMAGE_OK;
    if (!name(wand, kind) || !MagickPingImageBlob(wand, bytes.p, bytes.n)) {
        result = failed(wand);
    } else {
        const size_t width = MagickGetImageWidth(wand), height = MagickGetImageHeight(wand);
        if (width > IMAGE_AXIS_MAX || height > IMAGE_AXIS_MAX)
            result = IMAGE_TOO_LARGE;
        else if (kind != KIND_JPEG && (long long)width * (long long)height > PIXELS_MAX)
            result = IMAGE_OUT_OF_LIMITS;
    }
    DestroyMagickWand(wand);
    return result;
}

/* What the decoder calls corrupt is refused even where it would show a part. */
static enum image_result read(MagickWand *wand, struct str bytes, enum image_kind kind)
{
    if (!name(wand, kind) || !MagickReadImageBlob(wand, bytes.p, bytes.n))
        return failed(wand);
    const ExceptionType severity = MagickGetExceptionType(wand);
    if (severity >= ErrorException || severity == CorruptImageWarning)
        return failed(wand);
    return MagickGetNumberImages(wand) == 0 ? IMAGE_BROKEN : IMAGE_OK;
}

/* Upright and in sRGB, then without profiles, text and whatever else came with it. */
static bool clean(MagickWand *wand)
{
    MagickSetFirstIterator(wand);
    size_t n = 0;
    unsigned char *profile = MagickGetImageProfile(wand, "icc", &n);
    if (!MagickAutoOrientImage(wand))
        return false;
    if (profile && n > 0) /* a profile that is none changes nothing, and goes below */
        (void)MagickProfileImage(wand, "icc", srgb.p, srgb.n);
    MagickRelinquishMemory(profile);
    return MagickTransformImageColorspace(wand, sRGBColorspace) && MagickStripImage(wand) && MagickResetImagePage(wand, "0x0+0+0");
}

/* What is transparent shows paper. */
static bool on_white(MagickWand *wand)
{
    PixelWand *white = NewPixelWand();
    const bool done = PixelSetColor(white, "#ffffff") && MagickSetImageBackgroundColor(wand, white) && MagickSetImageAlphaChannel(wand, RemoveAlphaChannel);
    DestroyPixelWand(white);
    return done;
}

static enum image_result export(MagickWand *wand, struct image_pixels *out)
{
    const size_t width = MagickGetImageWidth(wand), height = MagickGetImageHeight(wand);
    if (!clean(wand) || !on_white(wand))
        return failed(wand);
    out->rgb = reallocarray(NULL, width * height, 3);
    if (!out->rgb)
        return IMAGE_OUT_OF_LIMITS;
    out->width = (int32_t)MagickGetImageWidth(wand); /* which lies across now, perhaps */
    out->height = (int32_t)MagickGetImageHeight(wand);
    if (MagickExportImagePixels(wand, 0, 0, (size_t)out->width, (size_t)out->height, "RGB", CharPixel, out->rgb))
        return IMAGE_OK;
    free(out->rgb);
    out->rgb = NULL;
    return failed(wand);
}

enum image_result magick_pixels(struct str bytes, enum image_kind kind, struct image_pixels *out)
{
    enum image_result result = look(bytes, kind);
    if (result != IMAGE_OK)
        return result;
    MagickWand *wand = NewMagickWand();
    result = read(wand, bytes, kind);
    if (result == IMAGE_OK)
        result = export(wand, out);
    DestroyMagickWand(wand);
    return result;
}

/* Every step once with a small picture in KIND, as the real one will take them. */
static bool rehearse(enum image_kind kind)
{
    static const unsigned char grey[SAMPLE * SAMPLE * 3] = {0};
    size_t n = 0;
    MagickWand *wand = NewMagickWand();
    unsigned char *sample = NULL;
    bool there = MagickConstituteImage(wand, SAMPLE, SAMPLE, "RGB", CharPixel, grey) && MagickSetImageFormat(wand, formats[kind]) &&
                 MagickProfileImage(wand, "icc", srgb.p, srgb.n);
    if (there)
        sample = MagickGetImageBlob(wand, &n);
    struct image_pixels pixels = {0};
    there = sample && magick_pixels((struct str){(const char *)sample, n}, kind, &pixels) == IMAGE_OK;
    free(pixels.rgb);
    MagickRelinquishMemory(sample);
    DestroyMagickWand(wand);
    return there;
}

/* What is wrong with a picture is looked up in a file of messages when it is said for the first time. */
static void rehearse_refusals(void)
{
    static const struct str wrong[] = {[KIND_JPEG] = {"\xff\xd8\xff\xe0", 4},
                                       [KIND_PNG] = {"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16},
                                       [KIND_WEBP] = {"RIFF\4\0\0\0WEBP", 12},
                                       [KIND_GIF] = {"GIF89a\1\0", 8}};
    struct image_pixels none;
    for (size_t kind = 0; kind < KIND_COUNT; kind++)
        if (magick_pixels(wrong[kind], (enum image_kind)kind, &none) == IMAGE_OK)
            abort(); /* a decoder that takes nothing for something */
}

bool magick_prepare(const char *policy)
{
    if (setenv("MAGICK_CONFIGURE_PATH", policy, 1) != 0 || setenv("OMP_NUM_THREADS", "1", 1) != 0)
        return false;
    MagickWandGenesis();
    srgb = image_srgb();
    if (!srgb.p || !set_limits())
        return false;
    rehearse_refusals();
    return rehearse(KIND_JPEG) && rehearse(KIND_PNG) && rehearse(KIND_WEBP) && rehearse(KIND_GIF);
}
