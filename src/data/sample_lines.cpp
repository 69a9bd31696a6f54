// SPDX-License-Identifier: Apache-2.0
#include "data/sample_lines.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "base/interrupt.h"

namespace mote {
namespace {

constexpr size_t kLongestLine = 65536;

struct Baud {
  int64_t rate;
  speed_t speed;
};
constexpr Baud kBauds[] = {{9600, B9600},     {19200, B19200},   {38400, B38400},
                           {57600, B57600},   {115200, B115200}, {230400, B230400},
                           {460800, B460800}, {921600, B921600}, {1000000, B1000000}};

speed_t speed_of(const std::string& text, const std::string& source) {
  std::string known;
  for (const Baud& baud : kBauds) {
    if (std::to_string(baud.rate) == text) return baud.speed;
    known += fmt::format(" {}", baud.rate);
  }
  throw Error(ErrorCode::bad_option, source, fmt::format("'{}' is no speed of a port", text),
              "one of" + known);
}

int open_port(const std::string& source) {
  std::string port = source.substr(source.find(':') + 1), speed = "115200";
  if (const size_t at = port.rfind('@'); at != std::string::npos) {
    speed = port.substr(at + 1);
    port.resize(at);
  }
  const speed_t baud = speed_of(speed, source);
  const int file = open(port.c_str(), O_RDONLY | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    throw Error(ErrorCode::bad_port, port, fmt::format("cannot be opened: {}", strerror(errno)),
                errno == EACCES ? "sudo usermod -aG dialout $USER, then log in again"
                                : "'ls /dev/tty*' shows the ports; is the board plugged in?");
  }
  termios settings{};
  if (tcgetattr(file, &settings) != 0) {
    close(file);
    throw Error(ErrorCode::bad_port, port, "is no serial port");
  }
  cfmakeraw(&settings);
  cfsetspeed(&settings, baud);
  settings.c_cflag |= CLOCAL | CREAD;
  tcsetattr(file, TCSANOW, &settings);
  tcflush(file, TCIFLUSH);
  return file;
}

bool separates(char c) {
  return c == ',' || c == ';' || c == '\t' || c == ' ' || c == '\r';
}

}  // namespace

SampleLines::SampleLines(const std::string& source) : name_(source) {
  if (source == "stdin" || source == "-") {
    file_ = dup(0);
  } else if (source.starts_with("serial:")) {
    file_ = open_port(source);
  } else {
    file_ = open(source.c_str(), O_RDONLY | O_CLOEXEC);
  }
  if (file_ >= 0) return;
  throw Error(ErrorCode::missing_file, source, fmt::format("cannot be read: {}", strerror(errno)),
              "give a file, 'stdin' or 'serial:PORT'");
}

SampleLines::~SampleLines() {
  close(file_);
}

// False at the end. Waits, but not longer than the user does.
bool SampleLines::read_more() {
  char bytes[4096];
  for (;;) {
    check_interrupted();
    pollfd ready{file_, POLLIN, 0};
    if (poll(&ready, 1, 100) <= 0) continue;
    const ssize_t got = read(file_, bytes, sizeof bytes);
    if (got > 0) {
      buffer_.append(bytes, static_cast<size_t>(got));
      return true;
    }
    if (got == 0) return false;
    if (errno == EINTR || errno == EAGAIN) continue;
    throw Error(name_.starts_with("serial:") ? ErrorCode::bad_port : ErrorCode::missing_file, name_,
                fmt::format("cannot be read: {}", strerror(errno)));
  }
}

std::optional<std::vector<double>> SampleLines::next() {
  size_t end;
  while ((end = buffer_.find('\n')) == std::string::npos) {
    if (buffer_.size() > kLongestLine) {
      buffer_.clear();
      throw Error(ErrorCode::bad_value, place(), "a line has no end within 64 KiB");
    }
    if (read_more()) continue;
    if (buffer_.empty()) return std::nullopt;
    buffer_ += '\n';
  }
  line_++;
  std::vector<double> numbers;
  const char *at = buffer_.data(), *const stop = at + end;
  for (;;) {
    while (at != stop && separates(*at)) at++;
    double number = 0;
    const auto [behind, problem] = std::from_chars(at, stop, number);
    if (problem != std::errc{}) break;
    if (!std::isfinite(number)) {
      const std::string text(at, behind);
      buffer_.erase(0, end + 1);
      throw Error(ErrorCode::bad_value, place(), fmt::format("'{}' is no number", text));
    }
    numbers.push_back(number);
    at = behind;
  }
  buffer_.erase(0, end + 1);
  return numbers;
}

std::string SampleLines::place() const {
  return fmt::format("{}:{}", name_, line_);
}

}  // namespace mote
