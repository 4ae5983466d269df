# Strict and hardened for every target; the sanitizer and fuzz builds swap the hardening for their own.
set(CURIO_WARNINGS
    -Wall -Wextra -Werror -Wconversion -Wsign-conversion -Wshadow -Wvla -Wformat=2
    -Wnull-dereference -Wswitch-enum -Wcast-qual -Wpointer-arith -Wundef -Wwrite-strings -Wimplicit-fallthrough)
set(CURIO_C_WARNINGS -Wstrict-prototypes -Wmissing-prototypes) # which C++ does not know
set(CURIO_CXX_WARNINGS -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual)
set(CURIO_GCC_WARNINGS
    -Wformat-signedness -Warith-conversion -Wlogical-op -Wduplicated-cond -Wduplicated-branches -Wcast-align=strict
    -Wimplicit-fallthrough=5 -Wuse-after-free=3 -Warray-bounds=2 -Wstringop-overflow=4 -Wbidi-chars=any -Wstack-usage=65536)
set(CURIO_HARDENING
    -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection
    -ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr -fno-delete-null-pointer-checks -fno-strict-overflow
    -fno-strict-aliasing -fPIE)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
    list(APPEND CURIO_HARDENING -fcf-protection=full)
elseif(CMAKE_SYSTEM_PROCESSOR STREQUAL "aarch64")
    list(APPEND CURIO_HARDENING -mbranch-protection=standard)
endif()
set(CURIO_LINK_HARDENING -pie -Wl,-z,relro,-z,now,-z,noexecstack,--as-needed)

function(curio_compile target)
    target_compile_definitions(${target} PRIVATE _GNU_SOURCE CURIO_VERSION="${PROJECT_VERSION}")
    # -UNDEBUG: assertions stay in every build; some hold what must never happen, such as a secret in a log line.
    target_compile_options(${target} PRIVATE ${CURIO_WARNINGS} -UNDEBUG "$<$<COMPILE_LANGUAGE:C>:${CURIO_C_WARNINGS}>"
        "$<$<COMPILE_LANGUAGE:C>:SHELL:-include ${PROJECT_SOURCE_DIR}/app/core/banned.h>"
        "$<$<COMPILE_LANGUAGE:CXX>:${CURIO_CXX_WARNINGS}>")
    if(CMAKE_C_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} PRIVATE ${CURIO_GCC_WARNINGS})
    endif()
    if(CURIO_FUZZ)
        # Not the shims of the face detectors: their libraries' templates would compile for minutes.
        target_compile_options(${target} PRIVATE -g -O1
            "$<$<COMPILE_LANGUAGE:C>:SHELL:-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all>")
        target_link_options(${target} PRIVATE -fsanitize=address,undefined)
    elseif(CURIO_SANITIZE)
        target_compile_options(${target} PRIVATE -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -g -O1)
        target_link_options(${target} PRIVATE -fsanitize=address,undefined)
    else()
        target_compile_options(${target} PRIVATE -O2 -g ${CURIO_HARDENING})
        target_link_options(${target} PRIVATE ${CURIO_LINK_HARDENING})
    endif()
endfunction()
