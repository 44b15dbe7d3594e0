from medpay.code_page.specialties import specialty_in_words


def test_a_specialty_is_named_and_one_that_is_not_listed_keeps_its_number() -> None:
    assert [specialty_in_words(code) for code in ("22", "69", "ZZ")] == [
        "Pathology",
        "Clinical laboratory",
        "Specialty ZZ",
    ]
