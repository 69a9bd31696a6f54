# SPDX-License-Identifier: Apache-2.0
# cmake -DROOT=... -DOUT=... -P embed.cmake: writes a C++ file that holds the text files under ROOT.
file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/*.h ${ROOT}/*.c ${ROOT}/*.S ${ROOT}/*.toml ${ROOT}/*.ld.in)
list(SORT files)
set(text "// Made by cmake/embed.cmake.\n#include \"base/embedded_table.h\"\n\nnamespace mote {\n")
string(APPEND text "const EmbeddedFile embedded_table[] = {\n")
foreach(file IN LISTS files)
  file(READ ${ROOT}/${file} content)
  string(APPEND text "{\"${file}\", R\"mote~(${content})mote~\"},\n")
endforeach()
string(APPEND text "};\nconst size_t embedded_count = sizeof embedded_table / sizeof embedded_table[0];\n}\n")
file(WRITE ${OUT} "${text}")
