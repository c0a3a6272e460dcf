"""TCVN3, VNI and VISCII become Unicode, letter by letter and paper by paper; nothing else is touched."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.digitization import digitize
from chalicelib.digitization.legacy_encodings import Written, decode
from chalicelib.digitization.legacy_tables import ALPHABETS
from chalicelib.digitization.model import Outcome
from local.papers.legacy import FONTS, encode, legacy_pdf
from tests.unit.digitization.small_papers import DECISION, pdf_of

TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
SMALL = "đ" + "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in TONES
)
LETTERS = {"tcvn3": SMALL + "ĂÂÊÔƠƯĐ", "vni": SMALL + SMALL.upper(), "viscii": SMALL + SMALL.upper()}
PAPER = (
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Số: 123/QĐ-QLD",
    "Hà Nội, ngày 05 tháng 3 năm 2024",
    "Căn cứ Nghị định số 42/2025/NĐ-CP của Chính phủ quy định chức năng, nhiệm vụ của Bộ Y tế;",
    "Họ và tên: Nguyễn Thị Thử, sinh ngày 01/02/1990 tại thành phố Đà Nẵng",
    "Đường Trường Sa, phường Ưu Việt, ăn uống đều đặn ở khu phố",
)
#: As real papers of the time begin.
KNOWN = {
    "tcvn3": "Céng hßa x· héi chñ nghÜa ViÖt Nam",
    "vni": "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
    "viscii": "Cµng hòa xã hµi chü nghîa Vi®t Nam",
}
OTHERS = {
    "English": "The applicant’s résumé states that the café “Zoë” paid £25 – €30 per naïve façade in 2024. © ® ™ §",
    "French": "Le certificat délivré à l’hôpital a été remis à la préfecture où l’élève s’était présenté très tôt",
    "German": "Die Bescheinigung für Müller wurde über das Gesundheitsamt geprüft und größtenteils bestätigt",
    "Spanish": "El niño enseñó su certificado médico al señor Muñoz, quien también firmó la petición",
    "Portuguese": "A certidão não está disponível até à próxima reunião da organização, porém são três ações",
    "Swedish": "Läkaren intygar att patienten är frisk och får återgå till arbetet på måndag efter två års frånvaro",
    "Danish": "Lægen bekræfter at patienten må rejse på fredag, når prøverne er færdige og der ikke er flere spørgsmål",
    "Turkish": "Sağlık müdürlüğü tarafından düzenlenen belgenin süresi üç yıldır, başvuru sahibi öğrenci değildir",
    "Vietnamese without marks from other tables": "Hà Giang, là xã có ô tô và bò sữa, ý là thế, bé bú bà, cò mò tôm",
}


def written(text: str) -> list[Written]:
    """Words one after the other, a line of its own for each line."""
    words, start = [], 0
    for line, row in enumerate(text.split("\n")):
        for word in row.split():
            words.append(Written(word, line, start))
            start += len(word) + 1
    return words


def read(text: str, font: str = "") -> tuple[str, str]:
    """The words decoded, one blank between them, and the alphabet found."""
    words, alphabet = decode(written(text), lambda _: font)
    return " ".join(words), alphabet


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_every_letter_that_an_alphabet_has_comes_back(alphabet: str) -> None:
    for letter in LETTERS[alphabet]:
        assert ALPHABETS[alphabet].decode(encode(letter, alphabet)) == letter
    assert set(ALPHABETS[alphabet].letters.values()) == set(
        filter(lambda sign: not sign.isascii(), LETTERS[alphabet])
    )


def letters_inside_words(alphabet: str) -> list[str]:
    """VISCII puts Õ and Ỵ where Unicode has blanks, at which every reader of PDFs parts words."""
    return [letter for letter in LETTERS[alphabet] if not any(map(str.isspace, encode(letter, alphabet)))]


@given(st.sampled_from(sorted(ALPHABETS)), st.data())
def test_words_of_any_letters_come_back(alphabet: str, data: st.DataObject) -> None:
    plain = "bcdghklmnpqrstvx"
    word = data.draw(
        st.lists(
            st.tuples(st.sampled_from(plain), st.sampled_from(letters_inside_words(alphabet))),
            min_size=1,
            max_size=6,
        )
    )
    text = "".join(consonant + vowel for consonant, vowel in word)
    if alphabet == "tcvn3":
        text = text.replace("ư", "u")  # its place is a hyphen elsewhere; see the papers below
    assert read(encode(text, alphabet), FONTS[alphabet])[0] in (text, text.upper())


@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_words_of_the_time_are_read(alphabet: str) -> None:
    assert read(KNOWN[alphabet], FONTS[alphabet]) == ("Cộng hòa xã hội chủ nghĩa Việt Nam", alphabet)


@pytest.mark.parametrize("font", ["its own", "a subset of its own", "another one"])
@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_a_paper_in_an_old_alphabet_is_read_as_if_it_were_new(alphabet: str, font: str) -> None:
    name = {"its own": FONTS[alphabet], "a subset of its own": f"ABCDEF+{FONTS[alphabet]}"}.get(font, "Arial")
    digitized = digitize(legacy_pdf(PAPER, alphabet, name), isolated=False)
    page = digitized.pages[0]
    assert page.encoding == alphabet
    assert page.text == "\n".join(PAPER)
    assert page.words[-1].box[2] > page.words[-1].box[0] > 60


def test_capitals_come_from_the_font_that_draws_small_letters_as_capitals() -> None:
    page = digitize(legacy_pdf([PAPER[1]], "tcvn3", ".VnTimeH"), isolated=False).pages[0]
    assert page.text == PAPER[1].upper()


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("named", [True, False])
def test_a_page_in_two_alphabets_is_read_in_both(alphabet: str, named: bool) -> None:
    font = FONTS[alphabet] if named else "Arial"
    both = legacy_pdf(PAPER[3:6], alphabet, font, below=pdf_of(DECISION))
    text = digitize(both, isolated=False).pages[0].text
    assert DECISION in text
    assert "\n".join(PAPER[3:6]) in text


def test_unicode_under_the_name_of_an_old_font_stays_unicode() -> None:
    assert read(DECISION, ".VnTime") == (" ".join(DECISION.split()), "unicode")


@pytest.mark.parametrize("text", [*OTHERS.values(), DECISION, *PAPER], ids=str)
def test_what_is_not_in_an_old_alphabet_is_never_changed(text: str) -> None:
    assert read(text, "Times New Roman") == (" ".join(text.split()), "unicode")


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(" ".join(OTHERS.values()).split()), max_size=60), st.text(max_size=40))
def test_words_of_other_languages_in_any_order_are_never_changed(words: list[str], anything: str) -> None:
    text = " ".join(words)
    assert read(text) == (" ".join(text.split()), "unicode")
    decode(written(anything), lambda _: "")  # whatever it is, it is not an error


def test_an_old_paper_is_ready_and_its_fields_are_found() -> None:
    digitized = digitize(legacy_pdf(PAPER, "vni"), isolated=False)
    assert digitized.outcome is Outcome.READY
    assert {field.normalised for field in digitized.fields} >= {"123/QĐ-QLD", "2024-03-05"}
