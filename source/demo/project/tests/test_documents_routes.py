from fileorg.app import create_app
from fileorg.config import Settings


def test_stores_and_shows_a_document(client):
    created = client.post("/documents", {"name": "a.txt", "text": "Receipt. Total paid 3, 2024-03-01"})
    assert created.status == 201
    assert created.json()["category"] == "receipt"
    assert client.get("/documents/1").json() == created.json()


def test_lists_documents(client):
    for name in ("a", "b"):
        client.post("/documents", {"name": name, "text": "receipt"})
    body = client.get("/documents").json()
    assert ([document["name"] for document in body["documents"]], body["total"]) == (["a", "b"], 2)


def test_deletes_a_document(client, app):
    client.post("/documents", {"name": "a", "text": "receipt"})
    assert client.delete("/documents/1").json() == {"deleted": 1}
    assert client.get("/documents/1").status == 404
    assert app.services.index.search("receipt") == []


def test_refuses_a_document_without_a_name(client):
    response = client.post("/documents", {"name": " ", "text": "receipt"})
    assert (response.status, response.json()) == (400, {"error": '"name" must not be empty.'})


def test_an_id_that_is_no_number_is_not_found(client):
    assert client.get("/documents/one").status == 404


def test_indexes_what_the_store_had(tmp_path):
    settings = Settings(store_path=tmp_path / "store.json")
    create_app(settings).services.file("a", "receipt", "generic")
    assert create_app(settings).services.index.search("receipt") == [1]
