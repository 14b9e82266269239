"""standardwebhooks against our deliveries. Called by webhooks.test.mjs, which writes a JSON list of deliveries to the
input: headers, body and secret. Prints a JSON list: for each delivery, what was found in it or why it was refused, now
and when `seconds` have passed.
"""

import json
import sys
from datetime import datetime, timedelta
from unittest.mock import patch

from standardwebhooks import Webhook, WebhookVerificationError


def verdict(delivery):
    try:
        return {"event": Webhook(delivery["secret"]).verify(delivery["body"], delivery["headers"])}
    except WebhookVerificationError as error:
        return {"refused": str(error)}


class Later(datetime):
    by = timedelta()

    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + cls.by


def judge(delivery):
    Later.by = timedelta(seconds=delivery.get("seconds", 0))
    with patch("standardwebhooks.webhooks.datetime", Later):
        return verdict(delivery)


print(json.dumps([judge(delivery) for delivery in json.load(sys.stdin)]))
