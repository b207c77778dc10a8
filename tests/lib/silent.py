#!/usr/bin/env python3
"""silent.py: a server that accepts and says nothing, ever.

Prints its port, then how many are connected, whenever that changes.
"""
import socket


def main():
    server = socket.create_server(("127.0.0.1", 0), backlog=100)
    print(server.getsockname()[1], flush=True)
    connections = []
    while True:
        connections.append(server.accept()[0])
        print(len(connections), flush=True)


main()
