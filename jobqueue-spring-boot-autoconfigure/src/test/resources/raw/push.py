"""Appends items to a list of Redis by the standard library alone. Arguments: port, key, items."""
import socket
import sys


def command(*words):
    encoded = [word.encode() for word in words]
    return b"*%d\r\n" % len(encoded) + b"".join(b"$%d\r\n%s\r\n" % (len(word), word) for word in encoded)


port, key, *items = sys.argv[1:]
with socket.create_connection(("127.0.0.1", int(port)), timeout=10) as redis:
    redis.sendall(command("RPUSH", key, *items))
    reply = redis.recv(1024).decode()
if reply != ":%d\r\n" % len(items):
    sys.exit("Redis answered " + reply)
