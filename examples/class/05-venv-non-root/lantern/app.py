"""The reference app of the course: a greeting, and a health report."""

import socket

from flask import Flask

app = Flask(__name__)


@app.get("/")
def greeting():
    """Greet with the host's name, so that an answer shows which container gave it."""
    return f"Hello from the LANTERN! ({socket.gethostname()})"


@app.get("/health")
def health():
    """Report whether the app can serve."""
    return {"status": "ok", "version": "2.0"}


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000)
