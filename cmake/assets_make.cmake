# Run by the build: SOURCE (static/), WORK (fonts), ICONS (SVG files) → OUT (served folder) and TABLE (C source).
cmake_minimum_required(VERSION 3.25)
set(table "")
set(shell "")

function(run)
    execute_process(COMMAND ${ARGN} RESULT_VARIABLE failed ERROR_VARIABLE said)
    if(failed)
        message(FATAL_ERROR "${said}")
    endif()
endfunction()

# Puts FILE into OUT as NAME with its hash, and into the table. URL is set to its address.
macro(publish file name url)
    file(SHA256 ${file} digest)
    string(SUBSTRING ${digest} 0 10 digest)
    string(REGEX REPLACE "^(.*)(\\.[a-z0-9]+)$" "\\1.${digest}\\2" hashed ${name})
    configure_file(${file} ${OUT}/${hashed} COPYONLY)
    if(${name} MATCHES "\\.(css|js|svg)$")
        run(${GZIP} -9 -n -k -f ${OUT}/${hashed})
    endif()
    string(APPEND table "    {\"${name}\", \"/static/${hashed}\"},\n")
    set(${url} /static/${hashed})
endmacro()

file(GLOB old ${OUT}/*.*)
if(old)
    file(REMOVE ${old})
endif()

foreach(face display text text-bold figures)
    publish(${WORK}/${face}.woff2 ${face}.woff2 FONT_${face})
endforeach()
configure_file(${SOURCE}/site/css/fonts.css.in ${WORK}/fonts.css @ONLY)
file(WRITE ${WORK}/entry.css "@import \"${WORK}/fonts.css\";\n@import \"${SOURCE}/site/css/app.css\";\n")
run(${ESBUILD} ${WORK}/entry.css --bundle --minify --external:/static/* --log-level=error --outfile=${WORK}/app.css)
run(${ESBUILD} ${SOURCE}/site/js/app.js --bundle --minify --format=esm --target=es2020 --log-level=error --outfile=${WORK}/app.js)
publish(${WORK}/app.css app.css CSS)
publish(${WORK}/app.js app.js JS)

# The 3D preview, which only a build's page loads.
foreach(name preview preview-worker)
    run(${ESBUILD} ${SOURCE}/schematic/preview/${name}.js --bundle --minify --format=esm --target=es2022 --log-level=error --outfile=${WORK}/${name}.js)
    publish(${WORK}/${name}.js ${name}.js PREVIEW)
endforeach()
run(${ESBUILD} ${SOURCE}/schematic/preview.css --bundle --minify --log-level=error --outfile=${WORK}/preview.css)
publish(${WORK}/preview.css preview.css PREVIEW)

# Pictures of a build, opened over the page.
run(${ESBUILD} ${SOURCE}/schematic/gallery.js --bundle --minify --format=esm --target=es2020 --log-level=error --outfile=${WORK}/gallery.js)
publish(${WORK}/gallery.js gallery.js GALLERY)

# Photos of markets: sent, looked at for faces, hidden.
run(${ESBUILD} ${SOURCE}/market/photos.js --bundle --minify --format=esm --target=es2020 --log-level=error --outfile=${WORK}/photos.js)
publish(${WORK}/photos.js photos.js PHOTOS)

# Files on their way to the site.
run(${ESBUILD} ${SOURCE}/schematic/upload.js --bundle --minify --format=esm --target=es2022 --log-level=error --outfile=${WORK}/upload.js)
publish(${WORK}/upload.js upload.js UPLOAD)

# The map, with Leaflet from Debian's libjs-leaflet.
run(${ESBUILD} ${SOURCE}/market/map.js --bundle --minify --format=esm --target=es2020 --log-level=error --alias:leaflet=${LEAFLET}/leaflet.esm.js --outfile=${WORK}/map.js)
file(WRITE ${WORK}/map-entry.css "@import \"${LEAFLET}/leaflet.css\";\n@import \"${SOURCE}/market/map.css\";\n")
run(${ESBUILD} ${WORK}/map-entry.css --bundle --minify --loader:.png=empty --log-level=error --outfile=${WORK}/map.css)
publish(${WORK}/map.js map.js MAP)
run(${ESBUILD} ${SOURCE}/market/pick.js --bundle --minify --format=esm --target=es2020 --log-level=error --alias:leaflet=${LEAFLET}/leaflet.esm.js --outfile=${WORK}/pick.js)
publish(${WORK}/pick.js pick.js PICK)
publish(${WORK}/map.css map.css MAP)

file(GLOB images ${SOURCE}/site/icons/icon* ${SOURCE}/site/icons/maskable*)
foreach(image ${images})
    get_filename_component(name ${image} NAME)
    publish(${image} ${name} IMAGE)
endforeach()

# The service worker's shell: what every page needs. Its version is the shell's own names, so that a new build replaces it.
set(shell "[\"${CSS}\",\"${JS}\",\"${FONT_display}\",\"${FONT_text}\",\"${FONT_text-bold}\",\"${FONT_figures}\"]")
string(SHA256 version "${shell}")
string(SUBSTRING ${version} 0 10 version)
run(${ESBUILD} ${SOURCE}/site/js/worker.js --bundle --minify --target=es2020 --log-level=error "--define:SHELL=${shell}"
    "--define:VERSION=\"${version}\"" --outfile=${WORK}/worker.js)
# What nginx gives by itself, under a name that stays; `curio pages` adds pages.
configure_file(${SOURCE}/site/icons/icon-32.png ${OUT}/site/favicon.png COPYONLY)

# Icons by the names that templates use. The site's own drawings are beside its pages; the rest are Bootstrap's.
set(icons
    alert=exclamation-circle arrow-right=arrow-right bell=bell builds=boxes check=check2 clock=hourglass-split close=x-lg code=code-slash
    camera=camera device=laptop download=download edit=pencil fullscreen=fullscreen reset=arrow-counterclockwise leave=box-arrow-right link=link-45deg lock=lock mail=envelope offline=wifi-off
    person=person retry=arrow-clockwise ruler=bounding-box search=search settings=gear shield=shield-check shield-check=shield-check tag=tag
    trash=trash3 upload=upload feed=newspaper heart=heart heart-full=heart-fill plus=plus-lg comment=chat filter=sliders minus=dash-lg bookmark=bookmark flag=flag
    market=shop calendar=calendar3 calendar-week=calendar-week map=map place=geo-alt here=compass star=star-fill star-empty=star ticket=ticket-perforated
    accessible=universal-access toilets=badge-wc card=credit-card roof=house sun=sun stall=shop-window phone=telephone web=globe2 list=list-ul way=signpost-2
    arrow-left=arrow-left clock-open=clock info=info-circle)
set(drawings mark cabinet stalls paw)
set(svgs "")
function(add_icon name file)
    file(READ ${file} svg)
    string(REGEX REPLACE "<!--[^>]*-->" "" svg "${svg}")
    string(REGEX REPLACE "[ \n\t]+" " " svg "${svg}")
    string(REGEX REPLACE "> <" "><" svg "${svg}")
    string(REGEX MATCH "^ ?<svg[^>]*>" opening "${svg}")
    string(REGEX REPLACE " (xmlns|class|width|height)=\"[^\"]*\"" "" bare "${opening}")
    string(REPLACE "<svg" "<svg class=\"icon\" aria-hidden=\"true\"" bare "${bare}")
    string(REPLACE "${opening}" "${bare}" svg "${svg}")
    string(STRIP "${svg}" svg)
    string(REPLACE "\\" "\\\\" svg "${svg}")
    string(REPLACE "\"" "\\\"" svg "${svg}")
    set(svgs "${svgs}    {\"${name}\", \"${svg}\"},\n" PARENT_SCOPE)
endfunction()
foreach(pair ${icons})
    string(REPLACE "=" ";" pair ${pair})
    list(GET pair 0 name)
    list(GET pair 1 file)
    add_icon(${name} ${ICONS}/${file}.svg)
endforeach()
foreach(name ${drawings})
    add_icon(${name} ${SOURCE}/site/icons/${name}.svg)
endforeach()

file(READ ${WORK}/worker.js worker)
string(REPLACE "\\" "\\\\" worker "${worker}")
string(REPLACE "\"" "\\\"" worker "${worker}")
string(REPLACE "\n" "\\n" worker "${worker}")

file(WRITE ${TABLE}.new "/* Made by cmake/assets_make.cmake. */
#include \"web/assets.h\"

const struct asset_name asset_names[] = {\n${table}};
const size_t asset_name_count = sizeof asset_names / sizeof *asset_names;

const struct asset_icon asset_icons[] = {\n${svgs}};
const size_t asset_icon_count = sizeof asset_icons / sizeof *asset_icons;

const char asset_worker[] = \"${worker}\";
")
file(RENAME ${TABLE}.new ${TABLE})
