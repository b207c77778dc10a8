#!/usr/bin/env python3
"""oauthd.py FOLDER CERTIFICATE KEY: a token server for tests, by HTTPS on loopback.

Writes its port to FOLDER/port. It knows the client "app" with the secret in FOLDER/secret, gives tokens by browser,
device code, client credentials and refresh, rotates refresh tokens, and takes an old one for the theft that it is:
then the whole login is void. The good access tokens stand in FOLDER/access, one a line; a test may empty it. How long
they last, in seconds, stands in FOLDER/lasts. Each question is a line of FOLDER/asked.

FOLDER/plan, one word a line, is used up first, a word a question:
  ok           as always                 error:WORD   refuses with this error
  status:N     HTTP status N and no more drop         closes without an answer
  garbage      no JSON                   huge         1 MB of blanks
  redirect     sends the asker elsewhere hang         answers after a minute
"""
import base64
import hashlib
import http.server
import json
import os
import ssl
import sys
import threading
import time
import urllib.parse

DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


class State:
    def __init__(self, folder):
        self.folder = folder
        self.lock = threading.Lock()
        self.count = 0
        self.codes = {}      # code: (challenge, redirect address)
        self.refresh = {}    # token: its login
        self.spent = {}      # the same for those that were rotated away
        self.devices = set()

    def path(self, name):
        return os.path.join(self.folder, name)

    def read(self, name, default=""):
        try:
            with open(self.path(name), encoding="ascii") as file:
                return file.read()
        except FileNotFoundError:
            return default

    def append(self, name, line):
        with open(self.path(name), "a", encoding="ascii") as file:
            file.write(line + "\n")

    def next_word(self):
        words = self.read("plan").split()
        if not words:
            return "ok"
        with open(self.path("plan"), "w", encoding="ascii") as file:
            file.write("\n".join(words[1:]))
        return words[0]

    def make(self, kind):
        self.count += 1
        return f"{kind}-{self.count}-" + base64.urlsafe_b64encode(os.urandom(24)).decode()

    def tokens(self, login):
        access = self.make("ACCESS")
        self.append("access", access)
        answer = {"token_type": "Bearer", "access_token": access, "expires_in": int(self.read("lasts", "3600"))}
        if login:
            answer["refresh_token"] = self.make("REFRESH")
            self.refresh[answer["refresh_token"]] = login
        return 200, answer

    def rotate(self, token):
        if token in self.spent:
            theft = self.spent[token]
            self.refresh = {t: login for t, login in self.refresh.items() if login != theft}
        if token not in self.refresh:
            return 400, {"error": "invalid_grant", "error_description": "AADSTS70008: ann@test.example is out"}
        login = self.refresh.pop(token)
        self.spent[token] = login
        return self.tokens(login)

    def redeem(self, form):
        challenge, redirect = self.codes.pop(form.get("code"), (None, None))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != challenge or form.get("redirect_uri") != redirect:
            return 400, {"error": "invalid_grant"}
        return self.tokens(self.make("login"))

    def answer(self, form):
        """What a question to the token or the device endpoint gets."""
        grant = form.get("grant_type")
        secret = form.get("client_secret")
        if form.get("client_id") != "app" or secret not in (None, self.read("secret").strip()):
            return 401, {"error": "invalid_client"}
        if grant is None:
            self.devices.add(self.make("DEVICE"))
            return 200, {"device_code": list(self.devices)[-1], "user_code": "ABCD-1234", "expires_in": 60,
                         "interval": 1, "verification_uri": "https://test.example/device"}
        if grant == "authorization_code" and secret:
            return self.redeem(form)
        if grant == DEVICE and form.get("device_code") in self.devices:
            return self.tokens(self.make("login"))
        if grant == "refresh_token":
            return self.rotate(form.get("refresh_token"))
        if grant == "client_credentials" and secret and form.get("scope", "").endswith("/.default"):
            return self.tokens(None)
        return 400, {"error": "invalid_request"}


class Handler(http.server.BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def send(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        """The page where a person logs in: says yes, or what the plan says."""
        state = self.server.state
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(self.path).query))
        good = (query.get("response_type") == "code" and query.get("client_id") == "app" and
                query.get("code_challenge_method") == "S256" and query.get("scope") == "https://mail.google.com/" and
                query.get("login_hint") == "ann" and query.get("access_type") == "offline" and
                query.get("redirect_uri", "").startswith("http://127.0.0.1:"))
        if not good:
            return self.send(400)
        with state.lock:
            word = state.next_word()
            code = state.make("CODE")
            state.codes[code] = query["code_challenge"], query["redirect_uri"]
        result = {"error": word[6:]} if word.startswith("error:") else {"code": code}
        result["state"] = query["state"]
        return self.send(302, Location=query["redirect_uri"] + "/?" + urllib.parse.urlencode(result))

    def do_POST(self):
        state = self.server.state
        body = self.rfile.read(int(self.headers["Content-Length"])).decode("ascii")
        form = dict(urllib.parse.parse_qsl(body))
        with state.lock:
            state.append("asked", form.get("grant_type", "device"))
            word = state.next_word()
        if word == "hang":
            time.sleep(60)
        if word == "drop":
            self.close_connection = True
        elif word == "garbage":
            self.send(200, b"<html>\0\xff")
        elif word == "huge":
            self.send(200, b" " * (1 << 20))
        elif word == "redirect":
            self.send(307, Location=self.path)
        elif word.startswith("status:"):
            self.send(int(word[7:]))
        else:
            with state.lock:
                status, answer = ((400, {"error": word[6:]}) if word.startswith("error:") else state.answer(form))
            self.send(status, json.dumps(answer).encode())


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        """An asker that hangs up is part of the game."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def main(folder, certificate, key):
    os.makedirs(folder, exist_ok=True)
    server = Server(("127.0.0.1", 0), Handler)
    server.state = State(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    with open(os.path.join(folder, "port.part"), "w", encoding="ascii") as file:
        file.write(f"{server.server_address[1]}\n")
    os.rename(os.path.join(folder, "port.part"), os.path.join(folder, "port"))
    server.serve_forever()


main(*sys.argv[1:])
