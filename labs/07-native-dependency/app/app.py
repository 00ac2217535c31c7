"""An app that counts its visitors in a MariaDB database."""

import os
import socket
from contextlib import closing

from flask import Flask

app = Flask(__name__)


def connect():
    """Connect to the database that the environment names; raise within seconds if that fails."""
    # Imported on use: a page that needs no database is served even if its client cannot be loaded.
    import MySQLdb

    return MySQLdb.connect(
        host=os.environ["DATABASE_HOST"],
        port=int(os.environ.get("DATABASE_PORT", "3306")),
        database=os.environ["DATABASE_NAME"],
        user=os.environ["DATABASE_USER"],
        password=os.environ["DATABASE_PASSWORD"],
        connect_timeout=2,
        read_timeout=5,
        write_timeout=5,
    )


@app.get("/")
def greeting():
    """Greet with the host's name, so that an answer shows which container gave it."""
    return f"Ahoy from {socket.gethostname()}", {"Content-Type": "text/plain; charset=utf-8"}


@app.get("/health")
def health():
    """Report whether the app can serve, which takes a database that answers right now."""
    try:
        with closing(connect()) as connection, closing(connection.cursor()) as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except Exception:
        app.logger.exception("The database cannot be used")
        return {"status": "unavailable"}, 503
    return {"status": "ok"}


@app.get("/visits")
def visits():
    """Count this visit, and answer how many there have been."""
    with closing(connect()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS visits ("
            " id INT AUTO_INCREMENT PRIMARY KEY,"
            " visited_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP)"
        )
        cursor.execute("INSERT INTO visits () VALUES ()")
        connection.commit()
        cursor.execute("SELECT COUNT(*) FROM visits")
        (count,) = cursor.fetchone()
    return {"visits": count}


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=5000)
