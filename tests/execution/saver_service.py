"""A screen saver's service on the session's bus that only keeps count.

Says `ready`, then a line for every call: `held COOKIE`, `let go COOKIE`, and `gone COOKIE` where a client
left the bus without letting go, as real savers notice it. With `--active` it says that the screen is locked.
"""

from __future__ import annotations

import sys

from jeepney import HeaderFields, MatchRule, MessageType, new_error, new_method_return
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import open_dbus_connection

NAME = "org.freedesktop.ScreenSaver"


def main() -> None:
    active = "--active" in sys.argv
    bus = open_dbus_connection("SESSION")
    bus.send_and_get_reply(message_bus.RequestName(NAME))
    left = MatchRule(type="signal", interface="org.freedesktop.DBus", member="NameOwnerChanged")
    bus.send_and_get_reply(message_bus.AddMatch(left))
    print("ready", flush=True)
    holders: dict[int, str] = {}
    while True:
        message = bus.receive()
        fields = message.header.fields
        member = fields.get(HeaderFields.member)
        if member == "NameOwnerChanged":
            name, _, now = message.body
            for cookie in [one for one, holder in holders.items() if holder == name and not now]:
                del holders[cookie]
                print(f"gone {cookie}", flush=True)
            continue
        if message.header.message_type is not MessageType.method_call:
            continue
        if member == "Inhibit":
            cookie = len(holders) + 7
            holders[cookie] = str(fields.get(HeaderFields.sender))
            print(f"held {cookie}", flush=True)
            bus.send_message(new_method_return(message, "u", (cookie,)))
        elif member == "UnInhibit":
            holders.pop(message.body[0], None)
            print(f"let go {message.body[0]}", flush=True)
            bus.send_message(new_method_return(message))
        elif member == "GetActive":
            bus.send_message(new_method_return(message, "b", (active,)))
        else:
            bus.send_message(new_error(message, "org.freedesktop.DBus.Error.UnknownMethod"))


if __name__ == "__main__":
    main()
