// SPDX-License-Identifier: Apache-2.0
#include "base/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/error.h"

namespace mote {
namespace {

Error write_error(const fs::path& path, int error_number) {
  const std::string help = error_number == ENOSPC ? "free some space on that disk, then try again"
                                                  : "choose another place with -o";
  return Error(ErrorCode::cannot_write, path.string(),
               fmt::format("cannot be written: {}", std::strerror(error_number)), help);
}

fs::path absolute_without_slash(const fs::path& path) {
  const fs::path whole = fs::absolute(path).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

fs::path sibling(const fs::path& path, std::string_view tag) {
  return path.parent_path() /
         fmt::format(".{}.{}-{}", path.filename().string(), tag, static_cast<int>(getpid()));
}

void create_folders(const fs::path& path, const fs::path& shown) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw write_error(shown, error.value());
}

// What lies in the system's temporary folder need not outlive a power cut.
bool is_temporary(const fs::path& path) {
  static const std::string folder = (fs::temp_directory_path() / "").string();
  return path.string().starts_with(folder);
}

// Writes all of `content` to a new file; removes the file again when that fails.
void write_whole(const fs::path& path, std::string_view content, const fs::path& shown,
                 bool is_synced) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) throw write_error(shown, errno);
  int failure = 0;
  while (!content.empty() && failure == 0) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written >= 0) {
      content.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR) {
      failure = errno;
    }
  }
  if (failure == 0 && is_synced && fsync(file) != 0 && errno != EINVAL) failure = errno;
  if (close(file) != 0 && failure == 0) failure = errno;
  if (failure == 0) return;
  unlink(path.c_str());
  throw write_error(shown, failure);
}

// All files of a folder at once.
void sync_all(const fs::path& folder, const fs::path& shown) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) throw write_error(shown, errno);
  const int failure = syncfs(file) == 0 ? 0 : errno;
  close(file);
  if (failure != 0) throw write_error(shown, failure);
}

void check_replaceable(const fs::path& path, const std::string& marker) {
  std::error_code error;
  if (!fs::exists(path, error)) return;
  if (!fs::is_directory(path, error)) {
    throw Error(ErrorCode::cannot_write, path.string(), "is a file, not a folder",
                "choose another folder with -o");
  }
  if (fs::is_empty(path, error) || fs::exists(path / marker, error)) return;
  throw Error(ErrorCode::cannot_write, path.string(),
              fmt::format("is not empty and was not written by mote (it has no {})", marker),
              "choose another folder with -o, or empty this one yourself");
}

}  // namespace

std::string read_file_part(const fs::path& path, uint64_t offset, size_t bytes) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw Error(ErrorCode::missing_file, path.string(), "cannot be opened");
  in.seekg(0, std::ios::end);
  const auto size = static_cast<uint64_t>(std::max<std::streamoff>(in.tellg(), 0));
  if (offset > size || bytes > size - offset) {
    throw Error(ErrorCode::malformed_file, path.string(),
                fmt::format("has {} bytes, expected {} from {} on", size, bytes, offset));
  }
  in.seekg(static_cast<std::streamoff>(offset));
  std::string content(bytes, '\0');
  if (!in.read(content.data(), static_cast<std::streamsize>(bytes))) {
    throw Error(ErrorCode::missing_file, path.string(), "cannot be read");
  }
  return content;
}

std::string read_file(const fs::path& path) {
  std::error_code error;
  if (fs::is_directory(path, error)) {
    throw Error(ErrorCode::missing_file, path.string(), "is a folder, expected a file");
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw Error(ErrorCode::missing_file, path.string(),
                fmt::format("cannot be read: {}", std::strerror(errno)));
  }
  std::ostringstream content;
  content << in.rdbuf();
  return std::move(content).str();
}

void write_file(const fs::path& path, std::string_view content) {
  const fs::path target = absolute_without_slash(path);
  create_folders(target.parent_path(), path);
  const fs::path part = sibling(target, "part");
  write_whole(part, content, path, !is_temporary(target));
  if (std::rename(part.c_str(), target.c_str()) != 0) {
    const int failure = errno;
    unlink(part.c_str());
    throw write_error(path, failure);
  }
}

void check_writable(const fs::path& path) {
  const fs::path target = absolute_without_slash(path);
  std::error_code error;
  if (fs::is_directory(target, error)) throw write_error(path, EISDIR);
  fs::path folder = target.parent_path();
  while (!fs::exists(folder, error) && folder.has_relative_path()) folder = folder.parent_path();
  if (!fs::is_directory(folder, error)) throw write_error(path, ENOTDIR);
  if (access(folder.c_str(), W_OK | X_OK) != 0) throw write_error(path, errno);
}

void write_folder(const fs::path& path, const std::map<std::string, std::string>& files,
                  const std::string& marker) {
  const fs::path target = absolute_without_slash(path);
  check_replaceable(target, marker);
  create_folders(target.parent_path(), path);
  const fs::path part = sibling(target, "part");
  const fs::path old = sibling(target, "old");
  std::error_code ignored;
  try {
    for (const auto& [name, content] : files) {
      create_folders((part / name).parent_path(), path);
      write_whole(part / name, content, path / name, /*is_synced=*/false);
    }
    if (!is_temporary(target)) sync_all(part, path);
    std::error_code error;
    if (fs::exists(target, error)) fs::rename(target, old, error);
    if (error) throw write_error(path, error.value());
    fs::rename(part, target, error);
    if (error) {
      fs::rename(old, target, ignored);
      throw write_error(path, error.value());
    }
  } catch (...) {
    fs::remove_all(part, ignored);
    throw;
  }
  fs::remove_all(old, ignored);
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "mote-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw write_error(name, errno);
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace mote
