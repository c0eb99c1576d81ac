from fileorg.packs import PACKS


def test_lists_packs_sorted_by_name(client):
    body = client.get("/packs").json()
    names = [pack["name"] for pack in body["packs"]]
    assert names == sorted(PACKS)
    assert body["total"] == len(PACKS)


def test_list_counts_categories(client):
    counts = {pack["name"]: pack["categories"] for pack in client.get("/packs").json()["packs"]}
    assert counts["generic"] == 5
    assert counts["usa"] == 5


def test_shows_a_pack(client):
    body = client.get("/packs/generic").json()
    assert body["title"] == "Generic"
    assert [category["name"] for category in body["categories"]] == [
        "invoice", "receipt", "contract", "warranty", "letter",
    ]


def test_finds_a_pack_whatever_its_case(client):
    response = client.get("/packs/USA")
    assert response.status == 200
    assert response.json()["name"] == "usa"


def test_unknown_pack_is_not_found(client):
    response = client.get("/packs/atlantis")
    assert response.status == 404
    assert response.json()["error"].startswith("There is no pack 'atlantis'.")


def test_packs_cannot_be_posted(client):
    response = client.post("/packs", {})
    assert response.status == 405
    assert response.json() == {"error": "/packs answers GET only."}
