//! What asks for a person in Vietnamese.

use super::Wording;

pub(super) const WORDING: Wording = Wording {
    lists: "
        person = người|ngườ|nhân|tdv|nv|tvv|ad|admin|quản|chuyên|tư|tổng|cskh|bộ
        talk = trao|rep|gọi|gặp|nói|trò|liên|kết|chat|trao|chuyển|gọi
        alone = nhân|viên|tư|vấn|tổng|đài|tdv|tvv
        company = cho|tôi|em|anh|chị|gặp|muốn|cần|mình|ạ|với|một|trực|tuyến|t|a|của|nào
    ",
    asks: "
        gặp|nói|chat|liên|kết|chuyển .. nhân|tư|tổng|chuyên viên|vấn|đài|gia
        điện thoại viên
        gặp|nói|chat|trò .. với|cùng .. người|ai|nhân
        gặp .. người|ai|tdv|tvv|nv|ad|admin|quản|bộ|cskh|thầy
        muốn|cần|cho .. gặp .. nhân|tư|tổng|người|bộ
        kết|liên nối|hệ .. với|đến|tới .. nhân|người|tư|bộ
        trao đổi .. với .. bạn|người|anh|chị|nhân|ai|đội
        bạn|người|anh|chị trong|của .. đội|bộ|nhóm .. hỗ|kỹ|tư
        chuyển .. cho .. bộ phận|người
        có người|ai gọi|gọi lại
        kêu|gọi người|ai .. ra|đến|vào
        ad|admin ơi .. rep|trả|giúp
    ",
    brief: "
        có ai .. ở|đây|đó|không|đấy|đang|giúp|trực
        có nhân viên|nào
        người thật
        nhân viên .. trực|hỗ|đâu|tư|đang
        không .. bot|robot|máy
    ",
    with: "",
    not_with: "",
    refuses: "
        không muốn|cần .. gặp|nói|nhân
    ",
    about: "
        đồ ăn
        đang nói .. với
        bao nhiêu
        tuyển
        liên quan
        số điện
    ",
};
