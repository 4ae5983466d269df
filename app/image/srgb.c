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
