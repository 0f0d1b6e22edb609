"""What the tests' clients have in common. The kernel's TCP does the rest."""
import socket
import struct
import subprocess
import sys
import threading
import time

DEVICE = ("192.168.77.20", 5000)
PATIENCE_S = 180


def dial(patience_s=60.0, **options):
    """A connection to the device; tried again while it is refused."""
    deadline = time.monotonic() + patience_s
    while True:
        link = socket.socket()
        link.settimeout(PATIENCE_S)
        for name, value in options.items():
            level = socket.SOL_SOCKET if name.startswith("SO_") else socket.IPPROTO_TCP
            link.setsockopt(level, getattr(socket, name), value)
        try:
            link.connect(DEVICE)
            return link
        except ConnectionRefusedError:
            link.close()
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def pattern(length, first=0):
    """Bytes that tell where they belong: a period of 65,521."""
    period = bytes((i * 7 + (i >> 8)) & 0xFF for i in range(65521))
    return bytes((first + byte) & 0xFF for byte in (period * (length // len(period) + 1))[:length])


def receive(link, length, acknowledge_at_once=False):
    """Exactly so many bytes; fewer when the device closes."""
    got = bytearray()
    while len(got) < length:
        if acknowledge_at_once:
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
        chunk = link.recv(min(65536, length - len(got)))
        if not chunk:
            break
        got += chunk
    return bytes(got)


def echo(link, length, first=0):
    """Sends and gets back, both at once; fails unless it is the same."""
    data = pattern(length, first)
    sender = threading.Thread(target=link.sendall, args=(data,), daemon=True)
    sender.start()
    got = receive(link, length, acknowledge_at_once=True)
    sender.join(PATIENCE_S)
    assert got == data, f"{len(got)} of {length} bytes came back, or other ones"


def abort_when_killed(link):
    """The kernel then forgets the connection at once (SO_LINGER of 0 s, socket(7))."""
    link.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def say(text):
    print(text, flush=True)


def wait_for_line():
    """Until the test has done its part."""
    return sys.stdin.readline()
