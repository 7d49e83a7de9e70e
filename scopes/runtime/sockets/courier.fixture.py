"""A client of acme.dispatch/courier-link, written from docs/socket-protocol.md alone.

Sends COUNT positions, asks for one route, accepts one job, loses its connection on the way and resumes. Prints what
it saw as one line of JSON.
"""
import json, select, socket, struct, sys, time

WINDOW, HEARTBEAT = 2000, 1.0
NUMBERED = {"message", "request", "reply", "failure", "cancel"}


class Link:
    def __init__(self, port):
        self.port, self.session, self.resumes = port, None, 0
        self.sent, self.unacked, self.received = 0, [], 0
        self.spent, self.granted, self.handled = 0, 0, 0
        self.connect()

    def connect(self):
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.buffer, self.beat = b"", time.monotonic()
        hello = {"type": "hello", "protocol": 1, "contract": "acme.dispatch/courier-link", "line": 1, "hash": "python",
                 "windowBytes": WINDOW, "maxFrameBytes": 65536, "heartbeatMs": int(HEARTBEAT * 1000), "token": "python"}
        if self.session:
            hello["resume"] = {"session": self.session, "received": self.received}
        self.write(hello)
        welcome, _ = self.read()
        assert welcome["type"] == "welcome", welcome
        if welcome["resumed"]:
            self.resumes += 1
            self.settle(welcome["received"])
        else:
            self.session, self.granted = welcome["session"], welcome["windowBytes"]
        self.acknowledge()
        for frame in self.unacked:
            self.write(frame)

    def lose(self):
        self.socket.close()
        self.connect()

    def write(self, frame):
        data = json.dumps(frame).encode()
        try:
            self.socket.sendall(struct.pack(">I", len(data)) + data)
        except OSError:  # what is numbered is kept, and the next read finds out
            pass

    def read(self):
        """The next frame and its size; None where there is none before the next heartbeat is due."""
        while len(self.buffer) < 4 or len(self.buffer) < 4 + struct.unpack(">I", self.buffer[:4])[0]:
            due = self.beat + HEARTBEAT - time.monotonic()
            if due <= 0 or not select.select([self.socket], [], [], due)[0]:
                return None, 0
            data = self.socket.recv(65536)
            if not data:
                raise OSError("the server has gone")
            self.buffer += data
        size = struct.unpack(">I", self.buffer[:4])[0]
        data, self.buffer = self.buffer[4:4 + size], self.buffer[4 + size:]
        return json.loads(data), size

    def post(self, frame):
        self.sent += 1
        self.unacked.append(frame)
        self.write(frame)

    def item(self, frame):
        while self.spent >= self.granted:
            self.step()
        self.spent += len(json.dumps(frame).encode())
        self.post(frame)

    def settle(self, received):
        del self.unacked[:len(self.unacked) - (self.sent - received)]

    def acknowledge(self):
        self.beat = time.monotonic()
        self.write({"type": "ack", "received": self.received, "granted": WINDOW + self.handled})

    def step(self):
        """Reads one frame, if there is one, and does what it asks for; gives it back."""
        try:
            frame, size = self.read()
            if frame is None:
                self.acknowledge()
        except OSError:  # broken: the session is not
            self.connect()
            frame = None
        if frame is None:
            return None
        if frame["type"] in NUMBERED:
            self.received += 1
        if frame["type"] == "ack":
            self.settle(frame["received"])
            self.granted = max(self.granted, frame["granted"])
        if frame["type"] == "request":
            self.post({"type": "reply", "id": frame["id"], "payload": {"accepted": True, "note": frame["payload"]["orderId"]}})
        if frame["type"] in ("message", "request"):
            self.handled += size
            self.acknowledge()
        if frame["type"] == "drain":
            self.write({"type": "drained"})
            self.acknowledge()
        return frame


link, count = Link(int(sys.argv[1])), int(sys.argv[2])
for index in range(count):
    link.item({"type": "message", "item": "position", "payload": {"lat": index}})
    if index == count // 2:
        link.lose()
link.item({"type": "request", "id": 1, "item": "route", "payload": {"to": "Größenwahn 🚲"}})
reply, closed = None, None
while closed is None:
    frame = link.step()
    if frame and frame["type"] == "reply":
        reply = frame["payload"]
    if frame and frame["type"] == "close":
        closed = frame["code"]
print(json.dumps({"reply": reply, "resumes": link.resumes, "closed": closed}))
