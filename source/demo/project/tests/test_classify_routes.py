import json
from pathlib import Path

import pytest

SAMPLES = json.loads((Path(__file__).parent / "data" / "samples.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample["text"].split()[0].lower() for sample in SAMPLES])
def test_classifies_a_sample(client, sample):
    body = client.post("/classify", {"text": sample["text"], "pack": sample["pack"]}).json()
    assert body["category"] == sample["category"]
    assert 0.25 <= body["confidence"] <= 1


def test_tells_folder_keywords_and_dates(client):
    body = client.post("/classify", {"text": "Invoice number 7, due date 2024-03-01"}).json()
    assert body["folder"] == "Invoices"
    assert body["keywords"] == ["invoice", "invoice number", "due date"]
    assert body["dates"] == ["2024-03-01"]


def test_text_without_a_keyword_is_unsorted(client):
    response = client.post("/classify", {"text": "Lorem ipsum dolor sit amet"})
    assert response.status == 200
    assert response.json()["category"] == "unsorted"
    assert response.json()["confidence"] == 0


@pytest.mark.parametrize("text", ["", "  \n"], ids=["empty", "blank"])
def test_refuses_a_text_with_nothing_in_it(client, text):
    response = client.post("/classify", {"text": text})
    assert response.status == 400
    assert response.json() == {"error": '"text" must not be empty.'}


def test_refuses_a_body_that_is_no_json(client):
    response = client.post("/classify", b"{nope")
    assert response.status == 400
    assert response.json() == {"error": "The body is not valid JSON."}


def test_refuses_a_text_that_is_a_number(client):
    assert client.post("/classify", {"text": 7}).json() == {"error": '"text" has to be a text.'}


def test_unknown_pack_is_not_found(client):
    assert client.post("/classify", {"text": "Dear Sir", "pack": "atlantis"}).status == 404


def test_batch_keeps_the_order(client):
    body = client.post("/classify/batch", {"texts": ["Dear Ann, regards", "receipt, total paid"]}).json()
    assert [result["category"] for result in body["results"]] == ["letter", "receipt"]


def test_batch_takes_a_hundred_texts_and_no_more(client):
    assert client.post("/classify/batch", {"texts": ["receipt"] * 100}).status == 200
    assert client.post("/classify/batch", {"texts": ["receipt"] * 101}).status == 400


def test_batch_names_the_text_that_is_wrong(client):
    response = client.post("/classify/batch", {"texts": ["receipt", None]})
    assert response.json() == {"error": '"texts[1]" has to be a text.'}
