"""The one table of what is said about a file that is taken all the same: it was seen in it, and does no harm here."""

from chalicelib.digitization.reasons import Reason

#: By the codes that policy.py flags.
FLAGS: dict[str, Reason] = {
    "owner-password": Reason(
        "Tệp mở được không cần mật khẩu nhưng bị hạn chế in hoặc sao chép. Nội dung đã được đọc.",
        "It opens without a password, with printing or copying restricted. Its contents were read.",
    ),
    "embedded-file": Reason(
        "Tệp có tệp khác đính kèm bên trong; tệp đó không được mở và không có trong bản sao. Nếu cần, nộp riêng.",
        "Another file is attached inside; it is not opened and in no copy. If it is needed, send it by itself.",
    ),
    "remote-goto": Reason(
        "Tệp có liên kết dẫn sang tệp khác; các bản sao không còn liên kết này.",
        "It has a link that leads to another file; no copy keeps it.",
    ),
    "rich-media": Reason(
        "Tệp có phim hoặc âm thanh; các bản sao không giữ, chỉ trang giấy được đọc.",
        "It holds film or sound; no copy keeps them, and only the pages are read.",
    ),
    "unknown-action": Reason(
        "Tệp có một thao tác không rõ loại; các bản sao không còn thao tác này.",
        "It has an action of an unknown kind; no copy keeps it.",
    ),
    "trailing-data": Reason(
        "Sau phần cuối của tệp còn dữ liệu thừa; dữ liệu đó không được đọc.",
        "Bytes follow the end of the file; they are not read.",
    ),
    "repaired": Reason(
        "Tệp có lỗi cấu trúc và được đọc sau khi sửa. Hãy đối chiếu với hình của bản gốc.",
        "Its structure is faulty and was mended to be read. Compare with the picture of the original.",
    ),
    "location": Reason(
        "Ảnh có ghi vị trí chụp; các bản sao không giữ vị trí này.",
        "The photo says where it was taken; no copy keeps that.",
    ),
    "external-link": Reason(
        "Tệp có nội dung lấy từ nơi khác; phần đó không được tải về.",
        "It has contents from elsewhere; they are not fetched.",
    ),
    "xfa": Reason(
        "Tệp là biểu mẫu XFA; phần biểu mẫu tĩnh bên dưới là phần được đọc và hiển thị.",
        "It is an XFA form; the static form underneath is what is read and shown.",
    ),
    "signature-valid": Reason(
        "Chữ ký số hợp lệ và bao trùm toàn bộ tệp.",
        "The digital signature is valid and covers the whole file.",
    ),
}
