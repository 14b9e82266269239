"""clerk-backend-api against our server: every operation that it has a method for and that we serve.

Called by python.test.mjs with the server's address and keys in the environment. Prints one JSON line for each check:
its name, and what went wrong or null. The models of this SDK are strict: a field that is missing or of another type
than the contract says is an error already.
"""

import json
import os
import time
import traceback
from enum import Enum
from itertools import count

from clerk_backend_api import Clerk, models
from clerk_backend_api.security import authenticate_request, verify_token
from clerk_backend_api.security.types import AuthenticateRequestOptions, TokenVerificationError, VerifyTokenOptions
from clerk_backend_api.utils import BackoffStrategy, RetryConfig

URL = os.environ["ONEHOP_URL"]
KEY = os.environ["ONEHOP_SECRET_KEY"]
PEM = os.environ["ONEHOP_PEM"]
PASSWORD = "quiet-harbour-lantern-42"
# Else this SDK repeats a call for up to an hour when a server fails.
ONCE = RetryConfig("backoff", BackoffStrategy(1, 50, 1.1, 100), False)
sdk = Clerk(bearer_auth=KEY, server_url=f"{URL}/v1", retry_config=ONCE, timeout_ms=10_000)

numbers = count(1)
checks = []


def check(function):
    checks.append(function)
    return function


def address():
    return f"python.{next(numbers)}@example.com"


def person(**fields):
    return sdk.users.create(email_address=[address()], **fields)


def plain(value):
    """Words of a closed list are enums here, others are texts."""
    return value.value if isinstance(value, Enum) else value


def equal(found, wanted):
    found = tuple(map(plain, found)) if isinstance(found, tuple) else plain(found)
    assert found == wanted, f"{found!r} instead of {wanted!r}"


def refused(status, code, call):
    try:
        call()
    except (models.ClerkErrors, models.SDKError) as error:
        body = json.loads(error.body)
        equal((error.raw_response.status_code, body["errors"][0]["code"]), (status, code))
    else:
        raise AssertionError(f"{code} is missing")


@check
def users_are_made_read_and_deleted():
    given = address()
    made = sdk.users.create(
        email_address=[given], phone_number=["+442079460601"], username="python_1", first_name="Ada", last_name="Lovelace",
        external_id="python-1", password=PASSWORD, public_metadata={"a": {"b": 1}}, private_metadata={"c": None},
        created_at="2020-01-31T12:00:00.250Z", legal_accepted_at="2020-02-01T00:00:00Z", locale="en-GB",
    )
    read = sdk.users.get(user_id=made.id)
    equal(read, made)
    equal(
        (read.username, read.first_name, read.last_name, read.external_id, read.locale, read.password_enabled, read.created_at, read.legal_accepted_at),
        ("python_1", "Ada", "Lovelace", "python-1", "en-GB", True, 1_580_472_000_250, 1_580_515_200_000),
    )
    equal((read.public_metadata, read.private_metadata), ({"a": {"b": 1}}, {"c": None}))
    equal((read.email_addresses[0].email_address, read.email_addresses[0].verification.object), (given, "verification_admin"))
    equal(read.phone_numbers[0].phone_number, "+442079460601")
    gone = sdk.users.delete(user_id=made.id)
    equal((gone.object, gone.id, gone.deleted), ("user", made.id, True))
    refused(404, "resource_not_found", lambda: sdk.users.get(user_id=made.id))


@check
def users_are_listed_and_counted():
    first, second = person(), person()
    equal([one.id for one in sdk.users.list(request={"user_id": [first.id, second.id]})], [second.id, first.id])
    equal(sdk.users.list(request={"user_id": [first.id], "limit": 10, "offset": 0, "order_by": "-created_at"})[0].id, first.id)
    equal(sdk.users.count(request={"user_id": [first.id, second.id]}).total_count, 2)
    equal(sdk.users.list(request={"user_id": [first.id], "banned": False})[0].id, first.id)
    refused(422, "form_param_value_invalid", lambda: sdk.users.list(request={"order_by": "shoe_size"}))


