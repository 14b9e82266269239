"""What schemathesis can't know: ids of things that exist, and a browser in which somebody is signed in.

Most generated paths lead nowhere. Here most ids in paths and bodies become real ones, so that requests reach what they
ask about; what a request has removed is made anew. With ONEHOP_RECORD every answer is written down, as all tests do.
"""

import json
import os
import random
from urllib.parse import urlsplit

import requests
import schemathesis

URL = os.environ["ONEHOP_URL"]
SECRET_KEY = os.environ["ONEHOP_SECRET_KEY"]
IS_FRONTEND = os.environ["ONEHOP_API"] == "frontend"
RECORD = os.environ.get("ONEHOP_RECORD")
# So many of ten ids become real ones.
REAL = 8
# Things of each kind at once.
POOL = 3

chance = random.Random(1)
backend = requests.Session()
backend.headers["authorization"] = f"Bearer {SECRET_KEY}"
count = 0


def call(path, body):
    response = backend.post(f"{URL}/v1/{path}", json=body, timeout=10)
    response.raise_for_status()
    return response.json()


def address():
    global count
    count += 1
    return f"fuzz.{os.getpid()}.{count}@example.com"


def user():
    fields = {"email_address": [address()], "password": "quiet-harbour-lantern-42"}
    return call("users", fields)


def user_id():
    return user()["id"]


def number():
    global count
    count += 1
    fields = {"user_id": user_id(), "phone_number": f"+1415555{count % 10000:04}", "verified": True}
    return call("phone_numbers", fields)["id"]


def template(field):
    global count
    count += 1
    body = {"name": f"fuzz-{os.getpid()}-{count}", "claims": {"email": "{{user.primary_email_address}}"}}
    return call("jwt_templates", body)[field]


def client_id():
    return call("sessions", {"user_id": user_id()})["client_id"]


def ticket(kind, extra):
    return call(kind, {"user_id": user_id(), **extra})["id"]


def domain():
    return address().split("@")[0].replace(".", "-") + ".example.com"


# What schemas call a text and only some texts are.
VALUES = {
    "user_id": lambda: real("user_id"),
    "email_address": address,
    "identifier": address,
    "phone_number": lambda: f"+1415555{chance.randrange(10000):04}",
    "url": lambda: f"https://{domain()}/",
    "name": domain,
    "password": lambda: "quiet-harbour-lantern-42",
    "new_password": lambda: "wide-meadow-carousel-17",
    "current_password": lambda: "quiet-harbour-lantern-42",
    "username": lambda: domain().split(".")[0],
    "status": lambda: chance.choice(["active", "pending", "revoked"]),
}


def fill(body):
    """Gives most of the texts that must have a form a right one."""
    if isinstance(body, list):
        for part in body:
            fill(part)
    elif isinstance(body, dict):
        for name in body:
            if name in VALUES and chance.randrange(10) < REAL:
                is_list = isinstance(body[name], list)
                body[name] = [VALUES[name]()] if is_list else VALUES[name]()


MAKERS = {
    "user_id": user_id,
    "session_id": lambda: call("sessions", {"user_id": user_id()})["id"],
    "client_id": client_id,
    "email_address_id": lambda: user()["email_addresses"][0]["id"],
    "phone_number_id": number,
    "invitation_id": lambda: call("invitations", {"email_address": address(), "notify": False})["id"],
    "identifier_id": lambda: call("allowlist_identifiers", {"identifier": address()})["id"],
    "redirect_url_id": lambda: call("redirect_urls", {"url": f"https://{address().split('@')[0]}.example.com/"})["id"],
    "entry_id": lambda: call("waitlist_entries", {"email_address": address(), "notify": False})["id"],
    "template_id": lambda: template("id"),
    "template_name": lambda: template("name"),
    "template": lambda: template("name"),
    "sign_in_token_id": lambda: ticket("sign_in_tokens", {}),
    "actor_token_id": lambda: ticket("actor_tokens", {"actor": {"sub": "user_operator"}}),
}
pool = {}


def real(name):
    things = pool.setdefault(name, [])
    if len(things) < POOL:
        things.append(MAKERS[name]())
    return chance.choice(things)


class Browser:
    """A browser in which somebody is signed in, with an open sign-in and sign-up beside."""

    def __init__(self):
        self.http = requests.Session()
        self.http.headers["origin"] = URL
        self.owner = user()
        fields = {"strategy": "ticket", "ticket": call("sign_in_tokens", {"user_id": self.owner["id"]})["token"]}
        self.ids = {
            "session_id": self.post("client/sign_ins", fields)["created_session_id"],
            "email_address_id": self.owner["email_addresses"][0]["id"],
            "sign_in_id": self.post("client/sign_ins", {"identifier": user()["email_addresses"][0]["email_address"]})["id"],
            "sign_up_id": self.post("client/sign_ups", {"email_address": address()})["id"],
            "template": real("template"),
        }

    def post(self, path, fields):
        response = self.http.post(f"{URL}/v1/{path}", data=fields, timeout=10)
        response.raise_for_status()
        return response.json()["response"]


browser = None


@schemathesis.hook
def before_call(context, case, **kwargs):
    global browser
    if IS_FRONTEND:
        browser = browser or Browser()
    path = case.path_parameters or {}
    for name in path:
        if chance.randrange(10) < REAL:
            ids = browser.ids if IS_FRONTEND else MAKERS
            if name in ids:
                path[name] = browser.ids[name] if IS_FRONTEND else real(name)
    fill(case.body)
    if not IS_FRONTEND:
        return
    headers = dict(case.headers or {})
    headers.setdefault("Origin", URL)
    case.headers = headers
    if chance.randrange(10) < REAL:
        case.cookies = {**(case.cookies or {}), **browser.http.cookies.get_dict()}


@schemathesis.hook
def after_call(context, case, response):
    global browser
    request = response.request
    if IS_FRONTEND:
        gone = response.status_code in (401, 404) or "set-cookie" in response.headers
        if gone and chance.randrange(10) < REAL:
            browser = None
    elif response.status_code == 404 or request.method == "DELETE":
        for name, value in (case.path_parameters or {}).items():
            if value in pool.get(name, []):
                pool[name].remove(value)
    if RECORD:
        record(request, response)


def record(request, response):
    kind = (response.headers.get("content-type") or [""])[0]
    target = urlsplit(request.url)
    line = {
        "method": request.method,
        "path": target.path + (f"?{target.query}" if target.query else ""),
        "status": response.status_code,
        "contentType": kind,
        "body": response.text if kind.startswith("application/json") else "",
        "hasSecretKey": (request.headers.get("authorization") or "").lower().startswith("bearer sk_"),
    }
    with open(RECORD, "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
