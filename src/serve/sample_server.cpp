// SPDX-License-Identifier: Apache-2.0
#include "serve/sample_server.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <httplib.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <charconv>
#include <chrono>
#include <csignal>
#include <thread>

#include "base/error.h"

namespace mote {
namespace {

constexpr const char* kHowTo =
    "POST lines of numbers, one sample a line, to /samples; POST to /end when done.\n";
constexpr size_t kLargestPost = size_t{1} << 20;

// The first address that others can reach; this machine's own where there is none.
std::string local_address() {
  std::string found = "127.0.0.1";
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return found;
  for (const ifaddrs* one = all; one != nullptr; one = one->ifa_next) {
    const bool is_usable = one->ifa_addr != nullptr && one->ifa_addr->sa_family == AF_INET &&
                           (one->ifa_flags & IFF_UP) != 0 && (one->ifa_flags & IFF_LOOPBACK) == 0;
    if (!is_usable) continue;
    char text[INET_ADDRSTRLEN] = "";
    const auto* address = reinterpret_cast<const sockaddr_in*>(one->ifa_addr);
    inet_ntop(AF_INET, &address->sin_addr, text, sizeof text);
    found = text;
    break;
  }
  freeifaddrs(all);
  return found;
}

template <class T, void (*destroy)(T*)>
struct Destroy {
  void operator()(T* one) const { destroy(one); }
};
using Key = std::unique_ptr<EVP_PKEY, Destroy<EVP_PKEY, EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Destroy<X509, X509_free>>;

// Signed by itself, for this address, for a week.
Certificate certificate_for(const std::string& address, EVP_PKEY* key) {
  constexpr long week_s = 7 * 24 * 3600;
  Certificate certificate(X509_new());
  X509* const x = certificate.get();
  X509_set_version(x, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x), static_cast<long>(time(nullptr)));
  X509_gmtime_adj(X509_getm_notBefore(x), -3600);
  X509_gmtime_adj(X509_getm_notAfter(x), week_s);
  X509_set_pubkey(x, key);
  X509_NAME* const name = X509_get_subject_name(x);
  const unsigned char own[] = "mote";
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, own, -1, -1, 0);
  X509_set_issuer_name(x, name);
  const std::string names = "IP:" + address;
  X509_EXTENSION* const extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, names.c_str());
  X509_add_ext(x, extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(x, key, EVP_sha256());
  return certificate;
}

bool write_all(int file, const std::string& bytes) {
  for (size_t at = 0; at < bytes.size();) {
    const ssize_t written = write(file, bytes.data() + at, bytes.size() - at);
    if (written < 0 && errno != EINTR) return false;
    if (written > 0) at += static_cast<size_t>(written);
  }
  return true;
}

}  // namespace

struct SampleServer::Inside {
  Key key;
  Certificate certificate;
  std::unique_ptr<httplib::Server> server;
  int pipe[2] = {-1, -1};
  std::mutex mutex;  // of the pipe's end to write to
  std::string url;
  std::thread thread;

  void end() {
    const std::lock_guard lock(mutex);
    if (pipe[1] >= 0) close(std::exchange(pipe[1], -1));
  }
  bool take(const std::string& lines) {
    const std::lock_guard lock(mutex);
    return pipe[1] >= 0 && write_all(pipe[1], lines);
  }
};

SampleServer::SampleServer(int port, bool secure, const std::string& page)
    : inside_(std::make_unique<Inside>()) {
  Inside& in = *inside_;
  const std::string address = local_address();
  if (secure) {
    in.key.reset(EVP_EC_gen("P-256"));
    in.certificate = certificate_for(address, in.key.get());
    in.server = std::make_unique<httplib::SSLServer>(in.certificate.get(), in.key.get());
  } else {
    in.server = std::make_unique<httplib::Server>();
  }
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone is no end of the program
  if (pipe2(in.pipe, O_CLOEXEC) != 0) throw Error(ErrorCode::bad_port, "pipe", strerror(errno));
  // By default another program could listen on the same port.
  in.server->set_socket_options([](socket_t socket) {
    const int yes = 1;
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
  in.server->set_payload_max_length(kLargestPost);
  in.server->set_read_timeout(2, 0);
  in.server->Get("/", [page](const httplib::Request&, httplib::Response& answer) {
    answer.set_content(page.empty() ? kHowTo : page,
                       page.empty() ? "text/plain" : "text/html; charset=utf-8");
  });
  // Read piece by piece: what says that it is a form would be limited to 8 KiB.
  in.server->Post("/samples", [&in](const httplib::Request&, httplib::Response& answer,
                                    const httplib::ContentReader& content) {
    std::string lines;
    content([&](const char* bytes, size_t count) {
      lines.append(bytes, count);
      return lines.size() <= kLargestPost;
    });
    if (!lines.empty() && lines.back() != '\n') lines += '\n';
    if (!in.take(lines)) answer.status = 410;
  });
  in.server->Post("/end", [&in](const httplib::Request&, httplib::Response&) { in.end(); });
  const bool is_any = port == 0;
  if (is_any) port = in.server->bind_to_any_port("0.0.0.0");
  if (port < 0 || (!is_any && !in.server->bind_to_port("0.0.0.0", port))) {
    throw Error(ErrorCode::bad_port, fmt::format("port {}", port), "cannot be listened on",
                "another program may have it; give one that is free, as in phone:8444");
  }
  in.url = fmt::format("{}://{}:{}/", secure ? "https" : "http", address, port);
  in.thread = std::thread([&in] { in.server->listen_after_bind(); });
  // A stop before it runs would be no stop.
  while (!in.server->is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

SampleServer::~SampleServer() {
  inside_->server->stop();
  inside_->thread.join();
  inside_->end();
}

std::string SampleServer::url() const {
  return inside_->url;
}

int SampleServer::samples() const {
  return inside_->pipe[0];
}

int port_of(const std::string& source, int usual) {
  const size_t colon = source.find(':');
  if (colon == std::string::npos) return usual;
  int port = -1;
  const char* const end = source.data() + source.size();
  const auto [stop, problem] = std::from_chars(source.data() + colon + 1, end, port);
  if (problem == std::errc{} && stop == end && port >= 0 && port < 65536) return port;
  throw Error(ErrorCode::bad_option, source, "names no port", "as in phone:8443 or http:8080");
}

}  // namespace mote