@check
def users_are_changed():
    one = person(first_name="Grace")
    changed = sdk.users.update(user_id=one.id, last_name="Hopper")
    equal((changed.first_name, changed.last_name), ("Grace", "Hopper"))
    sdk.users.update_metadata(user_id=one.id, public_metadata={"plan": "pro"})
    merged = sdk.users.update_metadata(user_id=one.id, public_metadata={"team": {"id": 7}})
    equal(merged.public_metadata, {"plan": "pro", "team": {"id": 7}})
    equal(sdk.users.replace_metadata(user_id=one.id, public_metadata={}).public_metadata, {})
    equal(sdk.users.delete_profile_image(user_id=one.id).has_image, False)


@check
def users_are_banned_and_locked():
    one = person()
    equal((sdk.users.ban(user_id=one.id).banned, sdk.users.unban(user_id=one.id).banned), (True, False))
    equal((sdk.users.lock(user_id=one.id).locked, sdk.users.unlock(user_id=one.id).locked), (True, False))
    equal([user.banned for user in sdk.users.bulk_ban(user_ids=[one.id])], [True])
    equal([user.banned for user in sdk.users.bulk_unban(user_ids=[one.id])], [False])


@check
def passwords_and_second_factors():
    one = person(password=PASSWORD, totp_secret="GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", backup_codes=["first-backup-code"])
    equal(sdk.users.verify_password(user_id=one.id, password=PASSWORD).verified, True)
    refused(422, "incorrect_password", lambda: sdk.users.verify_password(user_id=one.id, password="wrong"))
    tried = sdk.users.verify_totp(user_id=one.id, code="first-backup-code")
    equal((tried.verified, tried.code_type), (True, "backup_code"))
    equal(sdk.users.set_password_compromised(user_id=one.id, revoke_all_sessions=False).id, one.id)
    equal(sdk.users.unset_password_compromised(user_id=one.id).id, one.id)
    equal(sdk.users.remove_password(user_id=one.id).password_enabled, False)
    for take in (sdk.users.delete_backup_codes, sdk.users.delete_totp, sdk.users.disable_mfa):
        equal(take(user_id=one.id).user_id, one.id)


@check
def what_users_do_not_have_yet():
    one = person()
    equal(sdk.users.get_organization_memberships(user_id=one.id).total_count, 0)
    equal(sdk.users.get_organization_invitations(user_id=one.id).total_count, 0)
    refused(404, "oauth_token_provider_not_enabled", lambda: sdk.users.get_o_auth_access_token(user_id=one.id, provider="oauth_google"))
    refused(404, "resource_not_found", lambda: sdk.users.delete_passkey(user_id=one.id, passkey_identification_id="idn_x"))
    refused(404, "resource_not_found", lambda: sdk.users.delete_external_account(user_id=one.id, external_account_id="eac_x"))


@check
def addresses_and_numbers():
    one = person()
    email = sdk.email_addresses.create(request={"user_id": one.id, "email_address": address(), "verified": True})
    equal(sdk.email_addresses.get(email_address_id=email.id), email)
    sdk.email_addresses.update(email_address_id=email.id, primary=True)
    equal(sdk.users.get(user_id=one.id).primary_email_address_id, email.id)
    equal(sdk.email_addresses.delete(email_address_id=email.id).deleted, True)
    unproven = sdk.email_addresses.create(request={"user_id": one.id, "email_address": address()})
    code = sdk.email_addresses.prepare_verification(email_address_id=unproven.id)
    equal((code.status, code.strategy), ("unverified", "email_code"))
    tried = sdk.email_addresses.attempt_verification(email_address_id=unproven.id, verification_id=code.id, code="nonsense")
    equal(tried.status, "unverified")
    only = address()
    equal(sdk.email_addresses.replace_for_user(user_id=one.id, email_address=only).email_address, only)
    phone = sdk.phone_numbers.create(request={"user_id": one.id, "phone_number": "+442079460602", "verified": True})
    equal(sdk.phone_numbers.get(phone_number_id=phone.id), phone)
    equal(sdk.phone_numbers.update(phone_number_id=phone.id, reserved_for_second_factor=True).reserved_for_second_factor, True)
    equal(sdk.phone_numbers.delete(phone_number_id=phone.id).object, "phone_number")
    equal(sdk.phone_numbers.replace_for_user(user_id=one.id, phone_number="+442079460603").phone_number, "+442079460603")


