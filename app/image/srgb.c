#include "image/srgb.h"

#include <lcms2.h>

struct str image_srgb(void)
{
    static char bytes[8192];
    cmsUInt32Number n = 0; /* told by the first call: the second takes it for the room there is, and leaves it */
    cmsHPROFILE profile = cmsCreate_sRGBProfile();
    bool made = profile && cmsSaveProfileToMem(profile, NULL, &n) && n <= sizeof bytes && cmsSaveProfileToMem(profile, bytes, &n);
    if (profile)
        cmsCloseProfile(profile);
    return made ? (struct str){bytes, n} : STR_NULL;
}

static bool says_srgb(struct str profile)
{
    return profile.n < 4096 && (str_find(profile, STR("sRGB IEC61966")) >= 0 || str_find(profile, STR("s\0R\0G\0B\0 \0I\0E\0C")) >= 0);
}

static void transform(cmsHPROFILE from, struct image_pixels *pixels)
{
    cmsHPROFILE to = cmsCreate_sRGBProfile();
    cmsHTRANSFORM change = to ? cmsCreateTransform(from, TYPE_RGB_8, to, TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC, 0) : NULL;
    for (int32_t y = 0; change && y < pixels->height; y++) {
        uint8_t *row = pixels->rgb + (size_t)y * (size_t)pixels->width * 3;
        cmsDoTransform(change, row, row, (cmsUInt32Number)pixels->width);
    }
    if (change)
        cmsDeleteTransform(change);
    if (to)
        cmsCloseProfile(to);
}

void image_to_srgb(struct str profile, struct image_pixels *pixels)
{
    if (!profile.p || says_srgb(profile))
        return;
    cmsHPROFILE from = cmsOpenProfileFromMem(profile.p, (cmsUInt32Number)profile.n);
    if (from && cmsGetColorSpace(from) == cmsSigRgbData)
        transform(from, pixels);
    if (from)
        cmsCloseProfile(from);
}
