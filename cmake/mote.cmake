# SPDX-License-Identifier: Apache-2.0
# Settings for the whole build, and the functions the folders use.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 99)
set(CMAKE_C_EXTENSIONS OFF)
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O1 -g1")  # asserts stay on
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -DNDEBUG")
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # gcc 12 sees overlaps in std::string and uninitialized reads in std::variant that are not there.
  add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-Wno-restrict>
                      -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds -Wno-stringop-overread)
endif()
if(MOTE_SANITIZE)
  # Wild pointers are AddressSanitizer's to find: checked twice they cost a third of the build. What
  # is undefined stops as an illegal instruction, whose place AddressSanitizer prints if asked to.
  add_compile_options(-fsanitize=address,undefined,float-cast-overflow
                      -fno-sanitize=null,vptr,object-size,pointer-overflow
                      -fsanitize-trap=undefined,float-cast-overflow)
  add_link_options(-fsanitize=address,undefined)
endif()

find_package(fmt REQUIRED)
find_package(nlohmann_json REQUIRED)
if(MOTE_TESTS)
  enable_testing()
  find_package(GTest REQUIRED)
endif()

# mote_library(<folder> LINKS <libraries> [TABLES <suffix> ...] [TEST_LINKS <libraries>])
#
# Library mote_<folder> of all src/<folder>/**.cpp. TABLES names kinds of files that register by
# existing: every src/<folder>/<name>.<suffix>.cpp gets a line MOTE_ITEM(<name>) in <suffix>.inc,
# sorted by name ('-' in a file name becomes '_'). The <file>_test.cpp beside the code become the
# program <folder>_test.
function(mote_library folder)
  cmake_parse_arguments(arg "" "" "LINKS;TABLES;TEST_LINKS" ${ARGN})
  set(dir ${CMAKE_SOURCE_DIR}/src/${folder})
  file(GLOB sources CONFIGURE_DEPENDS ${dir}/*.cpp)
  file(GLOB tests CONFIGURE_DEPENDS ${dir}/*_test.cpp)
  list(REMOVE_ITEM sources ${dir}/main.cpp)
  if(tests)
    list(REMOVE_ITEM sources ${tests})
  endif()
  if(NOT sources)
    add_library(mote_${folder} INTERFACE)
    return()
  endif()
  add_library(mote_${folder} STATIC ${sources})
  target_include_directories(mote_${folder} PUBLIC ${CMAKE_SOURCE_DIR}/src)
  target_include_directories(mote_${folder} PRIVATE ${CMAKE_BINARY_DIR}/tables)
  target_link_libraries(mote_${folder} PUBLIC ${arg_LINKS})
  if(folder STREQUAL "base")
    target_precompile_headers(mote_base PRIVATE ${dir}/precompiled.h)
  else()
    target_precompile_headers(mote_${folder} REUSE_FROM mote_base)
  endif()
  foreach(suffix IN LISTS arg_TABLES)
    mote_table(${suffix} ${sources})
  endforeach()
  if(MOTE_TESTS AND tests)
    mote_test(${folder} ${tests})
    target_link_libraries(${folder}_test PRIVATE mote_${folder} ${arg_TEST_LINKS})
  endif()
endfunction()

# mote_test(<name> <sources>): the test <name>, program <name>_test.
function(mote_test name)
  add_executable(${name}_test ${ARGN})
  target_link_libraries(${name}_test PRIVATE GTest::gtest_main)
  get_property(first GLOBAL PROPERTY mote_precompiled_test)
  if(first)
    target_precompile_headers(${name}_test REUSE_FROM ${first})
  else()
    target_precompile_headers(${name}_test PRIVATE ${CMAKE_SOURCE_DIR}/src/base/precompiled.h
                              <gtest/gtest.h>)
    set_property(GLOBAL PROPERTY mote_precompiled_test ${name}_test)
  endif()
  add_test(NAME ${name} COMMAND ${name}_test)
endfunction()

# Writes tables/<suffix>.inc for those sources that end in .<suffix>.cpp.
function(mote_table suffix)
  list(FILTER ARGN INCLUDE REGEX "\\.${suffix}\\.cpp$")
  list(SORT ARGN)
  set(table "")
  foreach(source IN LISTS ARGN)
    get_filename_component(name ${source} NAME)
    string(REPLACE ".${suffix}.cpp" "" name ${name})
    string(REPLACE "-" "_" name ${name})
    string(APPEND table "MOTE_ITEM(${name})\n")
  endforeach()
  file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/tables/${suffix}.inc CONTENT "${table}" @ONLY)
endfunction()