@check
def sessions_clients_and_tokens():
    one = person()
    session = sdk.sessions.create(request={"user_id": one.id})
    equal((session.user_id, session.status), (one.id, "active"))
    equal(sdk.sessions.get(session_id=session.id).id, session.id)
    equal([it.id for it in sdk.sessions.list(user_id=one.id)], [session.id])
    jwt = sdk.sessions.create_token(session_id=session.id, expires_in_seconds=600).jwt
    options = {"audience": None, "authorized_parties": None}
    for key in ({"jwt_key": PEM}, {"secret_key": KEY, "api_url": URL}):
        claims = verify_token(jwt, VerifyTokenOptions(**key, **options))
        equal((claims["sub"], claims["sid"]), (one.id, session.id))
        try:
            verify_token(jwt[:-3] + "AAA", VerifyTokenOptions(**key, **options))
        except TokenVerificationError as error:
            equal(error.reason.name, "TOKEN_INVALID_SIGNATURE")
        else:
            raise AssertionError("a wrong signature is accepted")
    state = authenticate_request(Request(jwt), AuthenticateRequestOptions(jwt_key=PEM))
    equal((state.is_signed_in, state.payload["sub"]), (True, one.id))
    equal(authenticate_request(Request(jwt + "x"), AuthenticateRequestOptions(jwt_key=PEM)).is_signed_in, False)
    client = sdk.clients.get(client_id=session.client_id)
    equal(client.session_ids, [session.id])
    equal(sdk.clients.verify(request={"token": jwt}).id, client.id)
    assert client.id in [it.id for it in sdk.clients.list(limit=100)], "the client is listed"
    equal(sdk.sessions.revoke(session_id=session.id).status, "revoked")
    assert sdk.testing_tokens.create().expires_at > time.time(), "it lives for a while, in seconds"
    equal([plain(key.kty) for key in sdk.jwks.get_jwks().keys], ["RSA", "RSA"])


class Request:
    """A request with this token, as frameworks have them."""

    def __init__(self, token):
        self.headers = {"Authorization": f"Bearer {token}"}


@check
def templates():
    one = person()
    # This SDK's model of claims knows none, and drops those that it is given.
    made = sdk.jwt_templates.create(request={"name": "python", "claims": {}})
    equal(sdk.jwt_templates.get(template_id=made.id), made)
    equal([it.id for it in sdk.jwt_templates.list()], [made.id])
    changed = sdk.jwt_templates.update(template_id=made.id, name="python", claims={}, lifetime=90)
    equal(changed.lifetime, 90)
    session = sdk.sessions.create(request={"user_id": one.id})
    jwt = sdk.sessions.create_token_from_template(session_id=session.id, template_name="python").jwt
    claims = verify_token(jwt, VerifyTokenOptions(jwt_key=PEM))
    equal((claims["sub"], claims["exp"] - claims["iat"]), (one.id, 90))
    equal(sdk.jwt_templates.delete(template_id=made.id).deleted, True)


