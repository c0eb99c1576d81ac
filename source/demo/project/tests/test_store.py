import pytest

from fileorg.errors import NotFound
from fileorg.store import DocumentStore

RECEIPT = {"pack": "generic", "category": "receipt", "confidence": 1.0, "dates": ["2024-03-01"]}


def test_numbers_documents():
    store = DocumentStore()
    assert [store.add(name, "text", RECEIPT).id for name in ("a", "b")] == [1, 2]
    assert [document.name for document in store.all()] == ["a", "b"]


def test_forgets_a_document():
    store = DocumentStore()
    document = store.add("a", "text", RECEIPT)
    assert store.remove(document.id) == document
    with pytest.raises(NotFound, match="There is no document 1."):
        store.get(document.id)


def test_keeps_documents_in_a_file(tmp_path):
    path = tmp_path / "data" / "store.json"
    store = DocumentStore(path)
    document = store.add("a", "Grüße", RECEIPT)
    store.add("b", "text", RECEIPT)
    store.remove(2)
    again = DocumentStore(path)
    assert again.all() == [document]
    assert again.add("c", "text", RECEIPT).id == 3
