#include "image/srgb.h"

#include <lcms2.h>

struct str image_srgb(void)
{
    static char bytes[8192];
    cmsUInt32Number n = sizeof bytes;
    cmsHPROFILE profile = cmsCreate_sRGBProfile();
    bool made = profile && cmsSaveProfileToMem(profile, bytes, &n);
    if (profile)
        cmsCloseProfile(profile);
    return made ? (struct str){bytes, n} : STR_NULL;
}
