# SPDX-License-Identifier: Apache-2.0
# cmake -DROOTS=... -DKINDS=... -DTABLE=... -DOUT=... -P embed.cmake: writes a C++ file that holds the
# text files under ROOTS whose names end in one of KINDS, as TABLE_table and TABLE_count.
set(text "// Made by cmake/embed.cmake.\n#include \"base/embedded_table.h\"\n\n")
string(APPEND text "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\nnamespace mote {\n")
string(APPEND text "extern const EmbeddedFile ${TABLE}_table[];\nextern const size_t ${TABLE}_count;\n")
string(APPEND text "const EmbeddedFile ${TABLE}_table[] = {\n")
foreach(root IN LISTS ROOTS)
  list(TRANSFORM KINDS PREPEND "${root}/*" OUTPUT_VARIABLE patterns)
  file(GLOB_RECURSE files RELATIVE ${root} ${patterns})
  list(SORT files)
  foreach(file IN LISTS files)
    file(READ ${root}/${file} content)
    string(APPEND text "{\"${file}\", R\"mote~(${content})mote~\"},\n")
  endforeach()
endforeach()
string(APPEND text "};\nconst size_t ${TABLE}_count = sizeof ${TABLE}_table / sizeof ${TABLE}_table[0];\n}\n")
file(WRITE ${OUT} "${text}")
