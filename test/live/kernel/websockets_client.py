"""A client by Debian's python3-websockets: an echo of each kind, a ping and a close."""
import asyncio
import sys

import websockets


async def main():
    async with websockets.connect(sys.argv[1], ping_interval=None) as client:
        await client.send("Gr\u00fc\u00dfe \U0001f50c")
        assert await client.recv() == "Gr\u00fc\u00dfe \U0001f50c"
        data = bytes(range(256)) * 4
        await client.send(data)
        assert await client.recv() == data
        await client.send(["frag", "me", "nts"])
        assert await client.recv() == "fragments"
        await asyncio.wait_for(await client.ping("still there?"), 60)
        await client.close(4000, "done")
    assert client.close_code == 4000, client.close_code


asyncio.run(main())
