# SPDX-License-Identifier: Apache-2.0
"""What the tests of pages share: verbs that serve them, and a browser whose microphone plays a file."""
import http.server
import re
import shutil
import signal
import ssl
import subprocess
import tempfile
import threading
import urllib.request

from mote_cli import MOTE

BROWSER = shutil.which("chromium")
UNVERIFIED = ssl._create_unverified_context()

# Starts the phone's page, perhaps stops it, and tells again and again what it says.
TELL = """<script>addEventListener("load", () => {
  document.getElementById("start").click();
  if (STOP_S) setTimeout(() => document.getElementById("start").click(), 1000 * STOP_S);
  setInterval(() => fetch("/said", { method: "POST",
    body: document.getElementById("class").textContent + "|" +
          document.getElementById("state").textContent }), 200);
});</script></html>"""


class Served:
    """A verb that serves; gives its address, then Ctrl-C."""

    def __init__(self, *words):
        self.process = subprocess.Popen([MOTE, *map(str, words)], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.lines, self.url = [], None
        for line in self.process.stdout:
            self.lines.append(line)
            found = re.search(r"https?://[0-9.]+:[0-9]+/", line)
            if found:
                self.url = found[0]
                break

    def get(self):
        with urllib.request.urlopen(self.url, context=UNVERIFIED, timeout=20) as answer:
            return answer.read().decode()

    def post(self, path, text):
        request = urllib.request.Request(self.url + path, text.encode(), method="POST")
        with urllib.request.urlopen(request, context=UNVERIFIED, timeout=20) as answer:
            return answer.status

    def end(self, by_signal=False):
        if by_signal:
            self.process.send_signal(signal.SIGINT)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, "".join(self.lines) + out, err


def said_by_page(page, wanted, *options, forward=None, seconds=60):
    """Opens the page in a browser until it POSTs what matches `wanted` to /said; gives all it said.
    What it POSTs elsewhere is given to `forward`."""
    said, is_said = [], threading.Event()

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page.encode())

        def do_POST(self):
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            if self.path == "/said":
                said.append(text)
            else:
                forward(self.path[1:], text)
            self.send_response(200)
            self.end_headers()
            if said and re.match(wanted, said[-1]):
                is_said.set()

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = subprocess.Popen(
            [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={profile}",
             *options, "--remote-debugging-port=0", f"http://127.0.0.1:{server.server_port}/"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        is_said.wait(seconds)
        browser.terminate()
        browser.wait(30)
    server.shutdown()
    server.server_close()
    return is_said.is_set(), said


def with_microphone(page, wav, wanted, stop_s=0, forward=None):
    """What a phone's page says of a microphone that plays the file: class|state. The browser plays
    silence where a path has ".."."""
    return said_by_page(page.replace("</html>", TELL.replace("STOP_S", str(stop_s))), wanted,
                        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
                        f"--use-file-for-fake-audio-capture={wav.resolve()}",
                        "--autoplay-policy=no-user-gesture-required", forward=forward)


def heard_by_page(model, wav, wanted):
    """Whether the page of a network says a class of what it hears; gives all that it said."""
    served = Served("live", model, "phone:0")
    page = served.get()
    served.end(by_signal=True)
    return with_microphone(page, wav, re.escape(wanted + "|"))