@check
def invitations_and_the_waiting_list():
    given = address()
    made = sdk.invitations.create(request={"email_address": given, "public_metadata": {"plan": "pro"}, "notify": False})
    equal((made.email_address, made.status, made.public_metadata), (given, "pending", {"plan": "pro"}))
    equal([it.id for it in sdk.invitations.list(query=given)], [made.id])
    equal(sdk.invitations.revoke(invitation_id=made.id).status, "revoked")
    equal(len(sdk.invitations.bulk_create(request=[{"email_address": address(), "notify": False}])), 1)
    entry = sdk.waitlist_entries.create(request={"email_address": address(), "notify": False})
    equal(sdk.waitlist_entries.list(query=entry.email_address).data[0].id, entry.id)
    equal(sdk.waitlist_entries.invite(waitlist_entry_id=entry.id).status, "invited")
    [other, last] = sdk.waitlist_entries.bulk_create(request=[{"email_address": address(), "notify": False} for _ in range(2)])
    equal(sdk.waitlist_entries.reject(waitlist_entry_id=other.id).status, "rejected")
    equal(sdk.waitlist_entries.delete(waitlist_entry_id=last.id).deleted, True)


@check
def lists_of_who_and_where():
    allowed = sdk.allowlist_identifiers.create(request={"identifier": "*@python.example"})
    equal([it.id for it in sdk.allowlist_identifiers.list()], [allowed.id])
    equal(sdk.allowlist_identifiers.delete(identifier_id=allowed.id).deleted, True)
    blocked = sdk.blocklist_identifiers.create(request={"identifier": "*@python.example"})
    equal([it.id for it in sdk.blocklist_identifiers.list().data], [blocked.id])
    equal(sdk.blocklist_identifiers.delete(identifier_id=blocked.id).deleted, True)
    url = sdk.redirect_urls.create(request={"url": "https://python.example/after"})
    equal(sdk.redirect_urls.get(id=url.id), url)
    equal([it.id for it in sdk.redirect_urls.list()], [url.id])
    equal(sdk.redirect_urls.delete(id=url.id).deleted, True)


@check
def tickets():
    one = person()
    made = sdk.sign_in_tokens.create(request={"user_id": one.id})
    assert made.token and made.url, "both are told once"
    equal(sdk.sign_in_tokens.revoke(sign_in_token_id=made.id).status, "revoked")
    acting = sdk.actor_tokens.create(request={"user_id": one.id, "actor": {"sub": one.id}})
    equal((acting.status, acting.user_id), ("pending", one.id))
    equal(sdk.actor_tokens.revoke(actor_token_id=acting.id).status, "revoked")


@check
def the_instance():
    equal(sdk.instance_settings.get().environment_type, "development")
    equal(sdk.instance_settings.update(request={"support_email": "help@example.com"}), None)
    equal(sdk.instance_settings.update_restrictions(request={"block_email_subaddresses": True}).block_email_subaddresses, True)
    equal(sdk.instance_settings.update_restrictions(request={"block_email_subaddresses": False}).block_email_subaddresses, False)
    equal(sdk.instance_settings.get_organization_settings().enabled, False)
    primary = sdk.domains.list().data[0]
    equal(primary.is_satellite, False)
    added = sdk.domains.add(request={"name": "python.example.com", "is_satellite": True})
    equal(sdk.domains.update(domain_id=added.id, name="snake.example.com").name, "snake.example.com")
    equal(sdk.domains.delete(domain_id=added.id).deleted, True)


@check
def a_wrong_key_is_refused():
    stranger = Clerk(bearer_auth="sk_test_nobodyKnowsThisOne", server_url=f"{URL}/v1", retry_config=ONCE)
    refused(401, "clerk_key_invalid", lambda: stranger.users.get(user_id="user_x"))
    try:
        verify_token("a.b.c", VerifyTokenOptions(jwt_key=PEM))
    except TokenVerificationError as error:
        equal(error.reason.name, "TOKEN_INVALID")
    else:
        raise AssertionError("nonsense is accepted")


for one in checks:
    try:
        one()
        problem = None
    except Exception:  # pylint: disable=broad-except
        problem = traceback.format_exc()
    print(json.dumps({"name": one.__name__.replace("_", " "), "problem": problem}), flush=True)
