# sqlgen and tmplc read everything at once (a shape of one room may name a contract of another) and write one pair of files a room.
file(GLOB CURIO_SQL CONFIGURE_DEPENDS sql/queries/*/*.sql)
file(GLOB CURIO_TEMPLATES CONFIGURE_DEPENDS templates/*/*.html)

# As they are called on the command line and hence in messages, debug information and catalogues: without the folder of this copy.
list(TRANSFORM CURIO_SQL REPLACE "^${PROJECT_SOURCE_DIR}/" "" OUTPUT_VARIABLE sql_names)
list(TRANSFORM CURIO_TEMPLATES REPLACE "^${PROJECT_SOURCE_DIR}/" "" OUTPUT_VARIABLE template_names)

# The folders that FILES stand in, each once.
function(curio_rooms out)
    set(rooms)
    foreach(path ${ARGN})
        get_filename_component(folder ${path} DIRECTORY)
        get_filename_component(room ${folder} NAME)
        list(APPEND rooms ${room})
    endforeach()
    list(REMOVE_DUPLICATES rooms)
    set(${out} ${rooms} PARENT_SCOPE)
endfunction()

# What is made for the rooms: sources in OUT_SOURCES, headers in OUT_HEADERS.
macro(curio_made folder out_sources out_headers)
    foreach(room ${ARGN})
        list(APPEND ${out_sources} ${CMAKE_BINARY_DIR}/generated/${folder}/${room}.c)
        list(APPEND ${out_headers} ${CMAKE_BINARY_DIR}/generated/${folder}/${room}.h)
    endforeach()
    file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/generated/${folder})
endmacro()

curio_rooms(query_rooms ${CURIO_SQL})
curio_rooms(template_rooms ${CURIO_TEMPLATES})
curio_made(queries CURIO_QUERY_SOURCES CURIO_QUERY_HEADERS all ${query_rooms})
curio_made(templates CURIO_TEMPLATE_SOURCES CURIO_TEMPLATE_HEADERS ${template_rooms})

add_custom_command(
    OUTPUT ${CURIO_QUERY_SOURCES} ${CURIO_QUERY_HEADERS}
    COMMAND sqlgen ${CMAKE_BINARY_DIR}/generated/queries ${sql_names}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} DEPENDS sqlgen ${CURIO_SQL} VERBATIM)
add_custom_command(
    OUTPUT ${CURIO_TEMPLATE_SOURCES} ${CURIO_TEMPLATE_HEADERS}
    COMMAND tmplc ${CMAKE_BINARY_DIR}/generated/templates ${sql_names} ${template_names}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR} DEPENDS tmplc ${CURIO_SQL} ${CURIO_TEMPLATES} VERBATIM)
add_custom_target(curio_queries DEPENDS ${CURIO_QUERY_SOURCES})
add_custom_target(curio_templates DEPENDS ${CURIO_TEMPLATE_SOURCES})
