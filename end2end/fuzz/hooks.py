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
from schemathesis.core.parameters import ParameterLocation

URL = os.environ["ONEHOP_URL"]
SECRET_KEY = os.environ["ONEHOP_SECRET_KEY"]
IS_FRONTEND = os.environ["ONEHOP_API"] == "frontend"
RECORD = os.environ.get("ONEHOP_RECORD")
# Paths of a description that isn't ours begin with this, and it knows more than we serve.
PREFIX = os.environ.get("ONEHOP_PREFIX")
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


def user(**fields):
    return call("users", {"email_address": [address()], **fields})


def user_id():
    return user(password="quiet-harbour-lantern-42")["id"]


def someone():
    """Whoever it is."""
    return user()["id"]


def number():
    global count
    count += 1
    fields = {"user_id": someone(), "phone_number": f"+1415555{count % 10000:04}", "verified": True}
    return call("phone_numbers", fields)["id"]


def template(field):
    global count
    count += 1
    body = {"name": f"fuzz-{os.getpid()}-{count}", "claims": {"email": "{{user.primary_email_address}}"}}
    return call("jwt_templates", body)[field]


def client_id():
    return call("sessions", {"user_id": someone()})["client_id"]


def ticket(kind, extra):
    return call(kind, {"user_id": someone(), **extra})["id"]


def domain():
    return address().split("@")[0].replace(".", "-") + ".example.com"


# What schemas call a text and only some texts are.
VALUES = {
    "user_id": lambda: real("user_id"),
    "user_ids": lambda: real("user_id"),
    "email_address": address,
    "identifier": address,
    "phone_number": lambda: f"+1415555{chance.randrange(10000):04}",
    "url": lambda: f"https://{domain()}/",
    "name": lambda: domain().split(".")[0],
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
    "session_id": lambda: call("sessions", {"user_id": someone()})["id"],
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
    # One in ten is new: most requests leave a thing other than they found it.
    if things and chance.randrange(10) == 0:
        things.pop(0)
    if len(things) < POOL:
        things.append(MAKERS[name]())
    return chance.choice(things)


known = None


def friend():
    """The address of somebody who can sign in, too."""
    global known
    known = known or user(password="quiet-harbour-lantern-42")["email_addresses"][0]["email_address"]
    return known


class Browser:
    """A browser in which somebody is signed in, with an open sign-in and sign-up beside."""

    def __init__(self):
        self.http = requests.Session()
        self.http.headers["origin"] = URL
        self.owner = user(password="quiet-harbour-lantern-42")
        fields = {"strategy": "ticket", "ticket": call("sign_in_tokens", {"user_id": self.owner["id"]})["token"]}
        self.ids = {
            "session_id": self.post("client/sign_ins", fields)["created_session_id"],
            "email_address_id": self.owner["email_addresses"][0]["id"],
            "sign_in_id": self.post("client/sign_ins", {"identifier": friend()})["id"],
            "sign_up_id": self.post("client/sign_ups", {"email_address": address()})["id"],
            "template": real("template"),
        }

    def cookies(self):
        """What it sends; a token may have been renewed meanwhile."""
        jar = self.http.cookies.get_dict()
        tokens.add(jar["__client"])
        return jar

    def post(self, path, fields):
        response = self.http.post(f"{URL}/v1/{path}", data=fields, timeout=10)
        response.raise_for_status()
        return response.json()["response"]


browser = None


@schemathesis.hook
def before_load_schema(context, raw_schema):
    """Keeps of another's description what ours claims."""
    if PREFIX is None:
        return
    claimed = requests.get(f"{URL}/openapi.json", timeout=10).json()["paths"]
    claimed = {segments(path): set(operations) for path, operations in claimed.items()}
    for path, operations in list(raw_schema["paths"].items()):
        verbs = claimed.get(segments(PREFIX + path), set())
        for name in [name for name in operations if name in METHODS and name not in verbs]:
            del operations[name]
        if not METHODS.intersection(operations):
            del raw_schema["paths"][path]


METHODS = {"get", "post", "put", "patch", "delete", "head", "options"}


def segments(path):
    """A path whatever its variable segments are called."""
    return tuple("{}" if part.startswith("{") else part for part in path.split("/") if part)


@schemathesis.hook
def before_call(context, case, **kwargs):
    global browser
    if IS_FRONTEND:
        browser = browser or Browser()
    # What was made wrong on purpose stays wrong.
    if not is_wrong(case, ParameterLocation.PATH):
        path = case.path_parameters or {}
        for name in path:
            if name in (browser.ids if IS_FRONTEND else MAKERS) and chance.randrange(10) < REAL:
                path[name] = browser.ids[name] if IS_FRONTEND else real(name)
    if not is_wrong(case, ParameterLocation.BODY):
        fill(case.body)
    if not IS_FRONTEND:
        return
    headers = dict(case.headers or {})
    headers.setdefault("Origin", URL)
    case.headers = headers
    if chance.randrange(10) < REAL:
        case.cookies = {**(case.cookies or {}), **browser.cookies()}


def is_wrong(case, location):
    return case.meta is not None and case.meta.is_negative_at(location)


@schemathesis.hook
def after_call(context, case, response):
    global browser
    request = response.request
    if IS_FRONTEND:
        named = set((case.path_parameters or {}).values()).intersection(browser.ids.values() if browser else ())
        ends = response.status_code < 300 and (request.method == "DELETE" or request.url.endswith(ENDINGS))
        is_over = response.status_code == 401 and is_signed_in(request)
        if ends or is_over or (named and response.status_code == 404):
            browser = None
    elif response.status_code == 404 or request.method == "DELETE":
        for name, value in (case.path_parameters or {}).items():
            if value in pool.get(name, []):
                pool[name].remove(value)
    if RECORD:
        record(request, response)


ENDINGS = ("/end", "/remove", "/revoke")


def is_signed_in(request):
    """Does the request carry a browser's own cookie?"""
    return any(f"__client={token}" in (request.headers.get("cookie") or "") for token in tokens)


# Every client token that a browser was given.
tokens = set()


@schemathesis.check
def needs_the_browser(context, response, case):
    """Nothing that needs somebody who is signed in happens without their browser's cookie."""
    security = case.operation.definition.raw.get("security")
    if IS_FRONTEND and security == [{"client": []}] and response.status_code < 300:
        assert is_signed_in(response.request), "done for somebody who is not signed in"


def record(request, response):
    kind = (response.headers.get("content-type") or [""])[0]
    target = urlsplit(request.url)
    line = {
        "method": request.method,
        "path": target.path + (f"?{target.query}" if target.query else ""),
        "status": response.status_code,
        "contentType": kind,
        "body": response.text if kind.startswith(("application/json", "application/x-ndjson")) else "",
        "hasSecretKey": (request.headers.get("authorization") or "").lower().startswith("bearer sk_"),
    }
    with open(RECORD, "a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
