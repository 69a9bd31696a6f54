// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: any bytes as ONNX file.
#include "bring.h"
#include "import/onnx.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string content(reinterpret_cast<const char*>(data), size);
  mote::bring([&] { return mote::parse_onnx(content, "fuzz"); });
  return 0;
}
