// SPDX-License-Identifier: Apache-2.0
#include <qrencode.h>

#include <memory>

#include "base/error.h"
#include "serve/sample_server.h"

namespace mote {

std::string qr_code(const std::string& text) {
  constexpr int quiet = 2;  // modules around the code
  const std::unique_ptr<QRcode, void (*)(QRcode*)> code(
      QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_L), QRcode_free);
  if (!code) throw Error(ErrorCode::bad_option, text, "does not fit a QR code");
  const auto is_dark = [&](int row, int column) {
    const bool is_inside = row >= 0 && row < code->width && column >= 0 && column < code->width;
    return is_inside && (code->data[row * code->width + column] & 1) != 0;
  };
  // Two rows a line: light modules are drawn, so that it reads on dark terminals.
  std::string lines;
  for (int row = -quiet; row < code->width + quiet; row += 2) {
    for (int column = -quiet; column < code->width + quiet; column++) {
      const bool upper = !is_dark(row, column);
      const bool lower = row + 1 < code->width + quiet && !is_dark(row + 1, column);
      lines += upper && lower ? "\u2588" : upper ? "\u2580" : lower ? "\u2584" : " ";
    }
    lines += '\n';
  }
  return lines;
}

}  // namespace mote
