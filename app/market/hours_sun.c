#include <math.h>

#include "market/hours_rule.h"

static double radians(double degrees)
{
    return degrees * (3.14159265358979323846 / 180);
}

/* The sunrise equation (Meeus, Astronomical Algorithms, chapters 15 and 25, in its short form): right to some two minutes below the
 * polar circles. */
int hours_sun(const struct hours_place *place, struct wall day, enum hours_event event)
{
    bool evening = event == HOURS_SUNSET || event == HOURS_DUSK;
    double height = event == HOURS_DAWN || event == HOURS_DUSK ? -6 : -0.833;
    double n = (double)wall_day(day) - 10957.0; /* days since 2000-01-01 */
    double noon = n + 0.5 - place->longitude / 360;
    double anomaly = fmod(357.5291 + 0.98560028 * (noon - 0.5), 360), m = radians(anomaly);
    double centre = 1.9148 * sin(m) + 0.02 * sin(2 * m) + 0.0003 * sin(3 * m);
    double ecliptic = radians(fmod(anomaly + centre + 180 + 102.9372, 360));
    double transit = noon + 0.0053 * sin(m) - 0.0069 * sin(2 * ecliptic);
    double declination = asin(sin(ecliptic) * sin(radians(23.4397))), latitude = radians(place->latitude);
    double angle = (sin(radians(height)) - sin(latitude) * sin(declination)) / (cos(latitude) * cos(declination));
    if (!(angle >= -1 && angle <= 1))
        return -1;
    double turn = acos(angle) / (2 * 3.14159265358979323846), utc_days = transit + (evening ? turn : -turn);
    double second = (utc_days + 10957.0) * WALL_DAY;
    int64_t unix_second = (int64_t)llround(second);
    int64_t local = unix_second + (place->offset ? place->offset(place->with, unix_second) : 0) - day.s;
    return local < 0 || local >= 2 * WALL_DAY ? -1 : (int)(local / 60);
}
