import io

from fileorg import __version__
from fileorg.app import create_app
from fileorg.config import Settings
from fileorg.server import to_request, wsgi
from fileorg.web import Request


def test_reads_a_wsgi_request():
    request = to_request({
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/classify",
        "QUERY_STRING": "a=1&b=%20x",
        "CONTENT_LENGTH": "2",
        "HTTP_X_REQUEST_ID": "7",
        "wsgi.input": io.BytesIO(b"{} "),
    })
    assert request == Request(
        "POST", "/classify", {"a": "1", "b": " x"}, {"x-request-id": "7"}, b"{}",
    )


def test_answers_over_wsgi(app):
    started = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/health", "wsgi.input": io.BytesIO()}
    body = b"".join(wsgi(app)(environ, lambda status, headers: started.append((status, headers))))
    assert body.decode() == f'{{"status": "ok", "version": "{__version__}"}}'
    assert started[0][0] == "200 OK"
    assert ("Content-Length", str(len(body))) in started[0][1]


def test_refuses_a_body_that_is_too_large():
    app = create_app(Settings(max_body_bytes=4))
    response = app.handle(Request("POST", "/classify", body=b"{    }"))
    assert (response.status, response.json()) == (413, {"error": "A body has at most 4 bytes."})


def test_unknown_path_is_not_found(client):
    assert client.get("/nowhere").json() == {"error": "There is nothing at /nowhere."}
